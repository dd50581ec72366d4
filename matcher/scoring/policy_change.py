"""How one policy differs from another: figure by figure, and as a file that overlays the other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from numbers import Integral
from typing import Any, NamedTuple

import yaml

_HEAD = "# What differs from the policy that comes with matcher; the rest is as it stands there.\n"


class PolicyChange(NamedTuple):
    """A figure that differs: its dotted key, and what it is before and after."""

    key: str
    before: Any
    after: Any


def changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[PolicyChange, ...]:
    """Every figure that differs between two policies given as plain data, in their order.

    Examples
    --------
    >>> changes({"met_at": 9500, "levels": {"must": 6}}, {"met_at": 9500, "levels": {"must": 9}})
    (PolicyChange(key='levels.must', before=6, after=9),)
    """
    return tuple(_changes(before, after, ""))


def _changes(
    before: Mapping[str, Any], after: Mapping[str, Any], prefix: str
) -> Iterator[PolicyChange]:
    for name in dict.fromkeys([*before, *after]):
        one, other = before.get(name), after.get(name)
        if isinstance(one, Mapping) and isinstance(other, Mapping):
            yield from _changes(one, other, f"{prefix}{name}.")
        elif one != other:
            yield PolicyChange(prefix + name, one, other)


def plain_figures(value: Any) -> Any:
    """Figures with numpy's whole numbers as Python's own, as no file holds any others.

    Examples
    --------
    >>> import numpy as np
    >>> plain_figures({"levels": {"must": np.int64(9)}})
    {'levels': {'must': 9}}
    """
    if isinstance(value, Mapping):
        return {key: plain_figures(inner) for key, inner in value.items()}
    is_number = isinstance(value, Integral) and not isinstance(value, bool)
    return int(value) if is_number else value


def overlay_text(found: tuple[PolicyChange, ...]) -> str:
    """Changes as the YAML of a policy file.

    Examples
    --------
    >>> print(overlay_text((PolicyChange("levels.must", 6, 9),)).splitlines()[1:])
    ['levels:', '  must: 9']
    """
    overlay = overlay_of(found)
    body = yaml.safe_dump(overlay, sort_keys=False, allow_unicode=True) if overlay else ""
    return _HEAD + body


def overlay_of(found: tuple[PolicyChange, ...]) -> dict[str, Any]:
    """Changes as plain data in the shape of a policy file.

    Examples
    --------
    >>> overlay_of((PolicyChange("levels.must", 6, 9),))
    {'levels': {'must': 9}}
    """
    overlay: dict[str, Any] = {}
    for change in found:
        *parents, name = change.key.split(".")
        section = overlay
        for parent in parents:
            section = section.setdefault(parent, {})
        section[name] = change.after
    return overlay
