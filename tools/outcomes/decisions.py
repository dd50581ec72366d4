"""Past decisions: each applicant's score under a known policy, noise, and the best of each job."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path

from matcher.errors import InputError
from matcher.matching import Matcher
from matcher.model import Profile
from matcher.profile.read import read_candidates
from matcher.scoring import Policy, plan, score_candidate
from tools.outcomes.grammar import stream

#: Columns of the file.
COLUMNS = ("job", "candidate_id", "decision", "decided_on")
#: The day all scores are of.
AS_OF = date(2025, 12, 1)
#: Standard deviation of what a decision strays from the rule, in hundredths of a point.  With it
#: the order of a job's applicants agrees with the rule's to a Kendall tau-b of about 0.9:
#: people who have agreed on what counts, and still are people.
NOISE_HUNDREDTHS = 240
#: How many are hired, interviewed and shortlisted: fewest and most of a job.
PLACES = {"hired": (2, 4), "interviewed": (8, 10), "shortlisted": (10, 12)}
#: A Monday.  Each week the first decisions on four jobs are taken, from Monday to Thursday.
_FIRST_DAY = date(2025, 11, 3)
_JOBS_A_WEEK = 4
#: Days after a job's first decisions.
_DAYS = {"rejected": 0, "shortlisted": 1, "interviewed": 7, "hired": 8}


def read_profiles(matcher: Matcher, applicants: Path) -> dict[str, Profile]:
    """Profiles of a list, by id.

    Raises
    ------
    InputError
        If a row of the list cannot be read.
    """
    found = read_candidates(str(applicants), matcher.taxonomy)
    if found.set_aside:
        raise InputError(str(applicants), f"{len(found.set_aside)} rows cannot be read")
    return {each.profile.candidate_id: each.profile for each in found.candidates}


def scores(
    matcher: Matcher,
    jobs: Path,
    applied: Mapping[str, Sequence[str]],
    profiles: Mapping[str, Profile],
    policy: Policy,
) -> dict[str, dict[str, int]]:
    """Score of everybody for the jobs they applied for, in hundredths of a point.

    Parameters
    ----------
    matcher : Matcher
        Taxonomy and rules.
    jobs : Path
        Folder of job descriptions, named as the jobs are.
    applied : mapping of str to sequence of str
        Candidates by job.
    profiles : mapping of str to Profile
        By candidate.
    policy : Policy
        What scores.
    """
    found = {}
    for path in sorted(jobs.iterdir()):
        _, job = matcher.read_job(str(path))
        planned = plan(job, matcher.taxonomy, policy, AS_OF, source=str(path))
        found[path.stem] = {
            each: score_candidate(planned, profiles[each]).score for each in applied[path.stem]
        }
    return found


def felt_scores(job: str, ruled: Mapping[str, int]) -> dict[str, int]:
    """Scores with the noise that people decide by, in hundredths of a point."""
    return {
        each: score + round(stream("noise", job, each).gauss(0, NOISE_HUNDREDTHS))
        for each, score in ruled.items()
    }


def decide(job: str, number: int, ruled: Mapping[str, int]) -> list[dict[str, str]]:
    """Decisions on all applicants of one job, in the order of their ids.

    Parameters
    ----------
    job : str
        Its name.
    number : int
        Its place among the jobs: later ones were decided later.
    ruled : mapping of str to int
        Score under the rule, in hundredths of a point.
    """
    felt = felt_scores(job, ruled)
    order = sorted(felt, key=lambda each: (-felt[each], each))
    draw = stream("places", job)
    taken = [
        word for word, (least, most) in PLACES.items() for _ in range(draw.randint(least, most))
    ]
    words = dict(zip(order, taken, strict=False))
    week, day = divmod(number, _JOBS_A_WEEK)
    first = _FIRST_DAY + timedelta(weeks=week, days=day)
    rows = []
    for each in sorted(felt):
        decision = words.get(each, "rejected")
        on = first + timedelta(days=_DAYS[decision])
        rows.append(dict(zip(COLUMNS, (job, each, decision, on.isoformat()), strict=True)))
    return rows
