"""YAML as plain data together with the line each value stands on.

Files people edit (taxonomy, rules, policy, job card) are checked after reading; a mistake is
reported with its line, which plain loaders forget.  Lines are looked up in the parsed tree only
when somebody asks, so that a sound file of many thousand entries costs little more than parsing it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import yaml

from matcher.errors import ConfigError, Problem

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_MAX_DEPTH = 60
_TEXT_TAG = "tag:yaml.org,2002:str"

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
    root: Any = None

    def line(self, path: YamlPath) -> int:
        """Line of the value at ``path``, or of the nearest enclosing one; counted from 1."""
        node = self.root
        for step in path:
            inner = _step(node, step)
            if inner is None:
                break
            node = inner
        return 1 if node is None else int(node.start_mark.line) + 1

    def problem(self, path: YamlPath, found: str, allowed: str = "") -> Problem:
        """A mistake at ``path``, with file and line; of data that is no file, with its key."""
        is_file = self.root is not None or self.data is None
        place = f"line {self.line(path)}" if is_file else ".".join(map(str, path))
        return Problem(self.source, place, found, allowed)


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
        placed.root = loader.get_single_node()
        if placed.root is not None:
            placed.data = _Builder(loader, source).build(placed.root, 0)
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


def _step(node: Any, step: str | int) -> Any:
    """The node one step further, or None."""
    if isinstance(node, yaml.SequenceNode):
        inside = isinstance(step, int) and 0 <= step < len(node.value)
        return node.value[step] if inside else None
    if isinstance(node, yaml.MappingNode):
        return next((value for key, value in node.value if key.value == str(step)), None)
    return None


class _Builder:
    """Data of nodes; one that stands in several places (``*anchor``) is built once."""

    def __init__(self, loader: Any, source: str) -> None:
        self._loader, self._source = loader, source
        self._built: dict[int, Any] = {}
        self._open: set[int] = set()

    def build(self, node: Any, depth: int) -> Any:
        """Plain data of one node."""
        if isinstance(node, yaml.ScalarNode):
            return node.value if node.tag == _TEXT_TAG else self._loader.construct_object(node)
        identity = id(node)
        if identity in self._built:
            return self._built[identity]
        if depth > _MAX_DEPTH or identity in self._open:
            raise self._refusal(node, "nested too deeply")
        self._open.add(identity)
        inner = depth + 1
        if isinstance(node, yaml.SequenceNode):
            data: Any = [self.build(item, inner) for item in node.value]
        else:
            data = self._mapping(node, inner)
        self._open.discard(identity)
        self._built[identity] = data
        return data

    def _mapping(self, node: Any, depth: int) -> dict[Any, Any]:
        built: dict[Any, Any] = {}
        for key_node, value_node in node.value:
            is_text = key_node.tag == _TEXT_TAG
            key = key_node.value if is_text else self._loader.construct_object(key_node)
            if not isinstance(key, str | int | float | bool):
                raise self._refusal(key_node, f"key {key!r} is no text")
            if key in built:
                raise self._refusal(key_node, f"key {key!r} stands twice")
            built[key] = self.build(value_node, depth)
        return built

    def _refusal(self, node: Any, found: str) -> ConfigError:
        return ConfigError([Problem(self._source, f"line {node.start_mark.line + 1}", found)])
