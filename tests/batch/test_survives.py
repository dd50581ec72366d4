"""A killed batch goes on; without room or with other inputs it says so, and spoils nothing."""

from __future__ import annotations

import json
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from matcher.batch.files import UNFINISHED
from matcher.batch.work import working_in
from matcher.cli import run
from matcher.errors import InputError
from tests.batch.people import contents, write_jobs, write_list
from tests.conftest import ROOT

PEOPLE, CHUNK_ROWS, PARTS = 240, 12, 21
AS_OF = ["--as-of", "2026-11-01"]


@pytest.fixture(scope="module")
def given(tmp_path_factory):
    """A folder with jobs and a list, and the results of a batch that nobody disturbed."""
    folder = tmp_path_factory.mktemp("survives")
    write_jobs(folder / "jobs")
    write_list(folder / "people.csv", PEOPLE, bad=True)
    assert run([*command(folder, folder / "whole"), *AS_OF, "--workers", "1"]) == 3
    return folder


def command(folder, out):
    parts = ["--chunk-rows", str(CHUNK_ROWS), "--all", "--keep", "name"]
    return ["batch", str(folder / "jobs"), str(folder / "people.csv"), "--out", str(out), *parts]


def started(folder, out, *options, **how):
    line = [sys.executable, "-m", "matcher", *command(folder, out), *options]
    return subprocess.Popen(line, cwd=ROOT, stderr=subprocess.PIPE, text=True, **how)


def parts_of(out):
    return len(list((out / ".work" / "parts").glob("*.arrow")))


def kill_when(process, happened):
    """Kill a batch and its helpers as soon as something happened; whether it was in time."""
    while process.poll() is None:
        if happened():
            process.kill()
            process.wait()
            return True
        time.sleep(0.001)
    return False


@contextmanager
def ended(process):
    with process:
        yield process.communicate()[1]


@pytest.mark.parametrize("seed", [1, 2])
def test_killed_at_random_moments_it_goes_on_to_the_same_bytes(given, tmp_path, seed):
    chance, out = random.Random(seed), tmp_path / "out"
    workers = ["--workers", str(1 + seed % 3)]
    finishing = [
        lambda: (out / "top").is_dir(),
        lambda: (out / "lists" / "analyst.xlsx").exists(),
        lambda: (out / "set_aside.csv").exists(),
        lambda: (out / "manifest.json").exists(),
    ]
    numbers = sorted(chance.sample(range(1, PARTS), 3))
    moments = [lambda number=number: parts_of(out) >= number for number in numbers]
    kills, left = 0, 0
    for happened in [*moments, chance.choice(finishing)]:
        with started(given, out, *AS_OF, *workers) as process:
            kills += kill_when(process, happened)
        before, left = left, parts_of(out)
        assert left >= before or not (out / ".work").exists()
    assert kills >= 3
    with ended(started(given, out, *AS_OF, *workers)) as said:
        assert ("went on behind part" in said) == (left > 0)
    assert contents(out) == contents(given / "whole")
    assert not list(out.rglob(f"{UNFINISHED}*"))


def test_the_helpers_of_a_killed_batch_end_too(given, tmp_path):
    out = tmp_path / "out"
    with started(given, out, *AS_OF, "--workers", "2") as process:
        kill_when(process, lambda: parts_of(out) >= 2)
        pid = process.pid
    deadline = time.monotonic() + 15
    while (left := _of_batch(str(out))) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert pid not in left
    assert not left


def _of_batch(out):
    """Processes that have the folder on their command line."""
    found = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            words = path.read_bytes().split(b"\0")
        except OSError:
            continue
        if out.encode() in words:
            found.append(int(path.parent.name))
    return found


def test_the_day_of_the_first_start_is_kept(given, tmp_path):
    out = tmp_path / "out"
    with started(given, out, "--as-of", "2020-02-02", "--workers", "1") as process:
        assert kill_when(process, lambda: parts_of(out) >= 2)
    assert run([*command(given, out), "--as-of", "2021-01-01", "--workers", "1"]) == 2
    assert run([*command(given, out), "--workers", "1"]) == 3
    assert json.loads((out / "manifest.json").read_text())["as_of"] == "2020-02-02"


