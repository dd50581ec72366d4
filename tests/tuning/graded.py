"""The small graded study of the tests, and how others are written."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from matcher.matching import Matcher
from matcher.scoring import Policy
from matcher.tuning.grades import read_grades
from matcher.tuning.study import Study, read_study

STUDY = Path(__file__).parent / "study"
AS_OF = date(2026, 11, 1)


def read(folder: Path = STUDY, grades: str = "grades.csv", **options) -> Study:
    return read_study(
        options.pop("matcher", None) or Matcher(),
        read_grades(str(folder / grades)),
        [str(folder / "jobs")],
        [str(folder / "candidates.csv")],
        policy=options.pop("policy", None) or Policy.default(),
        as_of=AS_OF,
        **options,
    )


def write_study(folder: Path, grades: str, *, candidates: str, jobs: dict[str, str]) -> Path:
    """A study of a few lines, as files."""
    (folder / "jobs").mkdir()
    for name, text in jobs.items():
        (folder / "jobs" / name).write_text(text, encoding="utf-8")
    (folder / "candidates.csv").write_text(candidates, encoding="utf-8")
    (folder / "grades.csv").write_text(grades, encoding="utf-8")
    return folder
