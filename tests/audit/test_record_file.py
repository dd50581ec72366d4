"""Appending: several at once, after a crash, on a full disk, to what is no record."""

from __future__ import annotations

import json
import os
import resource
import signal
import stat
import subprocess
import sys
import threading
import time
from contextlib import contextmanager

import pytest

from matcher.audit.chain import Event, read_line
from matcher.audit.pseudonyms import Pseudonyms
from matcher.audit.record_file import read_tail
from matcher.audit.record_lock import locked
from matcher.audit.record_reader import read_record
from matcher.audit.recorder import Recorder
from matcher.errors import InputError
from tests.audit.records import inputs, recorder
from tests.conftest import ROOT

DECIDE = """
import sys
from pathlib import Path
from matcher.audit.recorder import Recorder
mine = Recorder(Path(sys.argv[1]))
for number in range(int(sys.argv[2])):
    mine.decision("run", "job", f"{sys.argv[3]}{number}", "shortlist", "Rita")
"""
#: Ends as a process does whose last line reached the disk in part, and its head not at all.
TEAR = """
import os
def half(handle):
    os.ftruncate(handle, os.fstat(handle).st_size - 25)
    os._exit(9)
os.fsync = half
"""


def decide(path, count, name="x", before=""):
    command = [sys.executable, "-c", before + DECIDE, str(path), str(count), name]
    return subprocess.Popen(command, env={**os.environ, "PYTHONPATH": str(ROOT)})


def events(path):
    return [line.event for line in read_record(path).lines]


def test_a_new_record_has_its_key_and_head_beside_it_and_is_for_its_owner_alone(record):
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in record.parent.iterdir()}
    assert modes["record.jsonl"] == modes["record.jsonl.key"] == 0o600
    head = json.loads(record.with_name("record.jsonl.head").read_text())
    assert head["seq"] == 8
    assert read_line(record.read_bytes().splitlines(keepends=True)[-1]).digest == head["digest"]


def test_a_record_holds_no_name_no_text_and_no_decimal(record):
    raw = record.read_text()
    for word in ("Ann", "Bob", "Gardener", "roses", "Wrote SQL", "name", "resume_text"):
        assert word not in raw

    def no_float(text):
        raise AssertionError(text)

    for line in raw.splitlines():
        json.loads(line, parse_float=no_float)


def test_the_same_clock_and_randomness_give_the_same_bytes(ranked, tmp_path):
    (tmp_path / "record.jsonl.key").write_text("k" * 64)
    found = []
    for _ in range(2):
        recorder(tmp_path / "record.jsonl").ranked(ranked, inputs())
        found.append((tmp_path / "record.jsonl").read_bytes())
        for name in ("record.jsonl", "record.jsonl.head"):
            (tmp_path / name).unlink()
    assert found[0] == found[1]


def test_two_processes_append_at_once_and_no_line_is_lost(tmp_path):
    path = tmp_path / "record.jsonl"
    writers = [decide(path, 60, name) for name in "ab"]
    assert [writer.wait() for writer in writers] == [0, 0]
    found = read_record(path)
    assert found.verdict.sound
    assert found.verdict.notes == ()
    names = Pseudonyms.read(path)
    written = [line.told["candidate"] for line in found.lines[1:]]
    assert sorted(written) == sorted(names.of(f"{who}{n}") for who in "ab" for n in range(60))


def test_threads_of_one_process_append_at_once(tmp_path):
    mine = Recorder(tmp_path / "record.jsonl")

    def work():
        for number in range(20):
            mine.decision("run", "job", str(number), "reject", "Rita")

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    found = read_record(mine.path)
    assert found.verdict.sound
    assert len(found.lines) == 81


def test_a_reader_waits_for_a_writer(record):
    found = []
    reader = threading.Thread(target=lambda: found.append(read_record(record)))
    with locked(record):
        reader.start()
        reader.join(0.3)
        assert found == []
    reader.join()
    assert found[0].verdict.sound


