"""What is vendored is what its package holds, to the byte."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FOLDERS = [ROOT / "matcher/web/static/vendor", ROOT / "tests/web/e2e/vendor"]


@pytest.mark.parametrize("folder", FOLDERS, ids=["page", "tests"])
def test_files_are_those_of_the_list(folder):
    listed = json.loads((folder / "vendored.json").read_text(encoding="utf-8"))
    digests = {file["name"]: file["sha256"] for each in listed for file in each["files"]}
    found = {path.name for path in folder.iterdir()} - {"vendored.json"}
    assert found == set(digests)
    for name, digest in digests.items():
        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == digest


@pytest.mark.parametrize("folder", FOLDERS, ids=["page", "tests"])
def test_versions_are_pinned_and_licences_beside(folder):
    for each in json.loads((folder / "vendored.json").read_text(encoding="utf-8")):
        assert re.fullmatch(r"\d+\.\d+\.\d+", each["version"])
        assert each["integrity"].startswith("sha512-")
        assert any(file["from"] == "LICENSE" for file in each["files"])
        main = (folder / each["files"][0]["name"]).read_text(encoding="utf-8")
        assert each["version"] in main


TEMPLATES = sorted((ROOT / "matcher/web/templates").glob("*.j2"))
OUTSIDE = re.compile(r"""(?:src|href|action)=["']?(?:https?:)?//""")
STYLE = re.compile(r"<style>[^<]*</style>")
INLINE = re.compile(r"""<style|\sstyle=|\son[a-z]+=|hx-on|<script(?![^>]*\ssrc=)|javascript:""")


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_templates_hold_no_inline_code_and_ask_nobody_else(path):
    text = path.read_text(encoding="utf-8")
    if path.name == "paper.html.j2":
        # A file that stands alone, with a policy of its own that allows its style and nothing else.
        text = STYLE.sub("", text, count=1)
    assert not INLINE.search(text)
    assert not OUTSIDE.search(text)
    assert "|safe" not in text


@pytest.mark.parametrize("name", ["page", "job", "ranking", "applicant", "roving", "typeahead"])
def test_scripts_make_no_markup_of_texts(name):
    text = (ROOT / f"matcher/web/static/{name}.js").read_text(encoding="utf-8")
    assert not re.search(r"innerHTML\s*=|outerHTML|insertAdjacentHTML|document\.write|eval\(", text)