CHANGES = {
    "people.csv": "people.csv: has changed since the unfinished batch",
    "jobs/backend.txt": "backend.txt: has changed since the unfinished batch",
}


@pytest.mark.parametrize("name", CHANGES)
def test_an_input_that_changed_in_between_is_told(given, tmp_path, capsys, name):
    folder, out = tmp_path / "in", tmp_path / "out"
    shutil.copytree(given / "jobs", folder / "jobs")
    shutil.copy(given / "people.csv", folder)
    with started(folder, out, *AS_OF) as process:
        assert kill_when(process, lambda: parts_of(out) >= 2)
    with (folder / name).open("a") as file:
        file.write("- Kubernetes\n" if name.startswith("jobs") else "z1,Zoe,z@example.org,Java\n")
    again = [*command(folder, out), *AS_OF, "--workers", "1"]
    assert run(again) == 2
    said = capsys.readouterr().err.strip().splitlines()[-1]
    assert CHANGES[name] in said
    assert "--restart to begin anew" in said
    assert run([*again, "--restart"]) == 3
    counts = json.loads((out / "manifest.json").read_text())["counts"]
    assert counts["rows"] == PEOPLE + 2 + (name == "people.csv")


def test_other_options_are_told(given, tmp_path, capsys):
    out = tmp_path / "out"
    with started(given, out, *AS_OF) as process:
        assert kill_when(process, lambda: parts_of(out) >= 2)
    assert run([*command(given, out), *AS_OF, "--top", "5"]) == 2
    assert "--top: has changed" in capsys.readouterr().err


def test_lists_in_another_order_are_told(given, tmp_path, capsys):
    out, lists = tmp_path / "out", []
    for name in ("b", "a"):
        path = write_list(tmp_path / f"{name}.csv", 30)
        lists.append(["--candidates", str(path)])
    line = ["batch", str(given / "jobs"), "--out", str(out), "--max-set-aside", "0"]
    line += ["--chunk-rows", "5", "--workers", "1"]
    (tmp_path / "b.csv").write_text((tmp_path / "b.csv").read_text() + "k0000,,,twice\n")
    assert run([*line, *lists[0], *lists[1]]) == 2
    assert "1 of 31 rows were set aside" in capsys.readouterr().err
    assert run([*line, *lists[1], *lists[0]]) == 2
    assert "CANDIDATES: has changed" in capsys.readouterr().err


def test_parts_that_a_killed_run_did_not_clear_away_are_no_parts_of_the_next(given, tmp_path):
    out = tmp_path / "out"
    with started(given, out, *AS_OF, "--workers", "1") as process:
        assert kill_when(process, lambda: parts_of(out) >= 3)
    (out / ".work" / "order.json").unlink()
    one = ["batch", str(given / "jobs" / "backend.txt"), str(given / "people.csv"), *AS_OF]
    one += ["--chunk-rows", str(CHUNK_ROWS), "--all", "--keep", "name", "--workers", "1"]
    assert run([*one, "--out", str(out)]) == 3
    assert run([*one, "--out", str(tmp_path / "fresh")]) == 3
    assert contents(out) == contents(tmp_path / "fresh")


def test_a_damaged_order_is_one_line(given, tmp_path, capsys):
    out = tmp_path / "out"
    (out / ".work").mkdir(parents=True)
    (out / ".work" / "order.json").write_text('{"as_of": "soon"}')
    line = [*command(given, out), *AS_OF, "--workers", "1"]
    assert run(line) == 2
    assert "order.json: cannot be read; allowed: --restart" in capsys.readouterr().err
    assert run([*line, "--restart"]) == 3


def test_an_input_that_changes_while_it_is_read_is_told(given, tmp_path, monkeypatch, capsys):
    from matcher.batch import parts as parts_module

    people = tmp_path / "people.csv"
    shutil.copy(given / "people.csv", people)
    made = parts_module.part_of

    def made_while_somebody_writes(kernel, chunk):
        with people.open("a") as file:
            file.write("late,Zoe,z@example.org,Java\n")
        return made(kernel, chunk)

    monkeypatch.setattr(parts_module, "part_of", made_while_somebody_writes)
    out = tmp_path / "out"
    line = ["batch", str(given / "jobs"), str(people), "--out", str(out), "--workers", "1"]
    assert run(line) == 2
    assert "changed while it was read" in capsys.readouterr().err
    assert not (out / "manifest.json").exists()


