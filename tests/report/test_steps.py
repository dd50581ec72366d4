"""The waterfall of a page: steps that add up to the score, for whoever may read it."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.explaining import explain_candidate, with_certainty
from matcher.report.blinding import blinding
from matcher.report.explain_html import explain_html
from matcher.report.steps import steps
from matcher.scoring.matrix import CreditMatrix
from matcher.scoring.robustness import rank_acceptability, rank_bands
from tests.report.explained import PEOPLE, ranking
from tests.report.formats import hundredths
from tests.report.results import result as full

IDS = list(PEOPLE)
BAR = re.compile(r'<rect class="(\w+)" x="([\d.]+)" width="([\d.]+)" height="6"/>')


@pytest.fixture(scope="module")
def result():
    return with_certainty(ranking())


@pytest.mark.parametrize(
    "ledger", [r.ledger for r in (*full().ranked, *ranking().ranked)], ids=lambda x: x.candidate_id
)
def test_steps_begin_where_the_one_before_ended_and_end_at_the_score(ledger):
    *found, score = steps(ledger)
    at = 0
    for step in found:
        assert step.start == at
        at += 0 if step.is_head else step.points
    assert at == score.points == ledger.score
    assert score.high == ledger.score_high
    by_entry = [step for step in found if step.entry is not None]
    assert sum(step.worth for step in by_entry) == score.worth == 10_000
    for level in {step.level for step in by_entry}:
        own = [step for step in by_entry if step.level is level]
        [head] = [step for step in found if step.is_head and step.level is level]
        assert head.points == sum(step.points for step in own)
        assert head.high == sum(step.high for step in own)
        assert head.worth == sum(step.worth for step in own)


@pytest.mark.parametrize("audience", ["recruiter", "candidate"])
@pytest.mark.parametrize("key", IDS)
def test_bars_of_the_page_add_up_to_the_score(key, audience, result):
    explained = explain_candidate(result, key, audience)
    page = explain_html(explained)
    rows = re.findall(r'<tr class="(step|sum)">(.*?)</tr>', page, re.DOTALL)
    at = 0
    for kind, row in rows:
        bars = [(name, hundredths(x), hundredths(width)) for name, x, width in BAR.findall(row)]
        end = 0 if kind == "sum" else at
        for _, x, width in sorted(bars, key=lambda bar: bar[1]):
            assert x == end
            end += width
        earned = sum(width for name, _, width in bars if name == "earned")
        assert earned == (explained.ledger.score if kind == "sum" else earned)
        at += earned if kind == "step" else 0
    assert at == explained.ledger.score
    assert sum(kind == "sum" for kind, _ in rows) == 1


def test_bands_of_ranks_are_those_of_the_weightings(result):
    ledgers = [ranked.ledger for ranked in result.placed]
    found = rank_acceptability(CreditMatrix.from_ledgers(result.plan, ledgers))
    for ledger in ledgers:
        explained = explain_candidate(result, ledger.candidate_id)
        shares = found.acceptability(ledger.candidate_id)
        bands = explained.certainty.bands
        assert {b.first: b.share for b in bands if b.share} == pytest.approx(shares)
        page = explain_html(explained)
        table = page[page.index("Share of the weightings by rank") :]
        assert table.count("<tr>") == len(bands)
        assert all(f'<th scope="row" class="number">{b.first}</th>' in table for b in bands)


def test_without_certainty_for_the_candidate_or_without_a_rank_there_are_none(result):
    for explained in (
        explain_candidate(ranking(), "boris-2"),
        explain_candidate(result, "boris-2", "candidate", certainty=True),
        explain_candidate(result, "dov-4", certainty=True),
    ):
        assert explained.certainty is None
        assert "weighting" not in explain_html(explained)


def test_a_blind_page_shows_the_same_shares_and_steps(result):
    blind = blinding(result)
    seen = explain_candidate(result, "boris-2")
    shown = explain_candidate(result, "boris-2", blinding=blind)
    assert shown.certainty.bands == seen.certainty.bands
    assert BAR.findall(explain_html(shown)) == BAR.findall(explain_html(seen))
    assert "boris-2" not in explain_html(shown)


@given(st.dictionaries(st.integers(1, 200), st.floats(0.001, 1), min_size=1), st.integers(1, 12))
def test_bands_hold_every_rank_once(shares, most):
    bands = rank_bands(shares, most)
    assert len(bands) <= most
    ranks = [rank for band in bands for rank in range(band.first, band.last + 1)]
    assert ranks == list(range(min(shares), max(shares) + 1))
    for band in bands:
        inside = [share for rank, share in shares.items() if band.first <= rank <= band.last]
        assert band.share == pytest.approx(sum(inside))
