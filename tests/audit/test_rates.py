"""Rates and ratios: the examples that were published, the libraries, and laws."""

from __future__ import annotations

import math
from statistics import median

import pandas as pd
import pytest
from fairlearn.metrics import MetricFrame, count, selection_rate
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import fisher_exact

from matcher.audit.measures import AboveMedian
from matcher.audit.rates import Counts, fisher, rate_interval, rate_table, ratio_interval
from matcher.audit.standing import Place, Standing

#: New York City, 6 RCNY 5-301 (b): the example of a summary for a tool that selects, with the rates
#: and ratios printed there.
CITY_SEX = {"Male": (1390, 667, 1.000), "Female": (1181, 555, 0.979)}
CITY_RACE = {
    "Hispanic or Latino": (408, 204, 0.97),
    "White": (797, 412, 1.00),
    "Black or African American": (390, 170, 0.84),
    "Native Hawaiian or Pacific Islander": (119, 52, 0.85),
    "Asian": (616, 302, 0.95),
    "Native American or Alaska Native": (41, 18, 0.85),
    "Two or More Races": (213, 96, 0.87),
}
CITY_CROSSED = {
    ("Hispanic or Latino", "Male"): (205, 90, 0.841),
    ("Hispanic or Latino", "Female"): (190, 82, 0.827),
    ("White", "Male"): (412, 215, 1.000),
    ("Black or African American", "Male"): (226, 95, 0.806),
    ("Native Hawaiian or Pacific Islander", "Male"): (87, 37, 0.815),
    ("Asian", "Male"): (321, 167, 0.997),
    ("Native American or Alaska Native", "Male"): (24, 11, 0.878),
    ("Two or More Races", "Male"): (128, 54, 0.808),
    ("White", "Female"): (385, 197, 0.980),
    ("Black or African American", "Female"): (164, 75, 0.876),
    ("Native Hawaiian or Pacific Islander", "Female"): (32, 15, 0.898),
    ("Asian", "Female"): (295, 135, 0.877),
    ("Native American or Alaska Native", "Female"): (17, 7, 0.789),
    ("Two or More Races", "Female"): (85, 42, 0.947),
}
#: 6 RCNY 5-301 (c): the sexes in the example for a tool that scores.
CITY_SCORES = {"Male": (92, 50, 1.00), "Female": (76, 34, 0.82)}
#: Uniform Guidelines, questions and answers (44 FR 11998), 11: rates of 60, 45, 48 and 51 %.
GUIDELINES = {
    "White": (100, 60, 1.00),
    "American Indian": (100, 45, 0.75),
    "Hispanic": (100, 48, 0.80),
    "Black": (100, 51, 0.85),
}
#: Question 12's kind: 80 White applicants, 48 hired; 40 Black applicants, 12 hired.
HIRED = {"White": (80, 48, 1.00), "Black": (40, 12, 0.50)}


def counts(groups):
    keyed = {key if isinstance(key, tuple) else (key,): value for key, value in groups.items()}
    return Counts(
        {key: value[0] for key, value in keyed.items()},
        {key: value[1] for key, value in keyed.items()},
        0,
        0,
        0,
    )


@pytest.mark.parametrize(
    ("published", "digits"),
    [
        (CITY_SEX, 3),
        (CITY_RACE, 2),
        (CITY_CROSSED, 3),
        (CITY_SCORES, 2),
        (GUIDELINES, 2),
        (HIRED, 2),
    ],
    ids=["city sex", "city race", "city crossed", "city scoring rate", "guidelines 11", "hired"],
)
def test_published_examples_are_reproduced(published, digits):
    table = rate_table(("of",), counts(published), keep_small=True)
    found = {row.group: row.ratio for row in table.rows}
    wanted = {k if isinstance(k, tuple) else (k,): v[2] for k, v in published.items()}
    # Printed figures are rounded, one of them from rounded rates.
    assert found == pytest.approx(wanted, abs=0.6 * 10**-digits)


def test_marks_of_the_guidelines():
    table = rate_table(("race",), counts(GUIDELINES), keep_small=False)
    assert {row.group[0] for row in table.rows if row.under_four_fifths} == {"American Indian"}
    assert [row.group[0] for row in table.rows if row.highest] == ["White"]


def test_a_scoring_rate_is_the_share_above_the_median_of_all():
    """168 scores of which half lie above the median: 54.3 % of men, 44.7 % of women."""
    points = [*range(1, 43), *range(85, 135), *range(43, 85), *range(135, 169)]
    sexes = ["Male"] * 42 + ["Male"] * 50 + ["Female"] * 42 + ["Female"] * 34
    places = tuple(Place(str(n), n, False, True, None) for n in points)
    [chosen] = AboveMedian().choose([Standing("job", 10_000, places)])
    assert list(chosen) == [n > median(points) for n in points]
    table = rate_table(("sex",), Counts.of([(sex,) for sex in sexes], chosen), keep_small=False)
    rates = {row.group[0]: (round(100 * row.rate, 1), round(row.ratio, 2)) for row in table.rows}
    assert rates == {"Male": (54.3, 1.0), "Female": (44.7, 0.82)}


