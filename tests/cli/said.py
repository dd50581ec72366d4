"""What a command said."""

from __future__ import annotations


def lines(text: str) -> list[str]:
    return [line for line in text.splitlines() if line]
