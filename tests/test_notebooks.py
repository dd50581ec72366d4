"""The notebooks run from top to bottom, and their prose says what their cells give.

A cell tagged ``check-NAME`` gives what the text tagged ``says-NAME`` speaks of: every number and every
id in the text stands in what the cell shows.  Other texts hold no numbers.
"""

from __future__ import annotations

import os
import re
import shutil
import sys
import tempfile
from html import unescape
from pathlib import Path

import nbformat
import pytest
from jupyter_client.kernelspec import KernelSpecManager
from jupyter_client.manager import KernelManager
from nbclient import NotebookClient

from tests.conftest import ROOT

FOLDER = ROOT / "notebooks"
PATHS = sorted(FOLDER.glob("*.ipynb"))
NAMES = [path.stem for path in PATHS]
#: Seconds for one cell, on a machine that does much else.
PATIENCE = 300
#: What is no claim: code, targets of links, numbers of headings and lists.
_NO_PROSE = re.compile(r"`[^`\n]*`|\]\([^)]*\)|^\s*\d+\.\s", re.MULTILINE)
_FACT = re.compile(r"(?<![\w.,])(?:[a-z]\d+|\d[\d,]*(?:\.\d+)?)(?!\w)")
_TAG = re.compile(r"<[^>]+>")


def read(name: str) -> nbformat.NotebookNode:
    return nbformat.read(FOLDER / f"{name}.ipynb", as_version=4)


def tagged(notebook: nbformat.NotebookNode, kind: str) -> dict[str, nbformat.NotebookNode]:
    """Cells by the name behind a kind of tag."""
    return {
        tag.removeprefix(kind): cell
        for cell in notebook.cells
        for tag in cell.metadata.get("tags", ())
        if tag.startswith(kind)
    }


def facts(prose: str) -> set[str]:
    """Numbers and ids in a text, without those in code and links."""
    return {found.rstrip(",") for found in _FACT.findall(_NO_PROSE.sub(" ", prose))}


def shown(cell: nbformat.NotebookNode) -> str:
    """All that a cell shows, as text; tables whole, as they are in HTML."""
    parts = []
    for output in cell.outputs:
        parts.append(output.get("text", ""))
        data = output.get("data", {})
        page = _TAG.sub(" ", data.get("text/html", ""))
        parts += [data.get("text/plain", ""), unescape(page)]
    return "\n".join(parts)


@pytest.fixture(scope="module")
def executed(tmp_path_factory):
    """Runs a notebook in a copy of the data, in this environment's Python."""

    def run(name: str) -> nbformat.NotebookNode:
        place = tmp_path_factory.mktemp(name)
        shutil.copytree(ROOT / "data", place / "data")
        shutil.copytree(FOLDER, place / "notebooks", ignore=lambda _, names: names)
        notebook = read(name)
        # Names of sockets may have 107 letters, which those of pytest's folders exceed.
        with tempfile.TemporaryDirectory(prefix="nb") as private:
            execute(notebook, place / "notebooks", private)
        return notebook

    return run


def execute(notebook: nbformat.NotebookNode, cwd: Path, private: str) -> None:
    """Run all cells, whatever kernels and settings the machine has."""
    path = [str(Path(sys.executable).parent), os.environ.get("PATH", os.defpath)]
    names = ("IPYTHONDIR", "JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR")
    env = os.environ | dict.fromkeys(names, private)
    env |= {"PATH": os.pathsep.join(path), "PYTHONPATH": str(ROOT)}
    kernel = KernelManager(
        kernel_spec_manager=KernelSpecManager(kernel_dirs=[]),
        connection_file=str(Path(private, "kernel.json")),
        transport="ipc",
    )
    client = NotebookClient(notebook, km=kernel, timeout=PATIENCE)
    try:
        client.execute(cwd=str(cwd), env=env)
    finally:
        kernel.shutdown_kernel(now=True)


def test_there_are_notebooks():
    assert [name[:2] for name in NAMES] == ["01", "02", "03", "04", "05", "06"]


@pytest.mark.parametrize("name", NAMES)
def test_a_notebook_runs_and_its_prose_says_what_it_gives(executed, name):
    notebook = executed(name)
    checks, says = tagged(notebook, "check-"), tagged(notebook, "says-")
    for cell in notebook.cells:
        for output in cell.get("outputs", ()):
            assert output.get("name") != "stderr", (cell.source, output.text)
            told = output.get("data", {"text/html": ""})
            bare = "text/html" not in told and len(told) == 1
            assert not (bare and re.match(r"<.* at 0x", told["text/plain"])), cell.source
    wrong = {}
    for key, cell in says.items():
        given = facts(shown(checks[key]))
        # A sentence says "by 20 places" where the table has -20.
        wrong[key] = {fact for fact in facts(cell.source) if fact not in given}
    assert not {key: found for key, found in wrong.items() if found}


@pytest.mark.parametrize("name", NAMES)
def test_prose_with_figures_names_the_cell_that_gives_them(name):
    notebook = read(name)
    says = tagged(notebook, "says-")
    assert len(says) >= 3
    assert says.keys() <= tagged(notebook, "check-").keys()
    assert all(facts(cell.source) for cell in says.values())
    known = [id(cell) for cell in says.values()]
    others = [c for c in notebook.cells if c.cell_type == "markdown" and id(c) not in known]
    assert not [cell.source for cell in others if facts(cell.source)]


@pytest.mark.parametrize("name", NAMES)
def test_every_code_cell_is_introduced_and_short(name):
    cells = read(name).cells
    assert cells[0].source.startswith("# ")
    assert "## Answer" in [line for cell in cells for line in cell.source.splitlines()]
    assert max(len(cell.source.splitlines()) for cell in cells if cell.cell_type == "code") <= 20


@pytest.mark.parametrize("name", NAMES)
def test_notebooks_are_kept_without_output(name):
    notebook = read(name)
    nbformat.validate(notebook)
    assert notebook.metadata.keys() == {"kernelspec", "language_info"}
    assert notebook.metadata.kernelspec.name == "python3"
    assert notebook.metadata.language_info == {"name": "python"}
    for cell in notebook.cells:
        assert cell.metadata.keys() <= {"tags"}
        if cell.cell_type == "code":
            assert (cell.outputs, cell.execution_count) == ([], None)
    written = (FOLDER / f"{name}.ipynb").read_text(encoding="utf-8")
    assert "/home/" not in written


@pytest.mark.parametrize("name", NAMES)
def test_links_in_notebooks_lead_somewhere(name):
    text = "\n".join(cell.source for cell in read(name).cells if cell.cell_type == "markdown")
    targets = re.findall(r"\]\((?!https?:)([^)#\s]+)", text)
    assert not [target for target in targets if not (FOLDER / target).exists()]


def test_the_page_of_notebooks_names_them_all():
    for page in ("README.md", "docs/notebooks.md"):
        text = (ROOT / page).read_text(encoding="utf-8")
        assert [name for name in NAMES if f"notebooks/{name}.ipynb" not in text] == []


@pytest.mark.parametrize(
    ("prose", "found"),
    [
        ("c034 has 89.08 points, 8 of 9.", {"c034", "89.08", "8", "9"}),
        ("In `r7`, 1,234 of 12 jobs ([page](03_learn.ipynb))", {"1,234", "12"}),
        ("1. First\n2. Second", set()),
        ("falls by 3, to 6", {"3", "6"}),
        ("UTF-8 and CPAP", {"8"}),
        ("0.80, 0.44", {"0.80", "0.44"}),
    ],
)
def test_facts_are_numbers_and_ids(prose, found):
    assert facts(prose) == found
