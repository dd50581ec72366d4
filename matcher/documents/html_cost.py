"""How deep a page nests, found without parsing it: parsers need quadratic time for deep pages."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field

from matcher.errors import InputError

#: Limits of a page: characters, unclosed elements, attributes of an element, and elements that a
#: parser must open again in each block because formatting was never closed.
MAX_PAGE = 5_000_000
MAX_DEPTH = 5_000
MAX_ATTRIBUTES = 2_000
MAX_REOPENED = 300_000
_TAG = re.compile(r"<(?:(?P<comment>!--)|(?P<close>/)?(?P<name>[a-zA-Z][^ \t\n\r\f/>]{0,40}))")
_ATTRIBUTE = re.compile(
    r"[ \t\n\r\f/]*+(?:(?P<end>>)|[^ \t\n\r\f/>][^ \t\n\r\f/>=]*+"
    r"(?:[ \t\n\r\f]*+=[ \t\n\r\f]*+(?:(?P<quote>[\"'])|[^ \t\n\r\f>]*+))?+)"
)
_VERBATIM = frozenset(("script", "style", "textarea", "title", "xmp", "iframe", "noframes"))
_VOID = frozenset(
    (
        *("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param"),
        *("source", "track", "wbr", "keygen"),
    )
)
_CLOSED_BY_NEXT = frozenset(
    ("p", "li", "dt", "dd", "td", "th", "tr", "tbody", "thead", "tfoot", "option", "rt", "rp")
)
_FORMATTING = frozenset(
    (
        *("a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong"),
        *("tt", "u"),
    )
)


def check_cost(html: str, source: str) -> None:
    """Refuse a page that would take a parser very long.

    Raises
    ------
    InputError
        If it is beyond one of the limits above.

    Examples
    --------
    >>> check_cost("<div>" * 9_000, "x.html")
    Traceback (most recent call last):
    matcher.errors.InputError: x.html: nests too deeply; allowed: at most 5,000 unclosed elements
    """
    if len(html) > MAX_PAGE:
        found = f"holds more than {MAX_PAGE:,} characters of HTML"
        raise InputError(source, found, allowed=f"at most {MAX_PAGE:,}")
    scan = _Scan(source)
    at = 0
    while match := _TAG.search(html, at):
        if match["comment"]:
            at = _behind(html, "-->", match.end() - 2)
            continue
        name = match["name"].lower()
        at = _attributes_end(html, match.end(), source)
        if match["close"]:
            scan.close(name)
            continue
        scan.open(name)
        if name in _VERBATIM:
            at = _end_of_verbatim(html, name, at)


def _behind(html: str, sign: str, at: int) -> int:
    found = html.find(sign, at)
    return len(html) if found < 0 else found + len(sign)


def _end_of_verbatim(html: str, name: str, at: int) -> int:
    end = re.compile(f"</{name}", re.IGNORECASE).search(html, at)
    return end.start() if end else len(html)


def _attributes_end(html: str, at: int, source: str) -> int:
    count = 0
    while match := _ATTRIBUTE.match(html, at):
        if match["end"]:
            return match.end()
        count += 1
        if count > MAX_ATTRIBUTES:
            found = "an element has too many attributes"
            raise InputError(source, found, allowed=f"at most {MAX_ATTRIBUTES:,}")
        at = _behind(html, match["quote"], match.end()) if match["quote"] else match.end()
    return len(html)


@dataclass(slots=True)
class _Scan:
    """Elements that are open, and what a parser opens again because of them."""

    source: str
    opened: Counter[str] = field(default_factory=Counter)
    depth: int = 0
    formatting: int = 0
    reopened: int = 0

    def open(self, name: str) -> None:
        if name in _VOID or name in _VERBATIM:
            return
        self.reopened += self.formatting
        if self.reopened > MAX_REOPENED and self.formatting > 50:
            found = "leaves too many elements unclosed"
            raise InputError(self.source, found, allowed="closed formatting elements")
        if name in _CLOSED_BY_NEXT:
            return
        self.opened[name] += 1
        self.depth += 1
        self.formatting += name in _FORMATTING
        if self.depth > MAX_DEPTH:
            allowed = f"at most {MAX_DEPTH:,} unclosed elements"
            raise InputError(self.source, "nests too deeply", allowed=allowed)

    def close(self, name: str) -> None:
        if self.opened[name]:
            self.opened[name] -= 1
            self.depth -= 1
            self.formatting -= name in _FORMATTING
