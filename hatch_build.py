"""Compile the finder's inner loops while a wheel is built or the project is installed.

Without a C compiler the package installs all the same and runs on its Python reference; results are
equal, reading is slower.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

MODULES = {"matcher.taxonomy._compiled": "matcher/taxonomy/_compiled.pyx"}


class CompileHook(BuildHookInterface):
    """Adds the compiled modules to a wheel, or puts them beside their sources if editable."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile, and mark the wheel as one for this platform if that worked."""
        root = Path(self.root)
        # The wheel is written after this call; the folder goes when the hook does.
        self._folder = TemporaryDirectory(prefix="matcher-build-")
        built = _compile(root, Path(self._folder.name))
        for name, path in built.items():
            inside = f"{name.replace('.', '/')}{''.join(path.suffixes)}"
            if version == "editable":
                fresh = (root / inside).with_suffix(".fresh")
                fresh.write_bytes(path.read_bytes())
                fresh.replace(root / inside)
            else:
                build_data["force_include"][str(path)] = inside
        if built:
            build_data["pure_python"] = False
            build_data["infer_tag"] = True


def _compile(root: Path, folder: Path) -> dict[str, Path]:
    """Compiled file by module; empty where there is no compiler."""
    from Cython.Build import cythonize
    from setuptools import Distribution, Extension
    from setuptools.command.build_ext import build_ext
    from setuptools.errors import CCompilerError, ExecError, PlatformError

    flags = ["-O3", "-g0"] if os.name == "posix" else []
    sources = [
        Extension(name, [str(root / path)], extra_compile_args=flags)
        for name, path in MODULES.items()
    ]
    extensions = cythonize(sources, build_dir=str(folder), quiet=True)
    command = build_ext(Distribution({"name": "matcher", "ext_modules": extensions}))
    command.build_lib = str(folder / "lib")
    command.build_temp = str(folder / "temp")
    command.ensure_finalized()
    try:
        command.run()
    except (CCompilerError, ExecError, PlatformError) as error:
        sys.stderr.write(f"matcher: not compiled, the Python reference will run: {error}\n")
        return {}
    return {name: Path(command.get_ext_fullpath(name)) for name in MODULES}
