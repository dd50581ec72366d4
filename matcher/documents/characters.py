"""Characters that readers of documents give back in a form nobody would type."""

from __future__ import annotations

import re

_BULLETS = dict.fromkeys(map(chr, (0xF0A7, 0xF0A8, 0xF0B7, 0xF0D8, 0xF0FC, 0xF076, 0xF06E)), "•")
_LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}
_ODD = {**_BULLETS, **_LIGATURES, "\xad": "", "\u200b": "", "\ufeff": ""}
#: Symbol fonts' private characters that are no bullets, controls, and halves of pairs.
_UNREADABLE = re.compile("[\ue000-\uf8ff\ud800-\udfff\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
#: UTF-8 that somebody's program read as cp1252 before it made the document.
_TWICE_ENCODED = re.compile("[Â-ô][\x80-¿ŒœŠšŸŽžƒˆ˜–—‘’‚“”„†‡•…‰‹›€™]{1,3}")
#: What is left of it where the last byte was a space or a control.
_REMAINS = re.compile(r"(?:(?<![A-ZÀ-Þ])Â|ï¼|â€)(?=\s|$)")


def readable(text: str) -> str:
    r"""The text with bullets of symbol fonts, ligatures and twice-encoded signs mended.

    Examples
    --------
    >>> readable("\uf0b7 e\ufb03cient â€“ cafÃ©")
    '• efficient – café'
    """
    for odd, plain in _ODD.items():
        if odd in text:
            text = text.replace(odd, plain)
    text = _REMAINS.sub("", _TWICE_ENCODED.sub(_decoded_again, text))
    return _UNREADABLE.sub(" ", text)


def _decoded_again(match: re.Match[str]) -> str:
    found = match[0]
    raw = bytearray()
    for char in found:
        try:
            raw += char.encode("cp1252")
        except UnicodeEncodeError:
            if ord(char) > 0xFF:
                return found
            raw.append(ord(char))
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return found
