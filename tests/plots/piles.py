"""Rankings of any size, written without reading anything: for figures."""

from __future__ import annotations

from collections import namedtuple
from dataclasses import replace
from datetime import date
from random import Random

import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.text import Text

from matcher.model import (
    Assessment,
    Basis,
    Cue,
    Entry,
    Job,
    Kind,
    Ledger,
    Level,
    Ranked,
    Requirement,
    Status,
)
from matcher.plots.style import styled
from matcher.report import RankResult
from matcher.scoring import in_order
from matcher.scoring.matrix import CreditMatrix, points_of
from matcher.scoring.worth import share_out
from tests.scoring.builders import job, planned

LONG = (
    "Proven ability to lead the migration of number {} monolithic warehouse systems to "
    "event-driven services / streaming platforms, including training of all teams concerned"
)
#: Ids and words that have ended or reordered a page, a figure, or a formula.
HOSTILE = ("<script>alert(1)</script>", "$x_1$ and $\\frac{1}{2}$", "_hidden", "--></svg>",
           "a\u202eb\x00\ud800", "李明", "&amp;<b>", "{{ 7*7 }}", "%s %d", "\\$")  # fmt: skip
Band = namedtuple("Band", "low high candidates share interval")
BANDS = [Band(0, 50, 3, 0.0, (0.0, 0.1)), Band(50, 100, 2, 0.4, (0.2, 0.6))]
_WEIGHTS = {Level.MUST: 6, Level.PREFERRED: 2, Level.BONUS: 1}


def ranking(
    candidates: int = 8, requirements: int = 9, *, words: str = "Skill {}", ids: str = "k{:03d}"
) -> RankResult:
    """Random credits, of them some unknown; one requirement more that is worth nothing."""
    random = Random(17)
    levels = [list(_WEIGHTS)[number * 3 // requirements] for number in range(requirements)]
    asked = [
        Requirement(f"r{n}", level, Kind.SKILL, words.format(n), None, Cue("", None, ""), None)
        for n, level in enumerate(levels, start=1)
    ]
    soft = Requirement("s1", Level.MUST, Kind.SOFT, "Kindness", None, Cue("", None, ""), None)
    worths = share_out([_WEIGHTS[level] for level in levels])
    ledgers = [
        Ledger(ids.format(n), (*_entries(random, asked, worths), _idle(soft)))
        for n in range(1, candidates + 1)
    ]
    return _result(Job("Lead Archivist", (*asked, soft)), ledgers)


def _entries(random: Random, asked: list[Requirement], worths: tuple[int, ...]) -> list[Entry]:
    found = []
    for requirement, worth in zip(asked, worths, strict=True):
        low, high, status = random.choice(
            [
                (10_000, 10_000, Status.MET),
                (random.randrange(1, 9_000), 9_000, Status.PARTIAL),
                (0, 0, Status.MISSING),
                (0, 10_000, Status.UNKNOWN),
            ]
        )
        assessed = Assessment(requirement.id, status, Basis.SHOWN, low, high)
        credits_shown = np.array([low, high], dtype=np.int32)
        points, points_high = points_of(credits_shown, worth).tolist()
        found.append(Entry(assessed, requirement.level, worth, points, points_high))
    return found


def _idle(asked: Requirement) -> Entry:
    unknown = Assessment(asked.id, Status.UNKNOWN, Basis.UNREADABLE, 0, 10_000)
    return Entry(unknown, asked.level, 0, 0, 0)


def _result(asked: Job, ledgers: list[Ledger]) -> RankResult:
    return RankResult(asked, {"met_at": 9500}, {}, date(2026, 11, 1), in_order(ledgers))


def silent() -> RankResult:
    """One candidate who shows nothing."""
    one = ranking(1)
    entries = tuple(
        replace(e, assessment=replace(e.assessment, status=Status.MISSING, low=0, high=0),
                points=0, points_high=0)
        for e in one.ranked[0].ledger.entries
    )  # fmt: skip
    return replace(one, ranked=(Ranked(1, Ledger("k1", entries)),))


def hostile() -> RankResult:
    """Every hostile text as an id, and all of them as the words of requirements and the title."""
    plain = ranking(len(HOSTILE), len(HOSTILE))
    asked = tuple(
        replace(requirement, text=words)
        for requirement, words in zip(plain.job.requirements, (*HOSTILE, "Kindness"), strict=True)
    )
    ranked = tuple(
        replace(r, ledger=replace(r.ledger, candidate_id=words))
        for r, words in zip(plain.ranked, HOSTILE, strict=True)
    )
    return replace(plain, job=Job(" ".join(HOSTILE), asked), ranked=ranked)


def matrix(candidates: int = 12, ids: list[str] | None = None) -> CreditMatrix:
    """Random credits for a small job, with its plan."""
    skills = [("must", "java"), ("must", "docker"), ("preferred", "kafka"),
              ("preferred", "redis"), ("bonus", "german")]  # fmt: skip
    asked = job(*({level: skill} for level, skill in skills))
    plan = planned(replace(asked, title="Archivist"))
    random = np.random.default_rng(5)
    low = random.integers(0, 10_001, (5, candidates), dtype=np.int32)
    high = np.maximum(low, random.integers(0, 10_001, (5, candidates), dtype=np.int32))
    readable = np.ones(candidates, dtype=np.bool_)
    readable[candidates // 2 : candidates // 2 + 1] = candidates < 2
    names = ids or [f"k{number:06d}" for number in range(candidates)]
    return CreditMatrix(plan, names, low, high, readable)


def drawn(figure: Figure) -> Figure:
    """The figure with its layout worked out."""
    with styled():
        FigureCanvasAgg(figure).draw()
    return figure


def words_of(figure: Figure) -> list[str]:
    """All that is written in it."""
    return [text.get_text() for text in figure.findobj(Text) if text.get_text()]


def bars(figure: Figure, label: str, panel: int = 0) -> list[float]:
    """Lengths of the bars of one kind."""
    axes = figure.axes[panel]
    [container] = [c for c in axes.containers if c.get_label() == label]
    lying = container.orientation == "horizontal"
    return [p.get_width() if lying else p.get_height() for p in container.patches]
