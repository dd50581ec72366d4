"""DataFrames of a ranking: candidates, requirements, credits, ledgers and evidence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from matcher.model import ASKED_LEVELS, FULL_CREDIT, Gate, Ranked, SetAside, Status
from matcher.notebook.bench import Bench, Screened
from matcher.notebook.placing import Placing
from matcher.report.reasons import reason
from matcher.report.result import RankResult
from matcher.report.sureness import COLUMNS as SURE_COLUMNS
from matcher.report.sureness import certainty_dict
from matcher.report.wording import short_label
from matcher.scoring.planning import PlannedRequirement
from matcher.scoring.robustness import Certainty

Places = Sequence[int] | NDArray[np.int64]
#: A weight is counted in ten-thousandths of a level's unit (``Share.weight``).
_WEIGHT_UNIT = 10_000
_HUNDREDTHS = 100
ID = "candidate_id"


def candidate_table(
    bench: Bench, placing: Placing, screened: Screened, places: Places, *, flags: bool = True
) -> pd.DataFrame:
    """One row a candidate, in the order given; carried cells last, unless identity is hidden."""
    scores, at = placing.scores, list(map(int, places))
    table = pd.DataFrame(index=ids(bench, places))
    table["rank"] = ranks(placing, places)
    table["score"] = scores.score[places] / _HUNDREDTHS
    table["score_high"] = scores.score_high[places] / _HUNDREDTHS
    table["eligible"] = pd.array([scores.eligible(place) for place in at], dtype="boolean")
    for row, level in enumerate(ASKED_LEVELS):
        table[f"{level}_met"] = scores.met[row][places]
        table[f"{level}_asked"] = scores.asked[row]
    if flags:
        table["flags"] = list(map("; ".join, bench.flags(placing, screened, at)))
    if bench.hidden is None:
        carried = [bench.pool.candidate(place).carried for place in at]
        for header in dict.fromkeys(name for cells in carried for name in cells):
            name = f"carried: {header}" if header in table else header
            table[name] = [cells.get(header, "") for cells in carried]
    return table


def requirement_table(placing: Placing) -> pd.DataFrame:
    """One row a requirement: what is asked, what it weighs and is worth, and its gate."""
    rows = [_requirement(planned) for planned in placing.plan.requirements]
    return pd.DataFrame(rows).set_index("requirement_id")


def _requirement(planned: PlannedRequirement) -> dict[str, Any]:
    asked, share = planned.requirement, planned.share
    return {
        "requirement_id": asked.id,
        "level": str(asked.level),
        "kind": str(asked.kind),
        "label": short_label(asked, 80),
        "text": asked.text,
        "weight": share.weight / _WEIGHT_UNIT,
        "importance": share.importance if share.weight else None,
        "worth": share.worth / _HUNDREDTHS,
        "gate": "" if planned.gate is Gate.OFF else str(planned.gate),
    }


def credit_table(
    bench: Bench, placing: Placing, places: Places, *, high: bool = False
) -> pd.DataFrame:
    """Candidates × requirements: credit from 0 to 1, shown, or were the unknown met."""
    credit = placing.matrix.high if high else placing.matrix.low
    return _grid(bench, placing, places, credit[:, places].T / FULL_CREDIT)


def points_table(bench: Bench, placing: Placing, places: Places) -> pd.DataFrame:
    """Candidates × requirements: points, which sum to the score."""
    return _grid(bench, placing, places, placing.points(places) / _HUNDREDTHS)


def status_table(bench: Bench, placing: Placing, places: Places) -> pd.DataFrame:
    """Candidates × requirements: met, partial, missing or unknown."""
    low, high = placing.matrix.low[:, places].T, placing.matrix.high[:, places].T
    rules = [low >= placing.plan.policy.met_at, high == 0, low == 0]
    words = [str(each) for each in (Status.MET, Status.MISSING, Status.UNKNOWN)]
    return _grid(bench, placing, places, np.select(rules, words, str(Status.PARTIAL)))


def _grid(bench: Bench, placing: Placing, places: Places, values: Any) -> pd.DataFrame:
    names = [planned.requirement.id for planned in placing.plan.requirements]
    return pd.DataFrame(values, index=ids(bench, places), columns=pd.Index(names))


def ledger_table(result: RankResult) -> pd.DataFrame:
    """One row per candidate and requirement: what was found, what it earns, and why."""
    return pd.DataFrame([row for ranked in result.ranked for row in _ledger(result, ranked)])


def _ledger(result: RankResult, ranked: Ranked) -> Iterator[dict[str, Any]]:
    own = ranked.ledger.candidate_id
    for entry in ranked.ledger.entries:
        assessment = entry.assessment
        yield {
            ID: own,
            "requirement_id": assessment.requirement_id,
            "level": str(entry.level),
            "label": short_label(result.requirements[assessment.requirement_id], 80),
            "status": str(assessment.status),
            "basis": str(assessment.basis),
            "credit": assessment.low / FULL_CREDIT,
            "credit_high": assessment.high / FULL_CREDIT,
            "worth": entry.worth / _HUNDREDTHS,
            "points": entry.points / _HUNDREDTHS,
            "points_high": entry.points_high / _HUNDREDTHS,
            "reason": reason(result, own, entry),
        }


def evidence_table(result: RankResult) -> pd.DataFrame:
    """One row per piece of evidence, with its place in the candidate's texts."""
    rows = [
        {
            ID: ranked.ledger.candidate_id,
            "requirement_id": entry.assessment.requirement_id,
            **shown.to_dict(),
        }
        for ranked in result.ranked
        for entry in ranked.ledger.entries
        for shown in entry.assessment.evidence
    ]
    return pd.DataFrame(rows)


def certainty_table(bench: Bench, placing: Placing, found: dict[str, Certainty]) -> pd.DataFrame:
    """One row for each candidate with a rank: how sure that is."""
    places = placing.ranked
    table = pd.DataFrame(index=ids(bench, places))
    table["rank"] = ranks(placing, places)
    plain = [certainty_dict(found[name]) for name in table.index]
    for column in SURE_COLUMNS:
        table[column] = [each[column] for each in plain]
    return table


def aside_table(set_aside: Iterable[SetAside]) -> pd.DataFrame:
    """Who could not be read: where it stood and why."""
    rows = [(each.row, each.candidate_id, each.field, each.error) for each in set_aside]
    table = pd.DataFrame(rows, columns=["row", ID, "field", "error"])
    return table.astype({"row": "Int64"})


def ids(bench: Bench, places: Places) -> pd.Index:
    """Ids of some candidates."""
    return pd.Index([bench.names[place] for place in places], name=ID, dtype=object)


def ranks(placing: Placing, places: Places) -> Any:
    """Ranks of some candidates; missing for those without one."""
    found = placing.ranks[places]
    return pd.arrays.IntegerArray(found.astype(np.int64), found == 0)