def test_a_copy_without_its_lock_and_key_is_read(record):
    for name in ("lock", "key"):
        record.with_name(f"record.jsonl.{name}").unlink()
    before = {path.name for path in record.parent.iterdir()}
    assert read_record(record).assessed()[0].pseudonymous
    assert {path.name for path in record.parent.iterdir()} == before


def test_killed_at_any_moment_the_next_append_goes_on(tmp_path):
    path = tmp_path / "record.jsonl"
    for _ in range(3):
        writer = decide(path, 100_000)
        size = path.stat().st_size if path.exists() else 0
        while not path.exists() or path.stat().st_size < size + 5_000:
            assert writer.poll() is None
            time.sleep(0.005)
        writer.send_signal(signal.SIGKILL)
        writer.wait()
    assert decide(path, 1).wait() == 0
    assert read_record(path).verdict.sound


def test_a_line_torn_by_a_crash_is_said_moved_aside_and_told(record):
    assert decide(record, 1, before=TEAR).wait() == 9
    torn = record.read_bytes().splitlines(keepends=True)[-1]
    assert not torn.endswith(b"\n")
    assert [str(each) for each in read_record(record).verdict.breaks] == [
        "line 9: is torn: it has no end"
    ]
    assert decide(record, 1).wait() == 0
    found = read_record(record)
    assert found.verdict.sound
    assert [each.place for each in found.verdict.notes] == ["line 9"]
    assert found.lines[8].event is Event.TORN
    assert found.lines[8].told["bytes"] == len(torn)
    assert record.with_name("record.jsonl.torn").read_bytes() == torn + b"\n"


def test_a_crash_in_the_first_line_is_told_too(tmp_path):
    path = tmp_path / "record.jsonl"
    tear = TEAR.replace("- 25", "* 0 + 40")
    assert decide(path, 1, before=tear).wait() == 9
    assert path.stat().st_size == 40
    assert decide(path, 1).wait() == 0
    assert events(path) == ["begun", "torn", "decision"]
    assert read_record(path).verdict.sound


@pytest.mark.parametrize("lost", ["missing", "behind"])
def test_a_head_that_did_not_keep_up_is_told_at_the_next_append(record, lost):
    head = record.with_name("record.jsonl.head")
    if lost == "missing":
        head.unlink()
    else:
        line = read_record(record).lines[5]
        head.write_text(json.dumps({"seq": line.seq, "digest": line.digest}))
        assert [each.found for each in read_record(record).verdict.notes] == [
            "is 2 lines behind the record: an append was broken off"
        ]
    recorder(record, day=1).decision("run", "job", "a", "reject", "Rita")
    found = read_record(record)
    assert found.verdict.sound
    assert events(record)[8:] == ["torn", "decision"]
    assert found.lines[8].told["lines_behind_head"] == (None if lost == "missing" else 2)


def lines_of(record):
    return record.read_bytes().splitlines(keepends=True)


