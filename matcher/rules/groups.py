"""Read ``groups.yaml``: the attributes and categories that the law counts people by."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

import msgspec

from matcher.placed_yaml import parse_yaml
from matcher.rules.filters import compared

#: The attributes whose categories are known, in the order of a report.
SEX, RACE_ETHNICITY = "sex", "race_ethnicity"


class GroupRules(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """Attributes by header, categories by spelling; the shape of ``groups.yaml``."""

    unknown: list[str]
    columns: dict[str, list[str]]
    categories: dict[str, dict[str, list[str]]]

    def attribute(self, header: str) -> str | None:
        """The attribute that a header names, None for one of its own.

        Examples
        --------
        >>> group_rules().attribute("Race / Ethnicity"), group_rules().attribute("age band")
        ('race_ethnicity', None)
        """
        return _attributes().get(compared(header))

    def category(self, attribute: str, cell: str) -> str | None:
        """The category that a cell spells, None where it spells none.

        Examples
        --------
        >>> rules = group_rules()
        >>> rules.category("race_ethnicity", "hispanic/latino"), rules.category("sex", "Fem")
        ('Hispanic or Latino', None)
        """
        return _categories(attribute).get(compared(cell))

    def is_unknown(self, cell: str) -> bool:
        """Whether a cell says nothing of a group.

        Examples
        --------
        >>> group_rules().is_unknown("Prefer not to say"), group_rules().is_unknown("")
        (True, True)
        """
        return not cell.strip() or compared(cell) in _unknown()


@cache
def group_rules() -> GroupRules:
    """The shipped rules for groups."""
    text = files("matcher.rules").joinpath("groups.yaml").read_text(encoding="utf-8")
    return msgspec.convert(parse_yaml(text, "rules/groups.yaml").data, GroupRules)


@cache
def _attributes() -> dict[str, str]:
    return {
        compared(name): attribute
        for attribute, names in group_rules().columns.items()
        for name in names
    }


@cache
def _categories(attribute: str) -> dict[str, str]:
    return {
        compared(spelling): category
        for category, spellings in group_rules().categories[attribute].items()
        for spelling in spellings
    }


@cache
def _unknown() -> frozenset[str]:
    return frozenset(map(compared, group_rules().unknown))
