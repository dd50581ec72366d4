"""Which program a run was scored by: digest of its sources, versions of its libraries."""

from __future__ import annotations

import hashlib
import platform
import re
from functools import cache
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path

import matcher

_DISTRIBUTION = "requirement-matcher"
#: Python, what is compiled, and the rules, which read texts as much as code does.
_SOURCES = ("**/*.py", "**/*.pyx", "rules/*.yaml")
_NAME = re.compile(r"[A-Za-z0-9._-]+")


@cache
def code_digest() -> str:
    """SHA-256 over the names and contents of the installed package's sources and rules.

    Examples
    --------
    >>> code_digest()[:7], len(code_digest())
    ('sha256:', 71)
    """
    package = Path(matcher.__file__).parent
    files = (path for ending in _SOURCES for path in package.glob(ending))
    lines = hashlib.sha256()
    for name in sorted(path.relative_to(package).as_posix() for path in files):
        content = hashlib.sha256((package / name).read_bytes()).hexdigest()
        lines.update(f"{content} {name}\n".encode())
    return f"sha256:{lines.hexdigest()}"


@cache
def libraries() -> dict[str, str]:
    """Versions of Python and of the libraries that the package needs, by name."""
    try:
        needed = requires(_DISTRIBUTION) or []
    except PackageNotFoundError:
        needed = []
    names = [_NAME.match(each) for each in needed if "extra ==" not in each]
    found = {name[0]: version(name[0]) for name in names if name}
    return {"python": platform.python_version(), **found}