REFUSED = {
    "cut off": (
        lambda r: r.write_bytes(b"".join(lines_of(r)[:-2])),
        "record.jsonl, behind line 6: was cut off: record.jsonl.head keeps line 8",
    ),
    "empty, and its head is there": (
        lambda r: r.write_bytes(b""),
        "record.jsonl, behind line 0: was cut off: record.jsonl.head keeps line 8",
    ),
    "its last line altered": (
        lambda r: r.write_bytes(r.read_bytes().replace(b'"reject"', b'"accept"')),
        "record.jsonl, the last whole line: was altered: its content has another digest",
    ),
    "a list": (
        lambda r: r.write_bytes(b"candidate_id,name\nk1,Ann\n"),
        "record.jsonl, line 1: is no line of a record",
    ),
    "a list of one line without end": (
        lambda r: (r.write_bytes(b"candidate_id"), r.with_name("record.jsonl.head").unlink()),
        "record.jsonl, line 1: is no record",
    ),
    "without its first line": (
        lambda r: r.write_bytes(b"".join(lines_of(r)[1:])),
        "record.jsonl, line 1: does not begin as a record",
    ),
    "its key is gone": (
        lambda r: r.with_name("record.jsonl.key").unlink(),
        "record.jsonl.key: is missing: without it nobody is found in the record",
    ),
    "another key": (
        lambda r: r.with_name("record.jsonl.key").write_text("0123456789abcdef"),
        "record.jsonl.key: is not the key that record.jsonl was begun with",
    ),
    "its head of another record": (
        lambda r: r.with_name("record.jsonl.head").write_text(
            '{"digest":"sha256:' + "0" * 64 + '","seq":8}'
        ),
        "record.jsonl, line 8: is not the last line that its head keeps",
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_nothing_is_appended_to_what_is_no_sound_end(case, record):
    alter, expected = REFUSED[case]
    alter(record)
    before = record.read_bytes()
    mine = recorder(record, day=1)
    for attempt in (mine.ready, lambda: mine.decision("run", "job", "a", "reject", "Rita")):
        with pytest.raises(InputError) as caught:
            attempt()
        assert str(caught.value).replace(f"{record.parent}/", "").startswith(expected)
    assert record.read_bytes() == before


@contextmanager
def files_of_at_most(size):
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, handler)


def test_a_full_disk_leaves_the_record_as_it_was(record, ranked):
    before = record.read_bytes()
    with files_of_at_most(len(before) + 3_000), pytest.raises(InputError) as caught:
        recorder(record, day=1).ranked(ranked, inputs())
    assert "record.jsonl: cannot be written" in str(caught.value)
    assert record.read_bytes() == before
    recorder(record, day=1).ranked(ranked, inputs())
    assert read_record(record).verdict.sound


def test_an_error_while_lines_are_made_leaves_the_record_as_it_was(record, ranked, monkeypatch):
    before = record.read_bytes()

    def broken(_, candidate_id):
        if candidate_id == "c":
            raise InputError("people", "is broken")
        return "p"

    mine = recorder(record, day=1)
    own_check = Pseudonyms.read(record).check
    monkeypatch.setattr("matcher.audit.pseudonyms.Pseudonyms.of", broken)
    monkeypatch.setattr("matcher.audit.pseudonyms.Pseudonyms.check", own_check)
    with pytest.raises(InputError, match="is broken"):
        mine.ranked(ranked, inputs())
    assert record.read_bytes() == before


def test_long_lines_are_found_from_the_end(record):
    recorder(record, day=1).decision("run", "job", "a", "reject", "Rita", "é" * 300_000)
    recorder(record, day=2).decision("run", "job", "b", "reject", "Rita", "x" * 70_000)
    tail = read_tail(record)
    assert tail is not None
    assert tail.last is not None
    assert (tail.last.seq, tail.end, tail.torn) == (10, record.stat().st_size, b"")
    assert read_record(record).verdict.sound


def test_a_run_that_a_crash_broke_off_is_left_out_and_named(record):
    """The line of a run says how many follow; the pieces of a broken one stay and are told."""
    lines = lines_of(record)[:5]
    last = read_line(lines[-1])
    record.write_bytes(b"".join(lines))
    head = json.dumps({"seq": last.seq, "digest": last.digest})
    record.with_name("record.jsonl.head").write_text(head)
    mine = recorder(record, day=1)
    mine.decision("another run", "job", "a", "reject", "Rita")
    found = read_record(record)
    [run] = found.runs
    assert (run.missing, run.erased, len(run.candidates)) == (1, 0, 2)
    assert found.assessed() == ()
    assert [str(gap).split(" was ")[1] for gap in found.gaps()] == [
        "broken off: 1 of its 4 lines were never written"
    ]


@pytest.mark.parametrize("what", ["blind", "head", "plan"])
def test_only_a_whole_ranking_is_recorded(record, ranked, what):
    import dataclasses

    shown = {
        "blind": ranked.blinded,
        "head": lambda: ranked.head(1),
        "plan": lambda: dataclasses.replace(ranked, plan=None),
    }[what]()
    with pytest.raises(ValueError, match="whole, seeing ranking"):
        recorder(record, day=1).ranked(shown, inputs())
