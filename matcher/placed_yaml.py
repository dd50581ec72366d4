"""YAML as plain data together with the line each value stands on.

Files people edit (taxonomy, rules, policy, job card) are checked after reading; a mistake is
reported with its line, which plain loaders forget.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import yaml

from matcher.errors import ConfigError, Problem

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_MAX_DEPTH = 60

YamlPath = tuple[str | int, ...]


@dataclass(slots=True)
class PlacedYaml:
    r"""Parsed data and the line of every value.

    Examples
    --------
    >>> placed = parse_yaml("a: 1\nb:\n- x\n", "demo.yaml")
    >>> placed.data, placed.line(("b", 0))
    ({'a': 1, 'b': ['x']}, 3)
    """

    source: str
    data: Any
    lines: dict[YamlPath, int] = field(default_factory=dict)

    def line(self, path: YamlPath) -> int:
        """Line of the value at ``path``, or of the nearest enclosing one; counted from 1."""
        while path not in self.lines and path:
            path = path[:-1]
        return self.lines.get(path, 1)

    def problem(self, path: YamlPath, found: str, allowed: str = "") -> Problem:
        """A mistake at ``path``, with file and line."""
        return Problem(self.source, f"line {self.line(path)}", found, allowed)


def parse_yaml(text: str, source: str) -> PlacedYaml:
    """Parse one YAML document.

    Raises
    ------
    ConfigError
        If it is no YAML, holds a key twice, an unsafe tag, or nests deeper than 60.
    """
    loader = _Loader(text)
    placed = PlacedYaml(source, None)
    try:
        node = loader.get_single_node()
        if node is not None:
            placed.data = _build(loader, node, placed, (), [])
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = f"line {mark.line + 1}, column {mark.column + 1}" if mark else ""
        found = f"no valid YAML: {error.problem or error.context}"
        raise ConfigError([Problem(source, place, found)]) from error
    except yaml.YAMLError as error:
        raise ConfigError([Problem(source, "", f"no valid YAML: {error}")]) from error
    finally:
        loader.dispose()
    return placed


def _build(
    loader: Any, node: Any, placed: PlacedYaml, path: YamlPath, open_nodes: list[Any]
) -> Any:
    line = node.start_mark.line + 1
    placed.lines[path] = line
    if len(path) > _MAX_DEPTH or any(node is outer for outer in open_nodes):
        raise ConfigError([Problem(placed.source, f"line {line}", "nested too deeply")])
    if isinstance(node, yaml.ScalarNode):
        return loader.construct_object(node)
    inside = [*open_nodes, node]
    if isinstance(node, yaml.SequenceNode):
        return [_build(loader, n, placed, (*path, i), inside) for i, n in enumerate(node.value)]
    built: dict[Any, Any] = {}
    for key_node, value_node in node.value:
        key = loader.construct_object(key_node)
        key_line = f"line {key_node.start_mark.line + 1}"
        if not isinstance(key, str | int | float | bool):
            raise ConfigError([Problem(placed.source, key_line, f"key {key!r} is no text")])
        if key in built:
            raise ConfigError([Problem(placed.source, key_line, f"key {key!r} stands twice")])
        built[key] = _build(loader, value_node, placed, (*path, str(key)), inside)
    return built
