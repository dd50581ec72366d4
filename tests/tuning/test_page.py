"""The figures that docs/tuning.md shows are those its command prints."""

from __future__ import annotations

import re
import shlex

from matcher.cli import run
from tests.conftest import ROOT


def test_shown_evaluation_is_what_the_command_prints(capsys, monkeypatch):
    page = (ROOT / "docs/tuning.md").read_text(encoding="utf-8")
    command = re.search(r"^\$ matcher (evaluate .* --against .*)$", page, re.MULTILINE)[1]
    shown = re.search(r"```text\n(mean over jobs.*?)```", page, re.DOTALL)[1].splitlines()
    monkeypatch.chdir(ROOT)
    monkeypatch.setenv("COLUMNS", "80")
    assert run(shlex.split(command)) == 0
    printed = [line.rstrip() for line in capsys.readouterr().out.splitlines()]
    assert len(shown) > 15
    assert [line for line in shown if line not in printed] == []
