"""Compile the inner loops while a wheel is built or the project is installed.

Two kinds, both listed in ``pyproject.toml``: the finder's loops are written in Cython beside their
Python reference, and the modules that read profiles are typed Python that mypyc compiles as it
stands.  Without a C compiler the package installs all the same and runs as Python; results are
equal, reading is slower.

An editable installation notes what it compiled; a wheel of the same sources takes it from there.
"""

from __future__ import annotations

import json
import os
import sys
import sysconfig
from contextlib import chdir
from hashlib import sha256
from importlib.metadata import version as version_of
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

FLAGS = ["-O3", "-g0"] if os.name == "posix" else []
#: What an editable installation compiled, under the project's folder.
NOTE = Path("build/compiled.json")


class CompileHook(BuildHookInterface):
    """Adds the compiled modules to a wheel, or puts them beside their sources if editable."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile, and mark the wheel as one for this platform if that worked."""
        root = Path(self.root)
        # The wheel is written after this call; the folder goes when the hook does.
        self._folder = TemporaryDirectory(prefix="matcher-build-")
        made_of = made_from(root)
        built = known_build(root, made_of)
        if not built:
            built = compile_all(root, self.config, Path(self._folder.name))
        if version == "editable":
            put_beside_sources(root, built)
            note_build(root, made_of, built)
        else:
            build_data["force_include"].update({str(p): place for place, p in built.items()})
        if built:
            build_data["pure_python"] = False
            build_data["infer_tag"] = True


def made_from(root: Path) -> str:
    """A digest of all that decides what is compiled: sources, tools, flags and the platform."""
    digest = sha256()
    names = ("cython", "mypy", "setuptools", "ahocorasick-rs", "msgspec")
    surroundings = [sys.version, sysconfig.get_config_var("EXT_SUFFIX"), *FLAGS]
    surroundings += [os.environ.get(name, "") for name in ("CC", "CFLAGS", "LDFLAGS")]
    digest.update(json.dumps([*surroundings, *map(version_of, names)]).encode())
    sources = [path for path in root.glob("matcher/**/*.py*") if path.suffix != ".pyc"]
    for path in sorted([*sources, root / "pyproject.toml", root / "hatch_build.py"]):
        digest.update(f"{path.relative_to(root)} {sha256_of(path)}\n".encode())
    return digest.hexdigest()


def sha256_of(path: Path) -> str:
    """Digest of a file; empty if there is none."""
    return sha256(path.read_bytes()).hexdigest() if path.is_file() else ""


def known_build(root: Path, made_of: str) -> dict[str, Path]:
    """What was compiled of the same before and still stands there; empty if not all of it does."""
    try:
        note = json.loads((root / NOTE).read_text(encoding="utf-8"))
        same = note["made_of"] == made_of
        files: dict[str, str] = dict(note["files"])
    except (OSError, ValueError, KeyError, TypeError):
        return {}
    if not same or any(sha256_of(root / place) != digest for place, digest in files.items()):
        return {}
    return {place: root / place for place in files}


def note_build(root: Path, made_of: str, built: dict[str, Path]) -> None:
    """Note what was compiled, for :func:`known_build`."""
    (root / NOTE).parent.mkdir(exist_ok=True)
    files = {place: sha256_of(root / place) for place in built}
    note = json.dumps({"made_of": made_of, "files": files}, indent=1, sort_keys=True)
    (root / NOTE).write_text(note, encoding="utf-8")


def put_beside_sources(root: Path, built: dict[str, Path]) -> None:
    """Replace what an earlier build left; without a compiler nothing of it stays."""
    for stale in (*root.glob("matcher/**/*.so"), *root.glob("*__mypyc.*.so")):
        if str(stale.relative_to(root)) not in built:
            stale.unlink()
    for place, path in built.items():
        fresh = (root / place).with_suffix(".fresh")
        fresh.write_bytes(path.read_bytes())
        fresh.replace(root / place)


def compile_all(root: Path, config: dict[str, Any], folder: Path) -> dict[str, Path]:
    """Compiled files by their place in the package; empty where there is no compiler."""
    from Cython.Build import cythonize
    from setuptools import Distribution, Extension
    from setuptools.command.build_ext import build_ext
    from setuptools.errors import CCompilerError, ExecError, PlatformError

    written = [
        Extension(module_name(path), [str(root / path)], extra_compile_args=FLAGS)
        for path in config["cython"]
    ]
    extensions = cythonize(written, build_dir=str(folder), quiet=True)
    extensions += typed_modules(root, config["mypyc"], folder)
    command = build_ext(Distribution({"name": "matcher", "ext_modules": extensions}))
    command.build_lib = str(folder / "lib")
    command.build_temp = str(folder / "temp")
    command.ensure_finalized()
    try:
        command.run()
    except (CCompilerError, ExecError, PlatformError) as error:
        sys.stderr.write(f"matcher: not compiled, everything runs as Python: {error}\n")
        return {}
    return {
        command.get_ext_filename(name): Path(command.get_ext_fullpath(name))
        for name in (extension.name for extension in extensions)
    }


def module_name(path: str) -> str:
    """Name of the module in a source file."""
    return ".".join(Path(path).with_suffix("").parts)


def typed_modules(root: Path, paths: list[str], folder: Path) -> list[Any]:
    """The modules that mypyc compiles; none where this mypy does not accept them."""
    from mypyc.build import mypycify

    options = ["--config-file=", "--ignore-missing-imports", "--follow-imports=silent"]
    options.append(f"--cache-dir={folder / 'mypy'}")
    with chdir(root):
        try:
            extensions: list[Any] = mypycify(
                [*options, *paths], group_name="matcher", target_dir=str(folder / "mypyc")
            )
        except SystemExit as error:
            sys.stderr.write(f"matcher: reading runs as Python: {error}\n")
            return []
    for extension in extensions:
        extension.extra_compile_args += FLAGS
    return extensions
