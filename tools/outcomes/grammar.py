"""The sentences applicants are made of: one file a trade, one for all trades, read from YAML."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

import yaml

FOLDER = Path(__file__).parent
#: Where a random draw begins; every draw hangs on it and on what it is for.
SEED = 20251101
_CHOICE = re.compile(r"\(([^()|]*\|[^()]*)\)")
_NUMBER = re.compile(r"<(\d+)-(\d+)>")


@dataclass(frozen=True, slots=True)
class Ask:
    """One requirement of a job, and how applicants show it.

    Parameters
    ----------
    name : str
        The first of ``shows``, or ``degree``.
    kind : str
        skill, certificate, language or degree.
    level : str
        must, preferred or bonus.
    shows : tuple of str
        Skills of the taxonomy; any of them meets it, or all (``every``).
    says : tuple of str
        What applicants call it in lists.
    sentences : mapping of str to tuple of str
        By way of showing it: work, project, near (a related skill), wide (a broader one); held,
        below and other for degrees.
    every : bool
        Whether all of ``shows`` are asked.
    asked : str
        Level of a language; empty otherwise.
    planted : bool
        Whether one group shows it less often.
    """

    name: str
    kind: str
    level: str
    shows: tuple[str, ...]
    says: tuple[str, ...]
    sentences: Mapping[str, tuple[str, ...]]
    every: bool = False
    asked: str = ""
    planted: bool = False


@dataclass(frozen=True, slots=True)
class Trade:
    """What applicants for one job write.

    Parameters
    ----------
    job : str
        Name of the job's file without its ending.
    titles, employers : tuple of str
        Of their jobs; they name nothing that is asked.
    daily : tuple of str
        Lines that show nothing that is asked.
    studies : tuple of str
        What they studied, where the job asks for no degree.
    asks : tuple of Ask
        What the job asks, in its order.
    """

    job: str
    titles: tuple[str, ...]
    employers: tuple[str, ...]
    daily: tuple[str, ...]
    studies: tuple[str, ...]
    asks: tuple[Ask, ...]


def trades() -> list[Trade]:
    """All trades, by the name of their job."""
    return [_trade(path) for path in sorted((FOLDER / "trades").glob("*.yaml"))]


def common() -> dict[str, Any]:
    """What applicants of any trade write, and their names."""
    found: dict[str, Any] = {}
    for name in ("common.yaml", "names.yaml"):
        found |= yaml.safe_load((FOLDER / name).read_text(encoding="utf-8"))
    return found


def stream(*purpose: object) -> Random:
    """Random numbers for one purpose: the same whatever else is drawn.

    Examples
    --------
    >>> stream("noise", "a001").random() == stream("noise", "a001").random()
    True
    """
    return Random("/".join(map(str, (SEED, *purpose))))


def expand(pattern: str, draw: Random, **words: str) -> str:
    """One sentence of a pattern: ``(a|b)`` is one of them, ``<3-9>`` a number, ``<name>`` a word.

    Examples
    --------
    >>> expand("Ran (six|six) pumps for <4-4> years with <name>.", stream("doc"), name="care")
    'Ran six pumps for 4 years with care.'
    """
    text = _CHOICE.sub(lambda found: draw.choice(found[1].split("|")), pattern)
    text = _NUMBER.sub(lambda found: str(draw.randint(int(found[1]), int(found[2]))), text)
    for slot, word in words.items():
        text = text.replace(f"<{slot}>", word)
    return text


def _trade(path: Path) -> Trade:
    raw = yaml.safe_load(path.read_text(encoding="utf-8"))
    titles, employers, daily = (tuple(raw[key]) for key in ("titles", "employers", "daily"))
    asks = tuple(_ask(each) for each in raw["asks"])
    return Trade(path.stem, titles, employers, daily, tuple(raw.get("studies", ())), asks)


def _ask(raw: Mapping[str, Any]) -> Ask:
    shows: Sequence[str] = raw.get("shows", ())
    ways = ("work", "project", "near", "wide", "held", "below", "other")
    return Ask(
        name=shows[0] if shows else "degree",
        kind="degree" if "degree" in raw else raw.get("kind", "skill"),
        level=raw["level"],
        shows=tuple(shows),
        says=tuple(raw.get("says", ())),
        sentences={way: tuple(raw[way]) for way in ways if way in raw},
        every=raw.get("all", False),
        asked=raw.get("asked", ""),
        planted=raw.get("planted", False),
    )
