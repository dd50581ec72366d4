"""Jobs and candidates as an audit reads them, made up for tests."""

from __future__ import annotations

from hypothesis import strategies as st

from matcher.audit.assessed import AskedRequirement, AssessedCandidate, AssessedJob
from matcher.model import Gate, Level, Status

STATUSES = {0: Status.MISSING, 1: Status.PARTIAL, 2: Status.MET, 3: Status.UNKNOWN}


def asked(worths, gates=()):
    gates = dict(gates)
    return tuple(
        AskedRequirement(f"r{n}", f"Skill {n}", Level.MUST, worth, gates.get(n, Gate.OFF))
        for n, worth in enumerate(worths, start=1)
    )


def candidate(name, requirements, shown, **more):
    """Somebody who shows 0 nothing, 1 half, 2 all, or 3 leaves open, of each requirement."""
    statuses = {r.id: STATUSES[each] for r, each in zip(requirements, shown, strict=True)}
    points = {
        r.id: {0: 0, 1: r.worth // 2, 2: r.worth, 3: 0}[each]
        for r, each in zip(requirements, shown, strict=True)
    }
    score = sum(points.values())
    given = {"rank": None, "eligible": True, "flags": ()} | more
    return AssessedCandidate(name, score, score, statuses=statuses, points=points, **given)


def job(requirements, people, name="job"):
    return AssessedJob("", name, "2026-11-01", requirements, tuple(people), "results.json")


def unreadable(name, requirements):
    nothing = {r.id: Status.UNKNOWN for r in requirements}
    points = {r.id: 0 for r in requirements}
    return AssessedCandidate(name, None, None, None, None, ("unreadable",), nothing, points)


@st.composite
def jobs(draw):
    """A job with up to four requirements and thirty candidates, and the group of each of them."""
    cuts = sorted(draw(st.sets(st.integers(1, 9_999), max_size=3)))
    worths = [high - low for low, high in zip([0, *cuts], [*cuts, 10_000], strict=True)]
    gates = draw(st.dictionaries(st.integers(1, len(worths)), st.sampled_from(Gate)))
    requirements = asked(worths, gates)
    shown = st.lists(st.sampled_from((0, 1, 2, 3)), min_size=len(worths), max_size=len(worths))
    rows = draw(st.lists(shown, min_size=1, max_size=30))
    groups = draw(
        st.lists(st.sampled_from(("a", "b", "c", None)), min_size=len(rows), max_size=len(rows))
    )
    people = [candidate(f"k{n:02}", requirements, row) for n, row in enumerate(rows)]
    return job(requirements, people), groups
