"""Lists and jobs made for the tests of batches: small, odd in every way a real export is odd."""

from __future__ import annotations

import csv
import io
from pathlib import Path

JOBS = {
    "backend.txt": "Backend developer\n\nRequirements\n- Java or Go\n- 3+ years of SQL\n"
    "- Docker\nNice to have\n- Kafka\n- Terraform\n",
    "analyst.md": "# Data analyst\n\n## Must have\n- SQL and Python\n- 2+ years of Power BI\n"
    "## Bonus\n- dbt\n",
}
_SKILLS = ("Java", "Go", "SQL", "Docker", "Kafka", "Python", "Power BI", "dbt", "Terraform")


def text_of(number: int) -> str:
    """A career of its own for each number, with line ends and quotes in it."""
    shown = [skill for at, skill in enumerate(_SKILLS) if number * (at + 3) % 7 < 3]
    start = 2008 + number % 13
    return (
        f'Engineer "number {number}"\n\nWork experience\n'
        f"Developer, Riverside Works, Mar {start} - Feb {start + 1 + number % 6}\n"
        f"- {', '.join(shown) or 'gardens'} in production for a team of {number % 9 + 2}\n"
        f"\nSkills\n{'; '.join(reversed(shown))}\n"
    )


def rows(count: int) -> list[list[str]]:
    """Rows of a list; every seventh has nothing to read."""
    return [
        [
            f"k{number:04d}",
            f"Ann Example{number}",
            f"=cmd{number}@example.org",
            "" if number % 7 == 6 else text_of(number),
        ]
        for number in range(count)
    ]


def write_list(path: Path, count: int, *, bad: bool = False) -> Path:
    """Write a list; ``bad`` puts an id that stands twice and a row of two cells into it."""
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerow(["Candidate ID", "Name", "E-Mail", "Resume"])
    for number, row in enumerate(rows(count)):
        writer.writerow(row)
        if bad and number == count // 2:
            writer.writerow(["k0001", "Ann Again", "x@example.org", "Java and SQL"])
            buffer.write("k9999,only two\n\n")
    path.write_text(buffer.getvalue(), encoding="utf-8", newline="")
    return path


def write_jobs(folder: Path) -> Path:
    """Write the jobs into a folder."""
    folder.mkdir(exist_ok=True)
    for name, text in JOBS.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def contents(out: Path) -> dict[str, bytes]:
    """All results of a batch by name, but the log and the record of when it ran."""
    timed = ("run.json", "record.jsonl")
    files = (p for p in out.rglob("*") if p.is_file() and not p.name.startswith(timed))
    return {path.relative_to(out).as_posix(): path.read_bytes() for path in files}
