"""Whether what stands in a policy file has the shape of a policy."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from reprlib import repr as brief
from types import NoneType
from typing import Any, get_args

import msgspec
from msgspec import Meta, Struct

from matcher.errors import Problem
from matcher.model import Gate
from matcher.placed_yaml import PlacedYaml, YamlPath

#: The section that tells where figures come from; it is none of them.
PROVENANCE = "provenance"


def shape_problems(
    placed: PlacedYaml, struct: type[Struct], raw: object, path: YamlPath = ()
) -> Iterator[Problem]:
    """Every unknown key and every value out of range, with its line.

    Keys may be left out, as files overlay a policy; but not of a provenance, which is whole.

    Parameters
    ----------
    placed : PlacedYaml
        The file.
    struct : type of Struct
        What should stand there.
    raw : object
        What stands there.
    path : tuple of str
        Where.
    """
    name = ".".join(map(str, path)) or "policy"
    fields = {field.name: field.type for field in msgspec.structs.fields(struct)}
    if not isinstance(raw, dict):
        yield placed.problem(path, f"{name} is {brief(raw)}", "a map with " + ", ".join(fields))
        return
    if path[:1] == (PROVENANCE,):
        for field in msgspec.structs.fields(struct):
            if field.required and field.name not in raw:
                yield placed.problem(path, f"{name} has no {field.name!r}", ", ".join(fields))
    for key, value in raw.items():
        where = (*path, str(key))
        full_key = ".".join(map(str, where))
        kind = _without_none(fields.get(key))
        if kind is None:
            yield placed.problem(where, f"key {full_key!r} is unknown", ", ".join(fields))
        elif isinstance(kind, type) and issubclass(kind, Struct):
            yield from shape_problems(placed, kind, value, where)
        else:
            try:
                msgspec.convert(value, kind)
            except msgspec.ValidationError:
                yield placed.problem(where, f"{full_key} is {brief(value)}", _allowed(kind))


def _without_none(kind: Any) -> Any:
    """Of ``X | None``, X."""
    inner = [each for each in get_args(kind) if isinstance(each, type) and each is not NoneType]
    return inner[0] if len(inner) == 1 and NoneType in get_args(kind) else kind


def _allowed(kind: Any) -> str:
    """What a field of this type may hold, for the message."""
    if kind is Gate:
        return ", ".join(Gate)
    if kind is bool:
        return "true or false"
    if kind is date:
        return "YYYY-MM-DD"
    of, *metas = get_args(kind) or (None,)
    meta = next((m for m in metas if isinstance(m, Meta)), None)
    if meta is not None and of is str:
        return "sha256: and 64 hexadecimal digits" if meta.pattern else "a name"
    if meta is not None:
        number = "number" if of is float else "whole number"
        return f"a {number} from {meta.ge} to {meta.le}"
    return "a list of words" if kind == tuple[str, ...] else "pairs [percent, credit]"
