"""Files appear whole or not at all, and say why they cannot be written."""

from __future__ import annotations

import resource
import signal
import subprocess
import sys

import pytest

from matcher.batch.files import (
    UNFINISHED,
    digest_of,
    make_folder,
    one_writer,
    sweep,
    whole_file,
    write_whole,
)
from matcher.errors import InputError


def test_a_failed_write_leaves_the_old_file_and_nothing_else(tmp_path):
    path = tmp_path / "a.txt"
    write_whole(path, b"old")
    with pytest.raises(TypeError), whole_file(path) as file:
        file.writelines([b"new", "no bytes"])
    assert path.read_bytes() == b"old"
    assert [p.name for p in tmp_path.iterdir()] == ["a.txt"]


def test_no_room_is_one_line_and_nothing_half_written(tmp_path):
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, limits[1]))
    try:
        with pytest.raises(InputError, match="cannot be written: File too large") as error:
            write_whole(tmp_path / "a.bin", b"x" * 5000)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
        signal.signal(signal.SIGXFSZ, handler)
    assert str(tmp_path / "a.bin") in str(error.value)
    assert not list(tmp_path.iterdir())


def test_a_file_where_a_folder_should_be_is_told(tmp_path):
    (tmp_path / "out").write_text("")
    with pytest.raises(InputError, match="allowed: a folder"):
        make_folder(tmp_path / "out")
    with pytest.raises(InputError, match="allowed: a folder"):
        make_folder(tmp_path / "out" / "deeper")
    with pytest.raises(InputError, match="cannot be written: No such file"):
        write_whole(tmp_path / "none" / "a.txt", b"")


def test_what_was_left_unfinished_is_swept(tmp_path):
    (tmp_path / f"{UNFINISHED}abc").write_text("half")
    (tmp_path / "whole").write_text("whole")
    sweep(tmp_path)
    assert [p.name for p in tmp_path.iterdir()] == ["whole"]


def test_one_writer_at_a_time_and_a_killed_one_is_none(tmp_path):
    code = (
        "import sys, time; from pathlib import Path; from matcher.batch.files import one_writer\n"
        "with one_writer(Path(sys.argv[1])):\n print('held', flush=True); time.sleep(60)"
    )
    other = subprocess.Popen([sys.executable, "-c", code, str(tmp_path)], stdout=subprocess.PIPE)
    with other:
        assert other.stdout.readline() == b"held\n"
        with pytest.raises(InputError, match="another process"), one_writer(tmp_path):
            pass
        other.kill()
        other.wait()
    with one_writer(tmp_path):
        pass


def test_a_digest_is_that_of_the_content(tmp_path):
    write_whole(tmp_path / "a", b"abc")
    known = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    assert digest_of(tmp_path / "a") == f"sha256:{known}"
    with pytest.raises(InputError, match="cannot be read"):
        digest_of(tmp_path / "none")
