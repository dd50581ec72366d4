"""What an audit's tables are called and what stands beside their rows."""

from __future__ import annotations

import math
from collections.abc import Iterator

from matcher.audit.impact import ImpactAudit, Measured
from matcher.audit.rates import GroupRate
from matcher.rules.groups import RACE_ETHNICITY, SEX, group_rules

#: What the document is; the law wants an audit by somebody independent, which this is not.
HEADING = "Calculation for an independent auditor"
NO_AUDIT = (
    "These are figures, calculated by the tool they are about, for somebody independent to check "
    "and to judge. They are not the independent audit that a law may ask for."
)
TO_ENTER = "to be entered by the independent auditor"
TO_STATE = "to be entered by who uses the tool"
_NAMES = {SEX: "Sex", RACE_ETHNICITY: "Race/ethnicity"}
_CROSSED = " × "

LEFT_OUT = "under 2 %, no ratio"
KEPT_SMALL = "under 2 %"
FEW = "few: may be chance"
ONE_DECIDES = "one selection decides"
UNDER = "under four fifths"
HIGHEST = "highest rate"

SMALL_EXPLAINED = (
    "Categories under 2 % of the applications counted: number and rate are given, no impact ratio "
    "is calculated, and their rate is no measure for others, as in so few people one more or less "
    "moves a ratio by more than the four-fifths mark tells apart (6 RCNY 5-301 (d) lets an "
    "independent auditor leave them out, and asks for a justification; 29 CFR 1607.15 A (2)(a))."
)
SMALL_KEPT = (
    "Categories under 2 % of the applications counted have an impact ratio like all others."
)
METHOD = (
    "Rate: chosen of the group, divided by all of the group. Impact ratio: rate divided by the "
    "highest rate of a group (6 RCNY 5-300; 29 CFR 1607.4 D).",
    "Under four fifths: the ratio is below 0.80, by whole numbers, not by rounded ones "
    "(29 CFR 1607.4 D). It is a rule of thumb: a ratio below may be chance, one above is no "
    "acquittal.",
    "95 % intervals: Wilson's (1927) of a rate, Katz's (1978) of a ratio. p: Fisher's exact test, "
    "two sided, against the group with the highest rate; no correction for many comparisons, so of "
    "twenty where nothing is behind them, one falls below 0.05.",
    "Few: fewer than five of the group's selections are to be expected, were all groups alike "
    "(Cochran 1954). One selection decides: one more here and one less in the highest turn the "
    "difference round (Uniform Guidelines, question and answer 21).",
    "Applications are counted: who applied for two jobs counts twice. Whose group is unknown is in "
    "no rate of that table; how many they are stands under it.",
    "The median of a scoring rate is that of the full sample. In the table of one job it is that "
    "of the job.",
    "What drives a ratio: everybody is ranked anew without a requirement (its points, its worth "
    "and its gate) or without its gate alone, and the same rule selects. Groups under 2 %, or with "
    "less than one selection to expect, are passed over, as in the table of what lies under four "
    "fifths in a job; p there is against the highest of the others.",
)


def attribute_name(attribute: str) -> str:
    """An attribute as headings have it.

    Examples
    --------
    >>> attribute_name("race_ethnicity"), attribute_name("age_band")
    ('Race/ethnicity', 'age_band')
    """
    return _NAMES.get(group_rules().attribute(attribute) or "", attribute)


def crossed_name(attributes: tuple[str, ...]) -> str:
    """The attributes of a table as its heading has them.

    Examples
    --------
    >>> crossed_name(("race_ethnicity", "sex"))
    'Race/ethnicity × Sex'
    """
    return _CROSSED.join(map(attribute_name, attributes))


def group_name(group: tuple[str, ...]) -> str:
    """A group as rows have it.

    Examples
    --------
    >>> group_name(("Asian", "Female"))
    'Asian × Female'
    """
    return _CROSSED.join(group)


def row_notes(row: GroupRate) -> Iterator[str]:
    """What a reader of one row has to know."""
    if row.highest:
        yield HIGHEST
    if row.under_four_fifths:
        yield UNDER
    if row.ratio is None:
        yield LEFT_OUT
    elif row.small:
        yield KEPT_SMALL
    if row.few:
        yield FEW
    if row.one_decides:
        yield ONE_DECIDES


def unknown_words(found: Measured) -> str:
    """How many are in no rate of a table."""
    table = found.table
    words = f"{table.unknown:,} applications of unknown group ({table.unknown_chosen:,} chosen)"
    if table.uncounted:
        words += f"; {table.uncounted:,} left out by the measure"
    return f"In no rate: {words}."


def figure(value: float | None, digits: int = 3) -> str:
    """A number for people; a dash where there is none.

    Examples
    --------
    >>> figure(0.5), figure(None), figure(float("nan")), figure(0.00004)
    ('0.500', '–', '–', '<0.001')
    """
    if value is None or math.isnan(value):
        return "–"
    least = 10**-digits
    return f"<{least:.{digits}f}" if 0 < value < least / 2 else f"{value:.{digits}f}"


def data_words(audit: ImpactAudit) -> str:
    """What the figures were calculated from."""
    days = sorted({job.as_of for job in audit.jobs})
    span = days[0] if len(days) == 1 else f"{days[0]} to {days[-1]}"
    words = (
        f"{audit.applications:,} applications of {audit.candidates:,} candidates for "
        f"{len(audit.jobs):,} job{'' if len(audit.jobs) == 1 else 's'}, scored as of {span}"
    )
    if audit.others:
        words += f"; {audit.others:,} candidates of the groups are not among them"
    return words + "."
