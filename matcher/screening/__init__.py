"""Filters of a ranking: what a list or a profile says, never points.

``parse_filters`` reads what a user wrote, ``Screen`` applies it to one candidate after the other.
"""

from matcher.screening.filters import ALLOWED, Filter, parse_filter, parse_filters
from matcher.screening.screen import Screen, filter_flags, with_filter_flags

__all__ = [
    "ALLOWED",
    "Filter",
    "Screen",
    "filter_flags",
    "parse_filter",
    "parse_filters",
    "with_filter_flags",
]
