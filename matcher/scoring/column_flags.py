"""Flags of many candidates beside their credits: those of the reference ledger."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from matcher.model import Gate, Profile
from matcher.scoring.columns import IRREGULAR, NONE, ProfileColumns
from matcher.scoring.integrity import integrity_flags, is_copied, is_far_more
from matcher.scoring.matrix import CreditMatrix, fails_gate
from matcher.scoring.segments import lengths_until, months_in

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

#: Beyond the number of any requirement.
_NEVER = 2**30
_INTEGRITY = ("job_text_copied", "years_contradict", "dates_contradict")


def flags_of(
    matrix: CreditMatrix,
    columns: ProfileColumns,
    profiles: Sequence[Profile],
    rows: Sequence[int] | None = None,
) -> list[tuple[str, ...]]:
    """Flags of candidates, as :func:`matcher.scoring.score_candidate` gives them.

    Parameters
    ----------
    matrix : CreditMatrix
        Credits of the candidates for a job.
    columns : ProfileColumns
        The same candidates.
    profiles : sequence of Profile
        The same again; their texts tell who copied the job's.
    rows : sequence of int, optional
        Whose flags are wanted, and in which order; everybody's by default.
    """
    plan = matrix.plan
    years, dates = _contradictions(columns, plan.as_of)
    thin = columns.words < plan.policy.thin_words
    wanted = range(len(columns)) if rows is None else rows
    gates = _gate_flags(matrix, wanted)
    irregular = columns.marked(IRREGULAR)
    flags = []
    for row, of_gates in zip(wanted, gates, strict=True):
        profile = profiles[row]
        own = list(columns.flag_lists[columns.flags[row]])
        if irregular[row]:
            own += integrity_flags(profile, plan.pieces, plan.as_of)
        else:
            found = (is_copied(profile.texts, plan.pieces), years[row], dates[row])
            own += [flag for flag, holds in zip(_INTEGRITY, found, strict=True) if holds]
        if not matrix.readable[row]:
            own.append("unreadable")
        elif thin[row]:
            own.append("thin_profile")
        own += of_gates
        flags.append(tuple(dict.fromkeys(own)))
    return flags


def _contradictions(
    columns: ProfileColumns, as_of: int
) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Where stated years are far more than the dates leave room for, and where jobs lie ahead."""
    lengths = lengths_until(as_of, columns.segment_first, columns.segment_last)
    dated = months_in(columns.tenure_masks, columns.segment_starts[:-1], lengths)
    years = (dated > 0) & is_far_more(columns.stated_years, dated)
    far = is_far_more(columns.claim_years, as_of - columns.claim_first + 1)
    years[columns.claim_rows[far]] = True
    ahead = (columns.latest_start > as_of) & (columns.latest_start != NONE)
    return years, ahead


def _gate_flags(matrix: CreditMatrix, rows: Sequence[int]) -> list[tuple[str, ...]]:
    """Flags of gates, those of failed ones first, each kind in the order of the requirements."""
    import numpy as np

    policy = matrix.plan.policy
    names = ("must_have_failed", "gate_failed", "must_have_unknown", "gate_unknown")
    first = np.full((len(names), len(rows)), _NEVER, dtype=np.int64)
    for place, planned in enumerate(matrix.plan.requirements):
        if planned.gate is not Gate.OFF:
            low, high = matrix.low[place][rows], matrix.high[place][rows]
            by_person = int(planned.gate_by_person)
            unsure = (low < policy.met_at) & (low == 0) & (high > 0)
            for kind, holds in ((0, fails_gate(policy, low, high)), (2, unsure)):
                line = first[kind + by_person]
                np.minimum(line, place, out=line, where=holds)
    known: dict[tuple[int, ...], tuple[str, ...]] = {}
    flags = []
    for places in map(tuple, first.T.tolist()):
        if places not in known:
            order = sorted((kind // 2, place, kind) for kind, place in enumerate(places))
            known[places] = tuple(names[kind] for _, place, kind in order if place < _NEVER)
        flags.append(known[places])
    return flags
