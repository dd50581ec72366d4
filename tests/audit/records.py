"""Small records whose times and salts are known."""

from __future__ import annotations

import hashlib
import io
from datetime import UTC, date, datetime, timedelta
from itertools import count
from pathlib import Path

from matcher.audit.record_events import File
from matcher.audit.record_inputs import Inputs
from matcher.audit.recorder import Recorder
from matcher.audit.verifying import Checked, check
from matcher.matching import Matcher
from matcher.profile.read import open_candidates
from matcher.scoring import Policy

JOB = "Requirements\n- Java or Go\n- 3+ years of SQL\nBonus\n- Kafka\n"
PEOPLE = (
    'candidate_id,name,resume_text\na,Ann,"Java developer. Wrote SQL since 2015."\n'
    'b,Bob,"Gardener, loves roses and long walks."\nc,Cid,"Kafka and Go, three years."\n'
)
BEGUN = datetime(2026, 11, 1, 8, 30, tzinfo=UTC)
DIGEST = "sha256:" + "1" * 64


def clock(day: int = 0):
    """A clock that goes on a second at each look."""
    seconds = count()
    return lambda: BEGUN + timedelta(days=day, seconds=next(seconds))


def randomness(seed: str = ""):
    """Bytes that look random and are the same in every test."""
    numbers = count()
    return lambda size: hashlib.sha256(f"{seed} {next(numbers)}".encode()).digest()[:size]


def recorder(path: Path, day: int = 0) -> Recorder:
    return Recorder(path, clock=clock(day), randomness=randomness(f"{path.name} {day}"))


def ranking(folder: Path):
    """A ranking of three people."""
    people = folder / "people.csv"
    people.write_text(PEOPLE)
    matcher = Matcher()
    with open_candidates(str(people), matcher.taxonomy) as opened:
        job = matcher.parse_text(JOB)
        return matcher.rank(job, opened, Policy.default(), date(2026, 11, 1), columns=opened.uses)


def inputs() -> Inputs:
    return Inputs(File("job.txt", DIGEST), "job", (File("people.csv", DIGEST),))


def checked(raw: bytes, head) -> Checked:
    """What a check of a record's bytes finds."""
    return check(io.BytesIO(raw), head, "record.jsonl")
