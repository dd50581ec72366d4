"""Where results go: a file that appears whole or not at all, or standard output."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

from matcher.errors import InputError


def write_result(chunks: Iterable[str], target: str | None) -> None:
    """Write text to a file, or to standard output where ``target`` is None or ``-``.

    The text goes to a temporary file beside the target, which then takes its name, so no reader
    ever sees half of it.

    Raises
    ------
    InputError
        If the file cannot be written.
    """
    if target is None or target == "-":
        for chunk in chunks:
            sys.stdout.write(chunk)
        sys.stdout.flush()
        return
    path = Path(target)
    temporary: str | None = None
    try:
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
            file.writelines(chunks)
        Path(temporary).chmod(0o644)
        Path(temporary).replace(path)
    except OSError as error:
        if temporary is not None:
            Path(temporary).unlink(missing_ok=True)
        raise InputError(target, f"cannot be written: {error.strerror}") from error