def test_a_damaged_part_is_made_again(given, tmp_path):
    out = tmp_path / "out"
    with started(given, out, *AS_OF, "--workers", "1") as process:
        assert kill_when(process, lambda: parts_of(out) >= 6)
    third = out / ".work" / "parts" / "0000003.arrow"
    third.write_bytes(third.read_bytes()[:-40])
    assert run([*command(given, out), *AS_OF, "--workers", "2"]) == 3
    assert contents(out) == contents(given / "whole")


@pytest.mark.parametrize("room", [300, 9_000, 20_000, 40_000])
def test_without_room_nothing_is_half_written(given, tmp_path, room):
    out = tmp_path / "out"

    def limited():
        resource.setrlimit(resource.RLIMIT_FSIZE, (room, resource.RLIM_INFINITY))

    with started(given, out, *AS_OF, "--workers", "2", preexec_fn=limited) as process:
        said = process.communicate()[1]
    assert process.returncode == 2, said
    last = said.strip().splitlines()[-1]
    assert "cannot be written: File too large" in last
    assert str(out) in last
    assert "Traceback" not in said
    _nothing_half_written(out)
    assert run([*command(given, out), *AS_OF, "--workers", "1"]) == 3
    assert contents(out) == contents(given / "whole")


def _nothing_half_written(out):
    assert not (out / "manifest.json").exists()
    assert not list(out.rglob(f"{UNFINISHED}*"))
    for path in out.rglob("*.parquet"):
        pq.read_table(path)
    for path in out.rglob("*.arrow"):
        with pa.memory_map(str(path)) as file:
            pa.ipc.open_file(file).read_all()


@pytest.fixture
def small_disk():
    """A disk of 64 kB, where this user may make one."""
    with tempfile.TemporaryDirectory() as folder:
        mount = ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", folder]
        if shutil.which("mount") is None or subprocess.run(mount, capture_output=True).returncode:
            pytest.skip("this user cannot mount a disk")
        try:
            yield Path(folder)
        finally:
            subprocess.run(["umount", folder], check=True)


def test_a_full_disk_is_one_line(given, small_disk, capsys):
    out = small_disk / "out"
    assert run([*command(given, out), *AS_OF, "--workers", "1"]) == 2
    said = capsys.readouterr().err.strip().splitlines()[-1]
    assert "No space left on device; allowed: more room on the disk" in said
    _nothing_half_written(out)


@contextmanager
def as_nobody():
    """Without the rights of an administrator, who may write everywhere."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


def test_a_folder_that_may_not_be_written_is_one_line():
    with tempfile.TemporaryDirectory() as base:
        Path(base).chmod(0o755)
        out = Path(base, "out")
        out.mkdir()
        out.chmod(0o555)
        words = "cannot be written: Permission denied; allowed: a folder that may be written"
        with as_nobody(), pytest.raises(InputError, match=words), working_in(out, restart=False):
            pass
        assert not list(out.iterdir())


def test_a_file_in_place_of_the_folder_is_one_line(given, tmp_path, capsys):
    (tmp_path / "out").write_text("mine")
    assert run([*command(given, tmp_path / "out"), *AS_OF]) == 2
    said = capsys.readouterr().err.strip().splitlines()[-1]
    assert said.endswith("out: cannot be written: File exists; allowed: a folder")


def test_two_batches_do_not_write_in_one_folder(given, tmp_path, capsys):
    out = tmp_path / "out"
    with started(given, out, *AS_OF, "--workers", "1") as process:
        while parts_of(out) < 2 and process.poll() is None:
            time.sleep(0.001)
        process.send_signal(signal.SIGSTOP)
        assert run([*command(given, out), *AS_OF]) == 2
        assert "another process is writing here" in capsys.readouterr().err
        process.send_signal(signal.SIGCONT)
        process.communicate()
    assert process.returncode == 3
    assert contents(out) == contents(given / "whole")
