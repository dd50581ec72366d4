"""Profiles as columns: the vectorised score is the reference score, to the last integer."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matcher.model import Evidence, EvidenceKind, Interval, Job, Method, Profile, Span
from matcher.scoring import Policy, ScoringPlan, plan
from matcher.scoring.columns import IRREGULAR, ProfileColumns
from matcher.scoring.matrix import CreditMatrix
from matcher.scoring.vectorised import credit_matrix
from tests.scoring import strategies as any_
from tests.scoring.builders import AS_OF, TAXONOMY, job, planned, profile

MANY = settings(deadline=None, max_examples=300)
piles = st.lists(any_.profiles(), max_size=6, unique_by=lambda p: p.candidate_id)
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
days = st.dates(date(2000, 1, 1), date(2040, 12, 31))


@st.composite
def plans(draw: st.DrawFn) -> ScoringPlan:
    """A job under any policy on any day."""
    day = draw(st.one_of(st.just(AS_OF), days))
    return plan(draw(any_.jobs()), TAXONOMY, Policy.from_dict(draw(overlays)), day)


def check_equal(one: CreditMatrix, other: CreditMatrix) -> None:
    assert tuple(one.candidate_ids) == tuple(other.candidate_ids)
    np.testing.assert_array_equal(one.low, other.low)
    np.testing.assert_array_equal(one.high, other.high)
    np.testing.assert_array_equal(one.readable, other.readable)
    assert one.low.dtype == other.low.dtype == one.high.dtype == np.int32


@MANY
@given(plans(), piles)
def test_columns_equal_the_reference(a_plan: ScoringPlan, pile: list[Profile]) -> None:
    found = credit_matrix(a_plan, ProfileColumns.of(pile), pile)
    check_equal(found, CreditMatrix.assessed(a_plan, pile))
