"""What the build compiles is compiled here, and uses nothing that means something else there."""

from __future__ import annotations

import ast
import importlib
import tomllib
from pathlib import Path

import pytest

from tests.conftest import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
HOOK = PROJECT["tool"]["hatch"]["build"]["hooks"]["custom"]


@pytest.mark.parametrize("source", [*HOOK["cython"], *HOOK["mypyc"]])
def test_this_installation_is_compiled(source, request):
    """A build that silently fell back would make every law about compiled modules empty."""
    if request.config.getoption("--interpreted"):
        pytest.skip("--interpreted runs without")
    module = importlib.import_module(".".join(Path(source).with_suffix("").parts))
    assert Path(module.__file__).suffix in (".so", ".pyd")


@pytest.mark.parametrize("source", HOOK["mypyc"])
def test_nothing_is_cached_on_an_attribute(source):
    """Compiled, a cached property is worked out at every use."""
    tree = ast.parse((ROOT / source).read_text(encoding="utf-8"))
    names = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    assert "cached_property" not in names
