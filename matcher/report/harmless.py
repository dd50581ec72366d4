"""Texts from outside made harmless to show: control characters, text direction, length."""

from __future__ import annotations

import re

#: Controls, C1 controls, zero-width and direction signs, line separators, tags, lone surrogates.
_HARMFUL = (
    "\\x00-\\x08\\x0b-\\x1f\\x7f-\\x9f\\u061c\\u180e\\u200b\\u200e\\u200f\\u2028-\\u202e"
    "\\u2060-\\u206f\\ufeff\\ufff9-\\ufffb\\ud800-\\udfff\\U000e0000-\\U000e007f"
)
HARMFUL = re.compile(f"[{_HARMFUL}]")
_WHITE = re.compile(r"\s+")
_PICTURES = 0x2400
_REPLACEMENT = "\ufffd"
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_NUMBER = re.compile(r"[+-]?\d{1,15}(?:\.\d{1,15})?\Z")


def _picture(match: re.Match[str]) -> str:
    code = ord(match[0])
    return chr(_PICTURES + code) if code < 0x20 else "␡" if code == 0x7F else _REPLACEMENT


def visible(text: str) -> str:
    r"""``text`` with every character that hides or reorders others replaced by a sign for it.

    One sign stands for one character, so offsets keep their meaning; tabs and line feeds stay.

    Examples
    --------
    >>> visible("a\x00b\u202ec") == "a␀b\ufffdc"
    True
    """
    return HARMFUL.sub(_picture, text)


def one_line(text: str, limit: int | None = None) -> str:
    r""":func:`visible` text on one line, at most ``limit`` characters long.

    Examples
    --------
    >>> one_line("  Senior\n  developer "), one_line("responsibilities", 8)
    ('Senior developer', 'respons…')
    """
    if limit is not None:
        text = text[: limit * 8]
    line = _WHITE.sub(" ", visible(_WHITE.sub(" ", text))).strip()
    return line if limit is None or len(line) <= limit else line[: limit - 1].rstrip() + "…"


def safe_cell(text: str) -> str:
    """A spreadsheet cell that no program takes for a formula; plain numbers stay as they are.

    Cells that begin with ``= + - @``, a tab or a line end get a leading apostrophe.

    Examples
    --------
    >>> safe_cell("=HYPERLINK(A1)"), safe_cell("-3.5"), safe_cell("- led a team")
    ("'=HYPERLINK(A1)", '-3.5', "'- led a team")
    """
    shown = visible(text.replace("\r\n", "\n"))
    risky = text.startswith(_FORMULA) or shown.lstrip().startswith(_FORMULA)
    return "'" + shown if risky and not _NUMBER.match(text) else shown


def bare_cell(cell: str) -> str:
    """What :func:`safe_cell` was given, of what it gave; characters it replaced stay replaced.

    Examples
    --------
    >>> bare_cell(safe_cell("=k12")), bare_cell(safe_cell("k12")), bare_cell("'tis")
    ('=k12', 'k12', "'tis")
    """
    return cell[1:] if cell.startswith("'") and safe_cell(cell[1:]) == cell else cell
