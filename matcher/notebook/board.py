"""What sliders do, without a front end: from values to a policy, a ranking and what moved."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from matcher.errors import ConfigError, NothingAskedError
from matcher.model import Gate
from matcher.report.bench_html import move_words
from matcher.report.figures import signed_points
from matcher.report.harmless import one_line
from matcher.scoring import Policy

if TYPE_CHECKING:
    from matcher.notebook.results import Results

#: Movers named on either side.
_NAMED = 3
_MOST = "importance.most"
_LEVELS = ("levels.must", "levels.preferred", "levels.bonus")


@dataclass(frozen=True, slots=True)
class Control:
    """One figure of the policy that can be moved.

    Parameters
    ----------
    key : str
        Its dotted key.
    label : str
        What it is called.
    low, high : int
        Between which values it moves; a policy's own value may lie beyond ``high``.
    unit : int
        Steps of a whole: 1 for weights and percents, 100 for credits in ten-thousandths, which are
        shown as percents.
    """

    key: str
    label: str
    low: int
    high: int
    unit: int = 1


def _credits(section: str, labels: Mapping[str, str]) -> tuple[Control, ...]:
    return tuple(Control(f"{section}.{k}", words, 0, 10_000, 100) for k, words in labels.items())


#: What can be moved, by the heading it stands under.
CONTROLS: Final[Mapping[str, tuple[Control, ...]]] = {
    "Weight of a requirement": (
        Control("levels.must", "must have", 1, 20),
        Control("levels.preferred", "preferred", 0, 20),
        Control("levels.bonus", "bonus", 0, 20),
    ),
    "Importance, %": (
        Control(_MOST, "at most", 100, 200),
        Control("importance.titled", "named by the title", 0, 100),
        Control("importance.first", "first of its level", 0, 100),
        Control("importance.generic", "what any posting asks for", 1, 100),
    ),
    "Credit by where a skill was shown, %": _credits(
        "evidence",
        {
            "work": "in a job",
            "project": "in a project",
            "certificate": "by a certificate",
            "summary": "in the headline",
            "education": "in studies",
            "course": "in a course",
            "claimed": "in a list",
        },
    ),
    "Credit by how it stands to what is asked, %": _credits(
        "relations",
        {
            "narrower": "a kind of it",
            "implied": "implies it",
            "related": "related to it, × strength",
            "broader": "broader than it",
        },
    ),
}
GATE: Final = "gates.must"
PARTIAL_PASSES: Final = "gates.partial_passes"
GATES: Final = tuple(str(gate) for gate in Gate)
_ALL: Final = {each.key: each for group in CONTROLS.values() for each in group}


class Board:
    """A ranking whose policy is moved figure by figure.

    A wrong combination changes nothing but the message.

    Parameters
    ----------
    results : Results
        Where it begins, and what ranks are compared with.
    top : int
        How many candidates are shown.
    """

    def __init__(self, results: Results, top: int) -> None:
        self.start, self.top = results, top
        self.reset()

    def reset(self) -> None:
        """Go back to where it began."""
        self.results, self.message = self.start, ""
        self.values = values_of(self.start.policy)

    def move(self, key: str, value: Any) -> None:
        """Set one figure; the levels follow, so that their order holds as far as they can move.

        Parameters
        ----------
        key : str
            Dotted key of the figure.
        value : int, str or bool
            As a policy file has it.
        """
        self.values = in_order({**self.values, key: value}, key)
        try:
            policy = self.start.policy.replaced(**_nested(self.values))
            self.results, self.message = self.results.with_policy(policy), ""
        except (ConfigError, NothingAskedError) as error:
            self.message = str(error)

    def save(self, path: str) -> str:
        """Write the policy of the ranking that is shown, and say what it changes.

        Raises
        ------
        InputError
            If it cannot be written.
        """
        self.results.policy.save(path)
        changed = Policy.default().diff(self.results.policy)
        words = ", ".join(f"{each.key} {each.before} → {each.after}" for each in changed)
        return f"{path}: {words or 'the default policy'}"

    def table(self) -> str:
        """The head of the ranking as HTML, with how far each rose or fell."""
        return self.results.to_html(self.top, self.start)

    def moves(self) -> str:
        """Who rose, who fell and why, of those that are or were shown."""
        moved = self.results.moved(self.start)
        shown = moved[(moved["rank_after"] <= self.top) | (moved["rank_before"] <= self.top)]
        order = shown["change"].abs().sort_values(ascending=False, kind="stable").index
        movers = shown.loc[order]
        lines = [
            *_movers("Rose", movers[movers["change"] > 0]),
            *_movers("Fell", movers[movers["change"] < 0]),
        ]
        return " ".join(lines) or f"Nobody in the top {self.top} changed rank."


def values_of(policy: Policy) -> dict[str, Any]:
    """The figures of a policy that can be moved, by key.

    Examples
    --------
    >>> values = values_of(Policy.default())
    >>> values["levels.must"], values["evidence.claimed"], values["gates.must"]
    (6, 6500, 'flag')
    """
    plain = policy.to_dict()
    return {key: _at(plain, key) for key in (*_ALL, GATE, PARTIAL_PASSES)}


def _at(plain: Any, key: str) -> Any:
    for part in key.split("."):
        plain = plain[part]
    return plain


def _nested(values: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    nested: dict[str, dict[str, Any]] = {}
    for key, value in values.items():
        section, name = key.split(".")
        nested.setdefault(section, {})[name] = value
    return nested


def in_order(values: Mapping[str, Any], moved: str) -> dict[str, Any]:
    """The figures with the levels in order: each weighs as much as the next at its most important.

    What was moved stays; those above it rise and those below it fall, as far as they can move.

    Examples
    --------
    >>> before = values_of(Policy.default()) | {"levels.preferred": 9}
    >>> after = in_order(before, "levels.preferred")
    >>> [after[f"levels.{level}"] for level in ("must", "preferred", "bonus")]
    [12, 9, 1]
    """
    found = dict(values)
    if moved not in (*_LEVELS, _MOST):
        return found
    most, at = found[_MOST], 0 if moved == _MOST else _LEVELS.index(moved)
    for place in range(at, 0, -1):
        least = -(-found[_LEVELS[place]] * most // 100)
        above = _LEVELS[place - 1]
        found[above] = max(found[above], min(least, max(_ALL[above].high, found[above])))
    for place in range(at, len(_LEVELS) - 1):
        below = _LEVELS[place + 1]
        found[below] = min(found[below], found[_LEVELS[place]] * 100 // most)
    return found


def _movers(head: str, moved: pd.DataFrame) -> Iterator[str]:
    """The furthest movers of one direction, with what moved them."""
    if not len(moved):
        return
    named = [
        f"{one_line(str(row.Index), 60)} {move_words(int(row.change))['words']}, "
        f"{row.rank_before} → {row.rank_after} "
        f"({_why(row.requirement_id, row.label, row.points_gained)})"
        for row in moved.head(_NAMED).itertuples()
    ]
    more = len(moved) - _NAMED
    yield f"{head}: {'; '.join(named)}{f'; and {more} more' if more > 0 else ''}."


def _why(requirement_id: str, label: str, points_gained: float) -> str:
    words = one_line(label, 60)
    return f"{words} {signed_points(round(points_gained * 100))}" if requirement_id else words
