"""Make the invented past applicants, their groups and the decisions on them.

    python -m tools.make_outcomes [FOLDER]

Reads ``data/past_jobs`` and the rule ``data/outcomes_rule.yaml``, and writes
``past_applicants.csv``, ``groups.csv`` and ``outcomes.csv`` to FOLDER (``data``).  What they hold
and why: ``data/README.md``.  The same program gives the same bytes: every draw hangs on one seed
and on what it is for.
"""

from __future__ import annotations

import argparse
import csv
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from matcher.matching import Matcher
from matcher.scoring import Policy
from tools.outcomes import applicants as writing
from tools.outcomes import decisions, groups
from tools.outcomes.applicants import Applicant, make_applicant
from tools.outcomes.grammar import common, stream, trades

DATA = Path(__file__).parents[1] / "data"
JOBS = DATA / "past_jobs"
RULE = DATA / "outcomes_rule.yaml"
#: Fewest and most who applied for a job.
APPLICANTS = (68, 76)
#: The same for a job with a planted ask, where the shares of two groups are to be told apart.
APPLICANTS_PLANTED = (92, 98)
#: Jobs near enough for some to apply for both, and how many of each do.
NEIGHBOURS = (
    ("backend_engineer", "data_engineer"),
    ("digital_marketing_manager", "account_executive"),
    ("warehouse_team_lead", "maintenance_electrician"),
)
APPLY_TWICE = 4


def make_applicants() -> list[Applicant]:
    """All applicants, job by job."""
    words = common()
    found: list[Applicant] = []
    for trade in trades():
        bounds = APPLICANTS_PLANTED if any(ask.planted for ask in trade.asks) else APPLICANTS
        for _ in range(stream("applicants", trade.job).randint(*bounds)):
            candidate_id = f"a{len(found) + 1:03}"
            sex = groups.draw_groups(candidate_id)["sex"]
            found.append(make_applicant(trade, candidate_id, sex, words))
    return found


def applications(made: Iterable[Applicant]) -> dict[str, list[str]]:
    """Candidates by the job they applied for; some applied for two."""
    applied: dict[str, list[str]] = {}
    for each in made:
        applied.setdefault(each.job, []).append(each.candidate_id)
    own = {job: list(ids) for job, ids in applied.items()}
    for pair in NEIGHBOURS:
        for one, other in (pair, pair[::-1]):
            applied[other] += stream("twice", one).sample(own[one], APPLY_TWICE)
    return {job: sorted(ids) for job, ids in applied.items()}


def make_files(folder: Path) -> None:
    """Write the three files into a folder.

    Raises
    ------
    MatcherError
        If the rule or a job description cannot be read.
    """
    made = make_applicants()
    applied = applications(made)
    _write(folder / "past_applicants.csv", writing.COLUMNS, [each.row for each in made])
    answers = [groups.draw_groups(each.candidate_id) for each in made]
    _write(folder / "groups.csv", groups.COLUMNS, answers)
    matcher = Matcher()
    profiles = decisions.read_profiles(matcher, folder / "past_applicants.csv")
    ruled = decisions.scores(matcher, JOBS, applied, profiles, Policy.load(RULE))
    rows = [
        row
        for number, (job, scored) in enumerate(ruled.items())
        for row in decisions.decide(job, number, scored)
    ]
    _write(folder / "outcomes.csv", decisions.COLUMNS, rows)


def _write(path: Path, columns: Sequence[str], rows: Iterable[Mapping[str, str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def main() -> int:
    """Write the files."""
    parser = argparse.ArgumentParser(description="Make the invented past decisions.")
    parser.add_argument("folder", type=Path, nargs="?", default=DATA, help="where to (data)")
    make_files(parser.parse_args().folder)
    return 0


if __name__ == "__main__":
    sys.exit(main())
