"""Profiles as columns: the vectorised score is the reference score, to the last integer."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import msgspec
import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from matcher.errors import NothingAskedError
from matcher.matching import Matcher
from matcher.model import (
    Degree,
    Evidence,
    EvidenceKind,
    Interval,
    Method,
    Profile,
    Span,
    Tenure,
)
from matcher.profile.read import read_candidates
from matcher.scoring import Policy, ScoringPlan, plan, rank, score_candidate
from matcher.scoring.best import best
from matcher.scoring.column_flags import flags_of
from matcher.scoring.columns import IRREGULAR, ProfileColumns
from matcher.scoring.matrix import CreditMatrix
from matcher.scoring.outlook import Named, Outlook
from matcher.scoring.phrase_search import windows
from matcher.scoring.similarity import PhraseIndex
from matcher.scoring.vectorised import ColumnScorer
from tests.conftest import SHARED
from tests.scoring import strategies as any_
from tests.scoring.builders import AS_OF, TAXONOMY, job, planned, profile

EVAL = SHARED / "eval"
MANY = settings(deadline=None, max_examples=300)


def undated(each: Profile) -> Profile:
    """The profile without any date or number of years."""
    evidence = tuple(
        msgspec.structs.replace(e, intervals=(), stated_years=None) for e in each.evidence
    )
    return replace(each, evidence=evidence, tenures=(), years_stated=())


each_profile = st.one_of(any_.profiles(), any_.profiles().map(undated))
piles = st.lists(each_profile, max_size=6, unique_by=lambda p: p.candidate_id)
credit_steps = st.sampled_from([0, 1, 1000, 6500, 9499, 9500, 10_000])
overlays = st.fixed_dictionaries(
    {},
    optional={
        "evidence": st.fixed_dictionaries(
            {}, optional=dict.fromkeys(("work", "project", "summary", "claimed"), credit_steps)
        ),
        "relations": st.fixed_dictionaries(
            {}, optional=dict.fromkeys(("same", "narrower", "broader", "related"), credit_steps)
        ),
        "fuzzy_most": credit_steps,
        "learning_most": credit_steps,
        "claims_can_meet": st.booleans(),
        "thin_words": st.sampled_from([0, 3, 7, 25, 90]),
        "years": st.fixed_dictionaries(
            {},
            optional={
                "curve": st.just([[0, 2000], [50, 2000], [100, 10_000]]),
                "uncounted": credit_steps,
                "stated": credit_steps,
            },
        ),
        "education": st.fixed_dictionaries(
            {},
            optional={
                **dict.fromkeys(("other_field", "field_unread", "degree_unread"), credit_steps),
                "equivalent_years": st.just({"bachelor": 0, "master": 1}),
            },
        ),
        "languages": st.just({"unstated": 0, "one_below": 9000}),
        "similar": st.fixed_dictionaries(
            {}, optional={"threshold": st.sampled_from([1, 5000]), "window": st.integers(1, 40)}
        ),
        "recency": st.sampled_from([{"weight": 0}, {"weight": 0}, {"weight": 50}]),
        "soft_worth": st.sampled_from([0, 50]),
    },
)
any_day = st.one_of(st.just(AS_OF), st.dates(date(2000, 1, 1), date(2040, 12, 31)))
any_jobs = any_.jobs()


@st.composite
def plans(draw: st.DrawFn) -> ScoringPlan:
    """A job under any policy on any day."""
    return plan(draw(any_jobs), TAXONOMY, Policy.from_dict(draw(overlays)), draw(any_day))


def check_equal(one: CreditMatrix, other: CreditMatrix) -> None:
    assert tuple(one.candidate_ids) == tuple(other.candidate_ids)
    np.testing.assert_array_equal(one.low, other.low)
    np.testing.assert_array_equal(one.high, other.high)
    np.testing.assert_array_equal(one.readable, other.readable)
    assert one.low.dtype == other.low.dtype == one.high.dtype == np.int32


@MANY
@given(plans(), piles)
def test_columns_equal_the_reference(a_plan: ScoringPlan, pile: list[Profile]) -> None:
    expected = CreditMatrix.assessed(a_plan, pile)
    scorer = ColumnScorer(a_plan)
    check_equal(scorer.credits(ProfileColumns.of(pile), pile), expected)
    check_equal(scorer.credits(ProfileColumns.of(pile, words=True), pile), expected)


@MANY
@given(
    st.lists(
        st.lists(st.sampled_from(any_.WORDS), max_size=3).map(" ".join), min_size=1, max_size=3
    ),
    st.lists(any_.wordy_profiles(), max_size=4, unique_by=lambda p: p.candidate_id),
    st.integers(1, 60),
    st.fixed_dictionaries({"threshold": st.integers(1, 10_000), "window": st.integers(1, 12)}),
)
def test_phrases_are_found_by_place_as_in_texts(
    phrases: list[str], pile: list[Profile], months: int, similar: dict[str, int]
) -> None:
    asked = [{"must": {"phrase": each, "years": months / 12}} for each in phrases]
    a_plan = planned(job({"must": "java"}, *asked), {"similar": similar})
    expected = CreditMatrix.assessed(a_plan, pile)
    scorer = ColumnScorer(a_plan)
    check_equal(scorer.credits(ProfileColumns.of(pile), pile), expected)
    check_equal(scorer.credits(ProfileColumns.of(pile, words=True), []), expected)


@MANY
@given(
    st.lists(st.sampled_from(any_.WORDS), min_size=2, max_size=4).map(" ".join),
    st.lists(any_.wordy_profiles(), min_size=1, max_size=3),
    st.fixed_dictionaries({"threshold": st.integers(1, 7000), "window": st.integers(2, 12)}),
)
def test_stretches_by_place_are_those_of_the_texts(
    phrase: str, pile: list[Profile], similar: dict[str, int]
) -> None:
    settings_ = Policy.from_dict({"similar": similar}).similar
    index = PhraseIndex({"a": phrase}, settings_)
    assume(index.phrases["a"])
    found = windows(ProfileColumns.of(pile, words=True), index.phrases["a"], settings_).kept()
    for row, each in enumerate(pile):
        expected = sorted(r.similarity for r in index.find(each.texts)["a"])
        assert sorted(found.similarity[found.rows == row].tolist()) == expected


def test_an_undated_skill_may_be_as_long_as_asked() -> None:
    a_plan = planned(job({"must": "java 5y"}))
    pile = [profile({"shows": ["java work"]}, "undated"), profile({"shows": ["java work 3y"]}, "b")]
    found = ColumnScorer(a_plan).credits(ProfileColumns.of(pile), pile)
    check_equal(found, CreditMatrix.assessed(a_plan, pile))
    assert found.high.tolist()[0][0] == 10_000
    assert found.high.tolist()[0][1] < 10_000


@MANY
@given(plans(), piles)
def test_flags_are_those_of_the_ledger(a_plan: ScoringPlan, pile: list[Profile]) -> None:
    columns = ProfileColumns.of(pile)
    matrix = ColumnScorer(a_plan).credits(columns, pile)
    expected = [score_candidate(a_plan, each).flags for each in pile]
    assert flags_of(matrix, columns, pile) == expected


@MANY
@given(plans(), piles, st.integers(1, 7), st.integers(1, 6))
def test_the_best_are_the_first_of_the_ranking(
    a_plan: ScoringPlan, pile: list[Profile], count: int, size: int
) -> None:
    chunks = [pile[start : start + size] for start in range(0, len(pile), size)]
    parts = [(ProfileColumns.of(chunk), chunk) for chunk in chunks]
    found = best(ColumnScorer(a_plan), parts, count)
    ranked = [r.ledger.candidate_id for r in rank(a_plan, pile)]
    assert [each.candidate_id for each in found] == ranked[:count]
    assert all(chunks[e.part][e.row].candidate_id == e.candidate_id for e in found)


@MANY
@given(plans(), piles)
def test_standing_is_that_of_the_score_table(a_plan: ScoringPlan, pile: list[Profile]) -> None:
    standing = ColumnScorer(a_plan).standing(ProfileColumns.of(pile), pile)
    table = CreditMatrix.assessed(a_plan, pile).scores()
    np.testing.assert_array_equal(standing, table.standing())


@MANY
@given(plans(), piles, st.randoms(use_true_random=False))
def test_order_and_parts_change_nothing(a_plan: ScoringPlan, pile: list[Profile], chance) -> None:
    scorer = ColumnScorer(a_plan)
    whole = scorer.credits(ProfileColumns.of(pile), pile)
    order = list(range(len(pile)))
    chance.shuffle(order)
    mixed = [pile[i] for i in order]
    again = scorer.credits(ProfileColumns.of(mixed), mixed)
    np.testing.assert_array_equal(again.low, whole.low[:, order])
    np.testing.assert_array_equal(again.high, whole.high[:, order])
    for row, each in enumerate(pile):
        alone = scorer.credits(ProfileColumns.of([each]), [each])
        np.testing.assert_array_equal(alone.low[:, 0], whole.low[:, row])
        np.testing.assert_array_equal(alone.high[:, 0], whole.high[:, row])


@MANY
@given(plans(), piles, st.booleans())
def test_columns_survive_their_files(
    tmp_path_factory: pytest.TempPathFactory,
    a_plan: ScoringPlan,
    pile: list[Profile],
    words: bool,
) -> None:
    columns = ProfileColumns.of(pile, words=words)
    home = tmp_path_factory.mktemp("columns")
    for name, array in columns.arrays().items():
        assert array.ndim == 1
        np.save(home / f"{name}.npy", array)
    mapped = {
        name: np.load(home / f"{name}.npy", mmap_mode="r" if len(array) else None)
        for name, array in columns.arrays().items()
    }
    again = ProfileColumns.from_arrays(mapped)
    assert all(
        np.shares_memory(again.arrays()[name], mapped[name]) for name in mapped if len(mapped[name])
    )
    scorer = ColumnScorer(a_plan)
    check_equal(scorer.credits(again, pile), scorer.credits(columns, pile))
    assert again.flag_lists == columns.flag_lists
    assert [again.flag_lists[i] for i in again.flags] == [p.flags for p in pile]


def test_a_career_with_more_segments_than_a_mask_has_bits_goes_by_the_reference() -> None:
    months = [f"{2000 + n // 6}-{n % 6 * 2 + 1:02d}" for n in range(70)]
    busy = profile({"shows": [f"java work {m}..{m}" for m in months]}, "busy")
    calm = profile({"shows": ["java work 2020-01..2024-12"]}, "calm")
    columns = ProfileColumns.of([calm, busy])
    assert columns.marked(IRREGULAR).tolist() == [False, True]
    a_plan = planned(job({"must": "java 5y"}))
    found = ColumnScorer(a_plan).credits(columns, [calm, busy])
    assert found.low.tolist() == [[10_000, 10_000]]
    check_equal(found, CreditMatrix.assessed(a_plan, [calm, busy]))


@pytest.mark.parametrize(
    "odd",
    [
        {"stated_years": 5000.0},
        {"intervals": (Interval(-5, 24_000),)},
    ],
)
def test_figures_beyond_the_columns_go_by_the_reference(odd: dict[str, object]) -> None:
    shown = Evidence("java", "t", Span(0, 1), "x", Method.EXACT, EvidenceKind.WORK, **odd)
    pile = [Profile("odd", {"t": "x"}, (shown,))]
    columns = ProfileColumns.of(pile)
    assert columns.marked(IRREGULAR).all()
    a_plan = planned(job({"must": "java 5y"}))
    check_equal(ColumnScorer(a_plan).credits(columns, pile), CreditMatrix.assessed(a_plan, pile))


WORDY = planned(job({"must": "java"}, {"must": {"phrase": "payment routing", "years": 3}}))


def test_a_text_with_more_words_than_a_place_can_tell_goes_by_the_reference() -> None:
    pile = [Profile(f"c{n}", {"t": "routing of payments " * n}) for n in (1, 22_000)]
    columns = ProfileColumns.of(pile, words=True)
    assert columns.marked(IRREGULAR).tolist() == [False, True]
    check_equal(ColumnScorer(WORDY).credits(columns, pile), CreditMatrix.assessed(WORDY, pile))


def test_more_rows_than_two_bytes_tell_take_wider_places() -> None:
    text = "routing of payments"
    tenure = Tenure(Interval(2020 * 12, 2021 * 12), "t", Span(0, len(text)))
    last = Profile("last", {"t": text}, tenures=(tenure,))
    pile = [Profile(f"c{n}", {}) for n in range(2**16)] + [last]
    columns = ProfileColumns.of(pile, words=True)
    assert columns.places.dtype == np.uint64
    found = ColumnScorer(WORDY).credits(columns, pile)
    expected = CreditMatrix.assessed(WORDY, [last])
    np.testing.assert_array_equal(found.low[:, -1:], expected.low)
    np.testing.assert_array_equal(found.high[:, -1:], expected.high)
    assert found.low[1, -1] > 0
    assert not found.low[1, :-1].any()


@pytest.mark.skipif(not EVAL.exists(), reason="real texts are not beside the project")
def test_real_texts_score_as_by_the_reference() -> None:
    matcher = Matcher()
    source = str(EVAL / "rank_dev/candidates.csv")
    pile = [each.profile for each in read_candidates(source, matcher.taxonomy).candidates]
    known = [ProfileColumns.of(pile, words=words) for words in (False, True)]
    for path in sorted(EVAL.glob("*/jobs/*.txt")):
        _, asked = matcher.read_job(str(path))
        try:
            a_plan = plan(asked, matcher.taxonomy, Policy.default(), AS_OF)
        except NothingAskedError:
            continue
        ledgers = [score_candidate(a_plan, each) for each in pile]
        expected = CreditMatrix.from_ledgers(a_plan, ledgers)
        for columns in known:
            found = ColumnScorer(a_plan).credits(columns, pile)
            check_equal(found, expected)
            assert flags_of(found, columns, pile) == [ledger.flags for ledger in ledgers]


def test_years_instead_of_a_degree_may_count_from_the_first_day_on():
    spec = {"degree": Degree.BACHELOR, "or_equivalent": True}
    curve = {"years": {"curve": [[0, 2000], [50, 2000], [100, 10_000]]}}
    a_plan = planned(job({"must": "java"}, {"must": spec}), curve)
    nobody = profile({})
    most = Outlook(a_plan).most([Named((), nobody.texts.values(), degree=False)])
    assert most.tolist() == [score_candidate(a_plan, nobody).score] == [1000]


@MANY
@given(plans(), piles)
def test_nobody_scores_more_than_the_outlook(a_plan: ScoringPlan, pile: list[Profile]) -> None:
    named = [
        Named({e.skill for e in each.evidence}, each.texts.values(), bool(each.degrees))
        for each in pile
    ]
    most = Outlook(a_plan).most(named)
    scores = [score_candidate(a_plan, each).score for each in pile]
    assert all(score <= bound for score, bound in zip(scores, most.tolist(), strict=True))
