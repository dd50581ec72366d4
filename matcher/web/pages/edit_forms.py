"""Edits of a job as the fields of a form."""

from __future__ import annotations

from collections.abc import Callable

from matcher.model import Gate, Level
from matcher.web.edits import (
    Add,
    JobEdit,
    Join,
    Remove,
    Restore,
    SetGate,
    SetIgnored,
    SetLevel,
    SetTitle,
    SetWeight,
    SetYears,
    Split,
)
from matcher.web.pages.fields import Fields, needed, number_of, one_of

#: The fourth lane beside the levels.
IGNORED = "ignored"


def edit_of(fields: Fields) -> JobEdit:
    """The edit that a form asks for.

    Parameters
    ----------
    fields : mapping of str to str
        ``edit`` names it; the others depend on it.

    Raises
    ------
    Refused
        If a field is missing, or its value none of those allowed.

    Examples
    --------
    >>> edit_of({"edit": "level", "requirement": "r3", "level": "bonus"})
    SetLevel(requirement_id='r3', level=<Level.BONUS: 'bonus'>)
    >>> edit_of({"edit": "level", "requirement": "r3", "level": "ignored"})
    SetIgnored(requirement_id='r3', ignored=True)
    """
    return _EDITS[one_of(fields, "edit", _EDITS)](fields)


def level_of(fields: Fields) -> Level:
    """A level by its name."""
    return Level(one_of(fields, "level", Level))


def _level(fields: Fields) -> JobEdit:
    key = needed(fields, "requirement")
    if fields.get("level") == IGNORED:
        return SetIgnored(key, ignored=True)
    return SetLevel(key, level_of(fields))


def _years(fields: Fields) -> JobEdit:
    leaf = fields.get("leaf") or None
    return SetYears(needed(fields, "requirement"), number_of(fields, "years"), leaf)


def _gate(fields: Fields) -> JobEdit:
    gate = one_of(fields, "gate", Gate) if fields.get("gate", "").strip() else ""
    reason = fields.get("reason", "").strip()
    return SetGate(needed(fields, "requirement"), Gate(gate) if gate else None, reason)


_EDITS: dict[str, Callable[[Fields], JobEdit]] = {
    "title": lambda fields: SetTitle(needed(fields, "title")),
    "level": _level,
    "weight": lambda fields: SetWeight(needed(fields, "requirement"), number_of(fields, "weight")),
    "gate": _gate,
    "years": _years,
    "join": lambda fields: Join((needed(fields, "requirement"), needed(fields, "with"))),
    "split": lambda fields: Split(needed(fields, "requirement")),
    "add": lambda fields: Add(
        needed(fields, "skill"), level_of(fields), number_of(fields, "years")
    ),
    "remove": lambda fields: Remove(needed(fields, "requirement")),
    "restore": lambda fields: Restore(needed(fields, "requirement")),
}
