"""How an applicant stands to each thing a job asks, drawn before any text is written."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from random import Random

from tools.outcomes.grammar import Ask, Trade, stream


class Way(StrEnum):
    """How an ask is shown, or not."""

    WORK = "work"
    PROJECT = "project"
    COURSE = "course"
    HEADLINE = "headline"
    CLAIMED = "claimed"
    NEAR = "near"
    WIDE = "wide"
    LEARNING = "learning"
    DENIED = "denied"
    SILENT = "silent"
    HELD = "held"
    BELOW = "below"
    FAR_BELOW = "far_below"
    UNSTATED = "unstated"
    OTHER = "other"
    UNFINISHED = "unfinished"


#: For each kind of ask: shares in percent among the weakest applicants, and among the strongest.
SHARES: dict[str, dict[Way, tuple[int, int]]] = {
    "skill": {
        Way.WORK: (10, 52),
        Way.PROJECT: (6, 10),
        Way.COURSE: (5, 4),
        Way.HEADLINE: (3, 4),
        Way.CLAIMED: (20, 15),
        Way.NEAR: (11, 6),
        Way.WIDE: (9, 3),
        Way.LEARNING: (4, 1),
        Way.DENIED: (5, 1),
        Way.SILENT: (27, 4),
    },
    "certificate": {Way.HELD: (30, 80), Way.LEARNING: (10, 5), Way.SILENT: (60, 15)},
    "language": {
        Way.HELD: (15, 60),
        Way.BELOW: (15, 15),
        Way.FAR_BELOW: (15, 5),
        Way.UNSTATED: (10, 10),
        Way.SILENT: (45, 10),
    },
    "degree": {
        Way.HELD: (30, 80),
        Way.BELOW: (10, 4),
        Way.OTHER: (20, 6),
        Way.UNFINISHED: (10, 3),
        Way.SILENT: (30, 7),
    },
}
#: Share in percent who show the planted ask, by sex; blank where it is unknown.
PLANTED = {"male": 85, "female": 15, "": 50}


def draw_ways(trade: Trade, candidate_id: str, sex: str) -> dict[str, Way]:
    """How one applicant stands to each ask of a trade.

    Strength in each level is a quarter one strength and three quarters the level.s own, so
    that levels vary apart from each other.  Sex decides the planted ask, and nothing else.
    """
    draw = stream("ways", candidate_id)
    strength = draw.random()
    own = {lvl: (strength + 3 * draw.random()) / 4 for lvl in ("must", "preferred", "bonus")}
    return {
        ask.name: _planted(candidate_id, sex) if ask.planted else _drawn(ask, own[ask.level], draw)
        for ask in trade.asks
    }


def _planted(candidate_id: str, sex: str) -> Way:
    shows = stream("planted", candidate_id).random() * 100 < PLANTED[sex]
    return Way.HELD if shows else Way.SILENT


def _drawn(ask: Ask, strength: float, draw: Random) -> Way:
    """A way by the shares of a strength; one that the ask has no sentence for is silence."""
    shares = SHARES[ask.kind]
    way = draw.choices(list(shares), _between(shares, strength))[0]
    needs = {Way.WORK, Way.PROJECT, Way.NEAR, Way.WIDE} if ask.kind == "skill" else set()
    if way in needs and way.value not in ask.sentences:
        return Way.CLAIMED if way is Way.PROJECT else Way.SILENT
    return way


def _between(shares: Mapping[Way, tuple[int, int]], strength: float) -> list[float]:
    return [weak + (strong - weak) * strength for weak, strong in shares.values()]
