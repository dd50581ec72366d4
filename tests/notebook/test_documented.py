"""What the documents show of the Python API runs, and gives what they say."""

from __future__ import annotations

import doctest
import re

import pytest

from tests.conftest import ROOT
from tests.test_docs import workplace

__all__ = ["workplace"]

OPTIONS = doctest.NORMALIZE_WHITESPACE | doctest.ELLIPSIS


@pytest.mark.usefixtures("workplace")
@pytest.mark.parametrize("name", ["docs/notebooks.md"])
def test_sessions_give_what_is_shown(name):
    text = (ROOT / name).read_text(encoding="utf-8")
    blocks = re.findall(r"```pycon\n(.*?)```", text, re.DOTALL)
    assert len(blocks) >= 3
    session = doctest.DocTestParser().get_doctest("".join(blocks), {}, name, name, 0)
    said: list[str] = []
    found = doctest.DocTestRunner(optionflags=OPTIONS).run(session, out=said.append)
    assert not found.failed, "".join(said)


@pytest.mark.usefixtures("workplace")
def test_the_readmes_lines_run():
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    [block] = re.findall(r"```python\n(.*?)```", text, re.DOTALL)
    names: dict[str, object] = {}
    exec(block, names)
    assert len(names["results"]) == 64
