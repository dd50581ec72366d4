"""A ranking's view as the fields of a form, so that an address says what is looked at."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from urllib.parse import urlencode

from matcher.web.pages.fields import number_of, one_of, whole_of
from matcher.web.shown import Block, Decision, RankingView, Sort

#: Before the id of a requirement, the name of the field with its weight.
WEIGHT = "w-"
#: Sliders move in steps of a tenth; what rounds to the job's own weight is that.
STEP = 0.1
Pairs = Iterable[tuple[str, str]]


def view_of(pairs: Pairs, own_weights: Mapping[str, float], *, blind: bool) -> RankingView:
    """The view that a form's fields ask for.

    Parameters
    ----------
    pairs : iterable of (str, str)
        Names and values, as a form sends them; unknown names are left alone.
    own_weights : mapping of str to float
        The job's weight by requirement; a field that gives the same changes nothing.
    blind : bool
        Whether identity is hidden.

    Raises
    ------
    Refused
        If a number is none, or a word is not of the list.

    Examples
    --------
    >>> asked = [("q", " kafka "), ("musts", "on"), ("w-r1", "8"), ("w-r2", "2.0")]
    >>> view = view_of(asked, {"r1": 6.0, "r2": 2.04}, blind=False)
    >>> view.search, view.all_musts, dict(view.weights)
    ('kafka', True, {'r1': 8.0})
    """
    fields: dict[str, list[str]] = {}
    for name, value in pairs:
        if value.strip():
            fields.setdefault(name, []).append(value.strip())
    one = {name: values[-1] for name, values in fields.items()}
    weights = {
        name.removeprefix(WEIGHT): number_of(one, name) or 0.0
        for name in one
        if name.startswith(WEIGHT)
    }
    return RankingView(
        page=whole_of(one, "page", "1"),
        size=whole_of(one, "size", "50"),
        sort=Sort(one_of(one, "sort", Sort, Sort.RANK)),
        descending=one.get("order") == "down",
        search=one.get("q", ""),
        all_musts="musts" in one,
        skills=tuple(dict.fromkeys(fields.get("skill", ()))),
        min_years=number_of(one, "years"),
        decisions=frozenset(
            Decision(one_of({"decision": each}, "decision", Decision))
            for each in fields.get("decision", ())
        ),
        weights={
            key: weight
            for key, weight in weights.items()
            if key in own_weights and abs(weight - own_weights[key]) > STEP / 2 + 1e-9
        },
        blind=blind,
        certainty="certainty" in one,
        block=Block(one_of(one, "block", Block, Block.RANKED)),
    )


def query_of(view: RankingView) -> str:
    """The fields of a view as a query string, without what is as it is at first.

    Examples
    --------
    >>> query_of(RankingView(page=2, search="kafka", weights={"r1": 8.0}))
    'q=kafka&w-r1=8&page=2'
    """
    pairs = [("q", view.search)] if view.search else []
    pairs += [("musts", "on")] if view.all_musts else []
    pairs += [("skill", skill) for skill in view.skills]
    pairs += [("years", f"{view.min_years:g}")] if view.min_years is not None else []
    pairs += [("decision", str(each)) for each in sorted(view.decisions)]
    pairs += [(WEIGHT + key, f"{weight:g}") for key, weight in sorted(view.weights.items())]
    pairs += [("certainty", "on")] if view.certainty else []
    pairs += [("block", str(view.block))] if view.block is not Block.RANKED else []
    pairs += [("sort", str(view.sort))] if view.sort is not Sort.RANK else []
    pairs += [("order", "down")] if view.descending else []
    pairs += [("size", str(view.size))] if view.size != 50 else []
    pairs += [("page", str(view.page))] if view.page != 1 else []
    return urlencode(pairs)


def sorted_by(view: RankingView, sort: Sort, *, down_first: bool) -> RankingView:
    """The view that a column's head leads to: by it, or the other way round."""
    down = not view.descending if view.sort is sort else down_first
    return replace(view, sort=sort, descending=down, page=1)
