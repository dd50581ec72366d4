"""Where everybody stands for a job, under all of its requirements or all but one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from matcher.audit.assessed import AskedRequirement, AssessedCandidate, AssessedJob
from matcher.model import FILTERED_OUT, FULL_SCORE, Gate


@dataclass(frozen=True, slots=True)
class Place:
    """What decides where one candidate stands.

    Parameters
    ----------
    candidate : str
        The id or pseudonym.
    points : int or None
        Hundredths earned of the requirements that count; None where nothing could be read.
    below : bool
        Whether a ``rank_below`` gate that counts was failed.
    in_ranking : bool
        Whether there is a rank: somebody readable whom no filter took out.
    decision : bool or None
        Whether a person selected them; None where nobody decided.
    """

    candidate: str
    points: int | None
    below: bool
    in_ranking: bool
    decision: bool | None


@dataclass(frozen=True, slots=True)
class Standing:
    """Everybody's place for one job.

    Parameters
    ----------
    job : str
        Id of the job.
    worth : int
        What the requirements that count are worth together, in hundredths; more than 0.
    places : tuple of Place
        In the order of the candidates.
    """

    job: str
    worth: int
    places: tuple[Place, ...]

    def ranks(self) -> dict[str, int]:
        """Ranks of all who have one; equals share theirs.

        Examples
        --------
        >>> places = [Place("a", 9, False, True, None), Place("b", 9, False, True, None),
        ...     Place("c", 5, False, True, None), Place("d", 9, True, True, None)]
        >>> Standing("job", 10, tuple(places)).ranks()
        {'a': 1, 'b': 1, 'c': 3, 'd': 4}
        """
        keys = {each.candidate: _key(each) for each in self.places if each.in_ranking}
        first: dict[tuple[bool, int], int] = {}
        for rank, key in enumerate(sorted(keys.values()), start=1):
            first.setdefault(key, rank)
        return {candidate: first[key] for candidate, key in keys.items()}


def standing(
    job: AssessedJob,
    *,
    without: AskedRequirement | None = None,
    gates_off: AskedRequirement | None = None,
    chosen: Mapping[str, bool] | None = None,
) -> Standing | None:
    """Where everybody stands, if one requirement or one gate were not there.

    Parameters
    ----------
    job : AssessedJob
        A job and its candidates.
    without : AskedRequirement, optional
        A requirement that is left out, with its points, its worth and its gate.
    gates_off : AskedRequirement, optional
        A requirement whose gate alone is left out.
    chosen : mapping of str to bool, optional
        Whether a person selected each candidate; for the candidates' own decisions by default.

    Returns
    -------
    Standing or None
        None where nothing that is worth anything is left.
    """
    worth = FULL_SCORE - (without.worth if without else 0)
    if not worth:
        return None
    skipped = {each.id for each in (without, gates_off) if each is not None}
    gates = [
        asked
        for asked in job.requirements
        if asked.gate is Gate.RANK_BELOW and asked.id not in skipped
    ]
    places = tuple(
        _place(each, gates, without.id if without else None, chosen or {})
        for each in job.candidates
    )
    return Standing(job.job, worth, places)


def _place(
    each: AssessedCandidate,
    gates: list[AskedRequirement],
    without: str | None,
    chosen: Mapping[str, bool],
) -> Place:
    points = each.score
    if points is not None and without is not None:
        points -= each.points[without]
    return Place(
        candidate=each.candidate,
        points=points,
        below=any(asked.fails(each.statuses[asked.id]) for asked in gates),
        in_ranking=points is not None and FILTERED_OUT not in each.flags,
        decision=chosen.get(each.candidate),
    )


def _key(place: Place) -> tuple[bool, int]:
    return place.below, -(place.points or 0)
