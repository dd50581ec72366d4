"""Requirements in the short notation of the case tables."""

from __future__ import annotations

from matcher.model import All, Need, Node


def years_words(need: Need) -> str:
    if need.min_years is None:
        return ""
    high = "" if need.max_years is None else f"-{need.max_years:g}"
    return f"[{need.min_years:g}{high}]"


def leaf_words(need: Need) -> str:
    if need.degree:
        equivalent = " /eq" if need.or_equivalent else ""
        return f"<{need.degree} {','.join(need.fields)}{equivalent}>"
    level = f"({need.language_level})" if need.language_level else ""
    name = need.label if need.skill else f'"{need.label}"!'
    return f"{name}{years_words(need)}{level}"


def tree_words(node: Node) -> str:
    if isinstance(node, Need):
        return leaf_words(node)
    inside = ", ".join(map(tree_words, node.children))
    if len(node.children) == 1:
        return inside
    if isinstance(node, All):
        return f"all({inside})"
    return f"any{node.count if node.count > 1 else ''}({inside})"
