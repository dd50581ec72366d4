"""A style sheet made to hold inside one element alone."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

#: What names the whole page, and so the element.
_WHOLE = (":root", "html", "body")
_CLASS = re.compile(r"\.(-?[A-Za-z_][\w-]*)")
_COMMA = re.compile(r",(?![^(]*\))")


def scoped_style(style: str, scope: str, classes: Collection[str] | None = None) -> str:
    """Every rule of a style sheet for what stands inside ``scope``, and for nothing else.

    Parameters
    ----------
    style : str
        Rules, alone or in ``@media``; without comments, and without braces in strings.
    scope : str
        Selector of the element.
    classes : collection of str, optional
        Rules that name another class are left out.

    Examples
    --------
    >>> print(scoped_style(":root { color: red; } td, .big b { margin: 0 }", ".x"))
    .x { color: red; }
    .x td, .x .big b { margin: 0 }
    >>> print(scoped_style("@media print { .big { top: 0 } .tab { top: 0 } }", ".x", ["big"]))
    @media print {
    .x .big { top: 0 }
    }
    """
    return "\n".join(_rules(style, scope, classes))


def _rules(style: str, scope: str, classes: Collection[str] | None) -> Iterator[str]:
    at = 0
    while (opening := style.find("{", at)) >= 0:
        head, end = style[at:opening].strip(), _closing(style, opening)
        inside = style[opening + 1 : end]
        at = end + 1
        if head.startswith("@"):
            kept = scoped_style(inside, scope, classes)
            if kept:
                yield f"{head} {{\n{kept}\n}}"
            continue
        selectors = [each.strip() for each in _COMMA.split(head)]
        kept_selectors = [_scoped(each, scope) for each in selectors if _can_match(each, classes)]
        if kept_selectors:
            yield f"{', '.join(kept_selectors)} {{{inside}}}"


def _closing(style: str, opening: int) -> int:
    """Where the brace that opens there is closed."""
    depth = 0
    for match in re.compile("[{}]").finditer(style, opening):
        depth += 1 if match[0] == "{" else -1
        if not depth:
            return match.start()
    raise ValueError(f"the brace at {opening} is never closed")


def _can_match(selector: str, classes: Collection[str] | None) -> bool:
    return classes is None or all(name in classes for name in _CLASS.findall(selector))


def _scoped(selector: str, scope: str) -> str:
    return scope if selector in _WHOLE else f"{scope} {selector}"
