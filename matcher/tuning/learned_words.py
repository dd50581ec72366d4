"""What learning says in words: what changed, whether it is proven, whom it moves."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from matcher.groups.ratios import FOUR_FIFTHS
from matcher.scoring.provenance import Gain, Gains
from matcher.tuning.evaluation_words import counted, figure_text
from matcher.tuning.impact import SELECTED, Impact
from matcher.tuning.parameters import Rung

if TYPE_CHECKING:
    from matcher.tuning.learning import Figure, Learned

#: The measures of a gain, as people call them.
MEASURE_NAMES = {"ndcg_at_10": "NDCG@10", "tau_b": "tau-b"}
_OF_RUNG = {
    Rung.LEVELS: "weights of levels",
    Rung.EVIDENCE: "credits of evidence",
    Rung.RELATIONS: "credits of relations",
    Rung.YEARS: "credits of years",
}


def figure_comment(figure: Figure) -> str:
    """One figure's evidence, for its line in a policy file."""
    share = " of a must" if figure.name.startswith("levels.") else ""
    was = f"was {figure.before:.2f}"
    if figure.low is None or figure.high is None:
        return f"{figure.after:.2f}{share}; {was}; follows from the order, not learned"
    return f"{figure.after:.2f}{share}, 95 % {figure.low:.2f} to {figure.high:.2f}; {was}"


def verdict(gains: Gains) -> Iterator[str]:
    """Whether learning has gained anything on jobs it had not seen, in a sentence or two.

    Examples
    --------
    >>> nothing = Gains(Gain(0.01, -0.02, 0.04), Gain(0.0, -0.01, 0.01))
    >>> next(verdict(nothing))
    'NO PROVEN GAIN: on jobs left out it may rank no better than the policy it started from.'
    """
    if not gains.proven:
        yield (
            "NO PROVEN GAIN: on jobs left out it may rank no better than the policy it started "
            "from."
        )
    told = [f"{name} {gain_text(getattr(gains, key))}" for key, name in MEASURE_NAMES.items()]
    yield f"Gain on jobs left out: {'; '.join(told)}."


def gain_text(gain: Gain) -> str:
    """A difference with its interval.

    Examples
    --------
    >>> gain_text(Gain(0.021, -0.004, 0.038))
    '+0.021 (95 % −0.004 to +0.038)'
    """
    mean, low, high = (
        figure_text(value, signed=True) for value in (gain.mean, gain.low, gain.high)
    )
    return f"{mean} (95 % {low} to {high})"


def rung_words(learned: Learned) -> Iterator[str]:
    """What was learned, and what it would take to learn more."""
    known = [words for rung, words in _OF_RUNG.items() if rung <= learned.rung]
    events = counted(learned.sample.events, "candidate")
    yield (
        f"Learned: {', '.join(known)}. {events} graded otherwise than most of their job, where "
        f"{learned.needs[learned.rung]:,} are needed."
    )
    more = [rung for rung in Rung if rung > learned.rung]
    if more:
        words, need = _OF_RUNG[more[0]], learned.needs[more[0]]
        yield f"The others stay as they are: for {words} {need:,} are needed."


def impact_words(lines: Sequence[Impact]) -> Iterator[str]:
    """Groups whose impact ratio falls under four fifths, or further under it."""
    for line in lines:
        under = line.ratio_after < FOUR_FIFTHS
        if not line.small and under and line.ratio_after < line.ratio_before:
            yield (
                f"LESS EVEN: of {line.attribute} {line.group}, the impact ratio among the first "
                f"{SELECTED} of each job falls from {ratio_text(line.ratio_before)} to "
                f"{ratio_text(line.ratio_after)}, under four fifths; "
                f"{line.selected_before} and {line.selected_after} of {line.applied} selected."
            )


def ratio_text(ratio: float) -> str:
    """An impact ratio in two decimals; a dash where there is none."""
    return "–" if math.isnan(ratio) else f"{ratio:.2f}"


def caveats(learned: Learned) -> Iterator[str]:
    """What the figures do not tell."""
    yield (
        f"Intervals are at 95 %, from drawing the {learned.sample.jobs:,} jobs with replacement. "
        f"Figures are held to those before with strength {learned.alpha:g}, so where data are few "
        "they and their intervals lie nearer to what was before than the truth may."
    )
    if not learned.settled:
        yield (
            f"After {counted(learned.rounds, 'assessment')} the figures still moved with the "
            "evidence that decides."
        )
    must = learned.policy.levels.must
    yield f"A must weighs {must}: weights that people set in job cards count in this unit."
    if any(line.small for line in learned.impact):
        yield "Groups marked small are too few to judge: a ratio is mostly chance."
