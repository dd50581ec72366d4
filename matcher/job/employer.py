"""Names of the employer, which are no skills in its own advertisement."""

from __future__ import annotations

import re

from matcher.taxonomy.normal import fold_name

_NAME = r"(?P<name>[A-Z][\w&.'’+-]*(?: [A-Z][\w&.'’+-]*){0,3})"
_COMPANY = (
    r"\b(?:company|platform|start-?up|leaders?|leading|provider|firm|organi[sz]ation|agency|bank|group"
    r"|employer|business|institution|university|hospital|maker|manufacturer|team|hiring|seeking"
    r"|looking|committed|proud|portal|marketplace|brand|retailer)\b"
)
_PATTERNS = (
    re.compile(rf"^{_NAME}(?:®|™)? [-–—|] (?:[A-Z][\w .]+, |None$|Remote\b)", re.MULTILINE),
    re.compile(
        rf"\b(?:About|Join|join|Working at|work at|Life at|life at) {_NAME}(?:®|™)?(?=[\s:.,!?]|$)"
    ),
    re.compile(rf"\bAt {_NAME}(?:®|™)?, (?:we|you|our)\b"),
    re.compile(
        rf"(?:^|[.!?] |\n){_NAME}(?:®|™)?(?:,? Inc\b| was (?:founded|established)\b"
        rf"| is (?:an?|the|one of|proud|committed|looking|seeking|hiring)\b"
        rf"[^.\n]{{0,80}}?{_COMPANY})"
    ),
)
_NO_NAME = frozenset(["us", "the", "you", "our", "this", "role", "it", "we", "a", "an", "team"])


def employer_names(text: str) -> frozenset[str]:
    r"""Folded names by which a description calls its employer.

    Examples
    --------
    >>> sorted(employer_names("Snowflake - Berlin, DEU\nAt Snowflake, we love data."))
    ['snowflake']
    """
    names = {
        fold_name(match["name"].removesuffix("'s").removesuffix("’s"))
        for pattern in _PATTERNS
        for match in pattern.finditer(text)
    }
    return frozenset(name for name in names if name not in _NO_NAME)
