"""The example of docs/plots.md runs as it stands."""

from __future__ import annotations

import re
from typing import Any

from matplotlib.figure import Figure

import matcher.plots as plots
from tests.conftest import ROOT


def test_the_example_of_the_document_runs(tmp_path, monkeypatch):
    text = (ROOT / "docs" / "plots.md").read_text(encoding="utf-8")
    [example] = re.findall(r"```python\n(.*?)```", text, re.DOTALL)
    (tmp_path / "data").symlink_to(ROOT / "data")
    monkeypatch.chdir(tmp_path)
    names: dict[str, Any] = {}
    exec(example, names)
    assert isinstance(names["results"].plot.waterfall("c034"), Figure)
    assert (tmp_path / "sensitivity.png").read_bytes().startswith(b"\x89PNG")


def test_the_document_names_every_figure():
    text = (ROOT / "docs" / "plots.md").read_text(encoding="utf-8")
    assert [name for name in plots.__all__ if f"`{name}(" not in text] == []
