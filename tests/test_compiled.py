"""What the build compiles is compiled here, and uses nothing that means something else there."""

from __future__ import annotations

import ast
import importlib
import importlib.util
import sys
import tomllib
from pathlib import Path
from types import ModuleType

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


@pytest.fixture
def hook(monkeypatch):
    """The build's hook, without the builder and its tools, which are there only while it builds."""
    interface = ModuleType("hatchling.builders.hooks.plugin.interface")
    interface.BuildHookInterface = object
    monkeypatch.setitem(sys.modules, interface.__name__, interface)
    spec = importlib.util.spec_from_file_location("hatch_build", ROOT / "hatch_build.py")
    loaded = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(loaded)
    monkeypatch.setattr(loaded, "version_of", "{} 1".format)
    return loaded


@pytest.fixture
def project(tmp_path):
    for name in ("matcher/inner/loop.py", "matcher/_loop.so", "pyproject.toml", "hatch_build.py"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(name)
    return tmp_path


def test_what_is_compiled_is_taken_again_for_the_same_sources(hook, project):
    made_of = hook.made_from(project)
    assert hook.known_build(project, made_of) == {}
    hook.note_build(project, made_of, {"matcher/_loop.so": project / "elsewhere.so"})
    known = {"matcher/_loop.so": project / "matcher/_loop.so"}
    assert hook.known_build(project, hook.made_from(project)) == known


@pytest.mark.parametrize(
    ("place", "content"),
    [
        ("matcher/inner/loop.py", "other"),
        ("matcher/inner/new.pyi", "new"),
        ("pyproject.toml", "other"),
        ("hatch_build.py", "other"),
        ("matcher/_loop.so", "other"),
        ("build/compiled.json", "[]"),
    ],
)
def test_after_any_change_it_is_compiled_anew(hook, project, place, content):
    hook.note_build(project, hook.made_from(project), {"matcher/_loop.so": project})
    (project / place).write_text(content)
    assert hook.known_build(project, hook.made_from(project)) == {}


def test_other_tools_compile_anew(hook, project, monkeypatch):
    hook.note_build(project, hook.made_from(project), {"matcher/_loop.so": project})
    monkeypatch.setattr(hook, "version_of", "{} 2".format)
    assert hook.known_build(project, hook.made_from(project)) == {}
