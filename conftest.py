"""Which engine the tests run.

``pytest`` runs what an installation runs, ``pytest --interpreted tests/profile`` the
same tests without any compiled module.
"""

from __future__ import annotations

import importlib
import sys
from importlib.machinery import SOURCE_SUFFIXES, FileFinder, SourceFileLoader
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent / "matcher"


def pytest_addoption(parser):
    """Add the choice."""
    parser.addoption(
        "--interpreted", action="store_true", help="Run Python sources, no compiled module."
    )


def pytest_configure(config):
    """Make it, before anything is imported."""
    if config.getoption("--interpreted"):
        sys.path_hooks.insert(0, sources_only)
        sys.path_importer_cache.clear()
    else:
        compiled = [*PACKAGE.rglob("*.so"), *PACKAGE.rglob("*.pyd")]
        check_fresh(compiled)
        for path in compiled:
            # Doctests would otherwise load the source of a module beside its compiled self.
            inside = path.relative_to(PACKAGE.parent).with_name(path.name.split(".")[0])
            importlib.import_module(".".join(inside.parts))


def sources_only(folder):
    """Path hook that sees no compiled module of the package."""
    if not Path(folder).is_relative_to(PACKAGE):
        raise ImportError(folder)
    return FileFinder(folder, (SourceFileLoader, SOURCE_SUFFIXES))


def check_fresh(compiled):
    """Refuse to test compiled modules that are older than what they were made of."""
    for path in compiled:
        name = path.name.split(".")[0]
        for source in (path.with_name(f"{name}.py"), path.with_name(f"{name}.pyx")):
            if source.exists() and source.stat().st_mtime > path.stat().st_mtime:
                changed = source.relative_to(PACKAGE.parent)
                pytest.exit(f"{changed} changed since it was compiled: make compiled", 2)
