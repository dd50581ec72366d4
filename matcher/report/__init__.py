"""Ledgers as JSON, CSV, terminal tables and HTML: rendering only, never a number of their own."""

from matcher.report.result import RankResult

__all__ = ["RankResult"]