def test_few_people_turn_round_by_one():
    """Question 21: three of 20 men and one of 10 women; one woman more would turn it round."""
    table = rate_table(("sex",), counts({"m": (20, 3), "w": (10, 1)}), keep_small=False)
    [women] = [row for row in table.rows if row.group == ("w",)]
    assert round(women.ratio, 2) == 0.67
    assert (women.under_four_fifths, women.few, women.one_decides) == (True, True, True)
    assert women.p_value > 0.5


def test_categories_under_two_percent_are_counted_and_left_out():
    groups = {"large": (990, 99), "small": (10, 5)}
    left_out = rate_table(("g",), counts(groups), keep_small=False)
    large, small = left_out.rows
    assert (large.ratio, large.highest, small.ratio, small.rate) == (1.0, True, None, 0.5)
    assert not small.under_four_fifths
    kept = rate_table(("g",), counts(groups), keep_small=True)
    assert [round(row.ratio, 2) for row in kept.rows] == [0.2, 1.0]


def test_nobody_selected_has_no_ratio():
    table = rate_table(("g",), counts({"a": (5, 0), "b": (6, 0)}), keep_small=False)
    assert all(math.isnan(row.ratio) for row in table.rows)
    assert [row.p_value for row in table.rows] == [None, None]
    assert table.lowest is None


groups = st.lists(
    st.tuples(st.sampled_from("ab"), st.sampled_from("xyz"), st.booleans()), min_size=1, max_size=60
)


@settings(max_examples=40, deadline=None)
@given(rows=groups)
def test_rates_and_ratios_are_those_of_fairlearn(rows):
    """By one attribute and by two crossed, MetricFrame gives the same counts, rates and ratios."""
    frame = pd.DataFrame(rows, columns=["one", "two", "chosen"])
    for attributes in (["one"], ["one", "two"]):
        theirs = MetricFrame(
            metrics={"count": count, "rate": selection_rate},
            y_true=frame["chosen"],
            y_pred=frame["chosen"],
            sensitive_features=frame[attributes],
        ).by_group.dropna()
        keys = [tuple(row) for row in frame[attributes].itertuples(index=False)]
        ours = rate_table(
            tuple(attributes), Counts.of(keys, list(frame["chosen"])), keep_small=True
        )
        assert len(theirs) == len(ours.rows)
        highest = theirs["rate"].max()
        for row in ours.rows:
            at = row.group if len(attributes) > 1 else row.group[0]
            assert row.applied == theirs.loc[at, "count"]
            assert row.rate == pytest.approx(theirs.loc[at, "rate"])
            if highest:
                assert row.ratio == pytest.approx(theirs.loc[at, "rate"] / highest)


@given(a=st.integers(0, 40), more=st.integers(0, 40), b=st.integers(1, 40), rest=st.integers(0, 40))
def test_intervals_and_tests_by_their_formulas(a, more, b, rest):
    """Wilson's and Katz's by hand; Fisher's by the other order of the table."""
    n, m = a + more or 1, b + rest
    a = min(a, n)
    low, high = wilson(a, n)
    interval = rate_interval(a, n)
    assert (interval.low, interval.high) == pytest.approx((low, high), abs=1e-9)
    assert fisher(a, n, b, m) == pytest.approx(
        fisher_exact([[b, m - b], [a, n - a]]).pvalue, abs=1e-12
    )
    if a:
        error = 1.959963984540054 * math.sqrt(1 / a - 1 / n + 1 / b - 1 / m)
        ratio = (a / n) / (b / m)
        found = ratio_interval(a, n, b, m)
        assert found.low == pytest.approx(ratio * math.exp(-error))
        assert found.high == pytest.approx(ratio * math.exp(error))


def wilson(a, n):
    z = 1.959963984540054
    centre = (a + z * z / 2) / (n + z * z)
    half = z * math.sqrt(a * (n - a) / n + z * z / 4) / (n + z * z)
    return max(0.0, centre - half), min(1.0, centre + half)


@given(rows=groups)
def test_the_order_of_applications_changes_nothing(rows):
    keys, chosen = [row[:2] for row in rows], [row[2] for row in rows]
    one = rate_table(("g", "h"), Counts.of(keys, chosen), keep_small=False)
    other = rate_table(("g", "h"), Counts.of(keys[::-1], chosen[::-1]), keep_small=False)
    assert repr(one) == repr(other)
    assert one.applied == len(rows)
