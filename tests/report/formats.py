"""One ledger through every format: what each view shows of it, as hundredths of a point."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

from rich.console import Console

from matcher.report import RankResult
from matcher.report.as_csv import stream_csv
from matcher.report.as_html import render_html
from matcher.report.as_json import stream_json
from matcher.report.as_table import RankTable

VOID = frozenset({"meta", "input", "col", "br", "img", "link"})


class Document(HTMLParser):
    """A page taken apart: tags must nest, scripts are kept by id, text is collected."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.scripts: dict[str, str] = {}
        self.words: list[str] = []
        self._script = ""
        self.feed(text)
        self.close()
        assert not self.open, f"never closed: {self.open}"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self._script = dict(attrs).get("id") or ""
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] == "script":
            self.scripts[self._script] = data
        elif self.open and self.open[-1] != "style":
            self.words.append(data)


def hundredths(text: str) -> int:
    """``12.50`` as 1250."""
    assert re.fullmatch(r"\d+\.\d\d", text), text
    return int(text.replace(".", ""))


def as_json(result: RankResult) -> dict[str, Any]:
    """The JSON, read back."""
    parsed: dict[str, Any] = json.loads("".join(stream_json(result)))
    return parsed


def as_csv(result: RankResult) -> list[dict[str, str]]:
    """The CSV, read back."""
    return list(csv.DictReader(io.StringIO("".join(stream_csv(result)), newline="")))


def as_table(result: RankResult, width: int = 120) -> str:
    """The terminal table as plain text."""
    console = Console(width=width, file=io.StringIO(), color_system=None, legacy_windows=False)
    console.print(RankTable(result))
    stream = console.file
    assert isinstance(stream, io.StringIO)
    return stream.getvalue()


def ledgers_by_view(result: RankResult) -> Iterator[tuple[str, list[tuple[int, dict[str, int]]]]]:
    """For JSON, CSV and HTML: per candidate the score and the points by requirement."""
    yield (
        "ledger",
        [
            (r.ledger.score, {e.assessment.requirement_id: e.points for e in r.ledger.entries})
            for r in result.ranked
        ],
    )
    yield (
        "json",
        [
            (
                c["score_hundredths"],
                {a["requirement_id"]: a["points_hundredths"] for a in c["assessments"]},
            )
            for c in as_json(result)["candidates"]
        ],
    )
    yield (
        "csv",
        [
            (
                hundredths(row["score"]),
                {
                    key.split()[0]: hundredths(cell)
                    for key, cell in row.items()
                    if re.match(r"r\d+ points", key)
                },
            )
            for row in as_csv(result)
            if not row["set_aside"]
        ],
    )
    document = Document(render_html(result))
    asked = json.loads(document.scripts["requirements-data"])
    candidates = (json.loads(document.scripts[f"c{n}"]) for n in range(len(result.ranked)))
    yield (
        "html",
        [
            (
                hundredths(c["score"]),
                {r["id"]: hundredths(e["p"]) for r, e in zip(asked, c["entries"], strict=True)},
            )
            for c in candidates
        ],
    )
