"""Erasing: the content is gone, the chain holds, and what was erased is told."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.audit.chain import Event, read_line
from matcher.audit.erasing import age_of, erase
from matcher.audit.pseudonyms import Pseudonyms
from matcher.audit.record_reader import read_record
from matcher.errors import InputError
from tests.audit.records import BEGUN, clock, inputs, randomness, recorder


def erased(path, days=0, **what):
    told = {"why": "asked for", "by": "A. Officer", **what}
    now = BEGUN + timedelta(days=days, hours=1)
    return erase(path, now=now, randomness=randomness("erase"), **told)


def test_one_person_is_erased_everywhere_and_nobody_else(record):
    before = read_record(record).lines
    name = Pseudonyms.read(record).of("a")
    assert name in record.read_text()
    assert erased(record, candidate="a") == 2
    assert name not in record.read_text()
    found = read_record(record)
    assert found.verdict.sound
    assert [line.digest for line in found.lines[:-1]] == [line.digest for line in before]
    gone = [line.seq for line in found.lines if line.content is None]
    told = [line.seq for line in before if line.told.get("candidate") == name]
    assert gone == told
    assert all(
        new == old for new, old in zip(found.lines, before, strict=False) if new.seq not in gone
    )
    assert found.lines[-1].told == {
        "when": "2026-11-01T09:30:00Z",
        "why": "asked for",
        "by": "A. Officer",
        "lines": [[seq, seq] for seq in gone],
    }
    [job] = found.assessed()
    assert {each.candidate for each in job.candidates}.isdisjoint({name})
    assert len(job.candidates) == 2


def test_who_is_not_in_the_record_is_named_and_twice_erased_too(record):
    for _ in range(2):
        with pytest.raises(InputError, match="--candidate: no line is about 'nobody'"):
            erased(record, candidate="nobody")
    erased(record, candidate="b")
    with pytest.raises(InputError, match="no line is about 'b'"):
        erased(record, candidate="b")


def test_what_is_old_goes_with_its_candidates_and_what_is_younger_stays(record, ranked):
    mine = recorder(record, day=10)
    run = mine.ranked(ranked, inputs())
    mine.decision(run, "job", "c", "shortlist", "Rita")
    assert erased(record, days=11, older_than=timedelta(days=5)) == 7
    found = read_record(record)
    assert found.verdict.sound
    kept = [line.seq for line in found.lines if line.content is not None]
    assert kept == [1, 9, 10, 11, 12, 13, 14, 15]
    assert [each.told.run for each in found.runs] == [run]
    assert erased(record, days=11, older_than=timedelta(days=5)) == 0
    assert [line.event for line in read_record(record).lines].count(Event.ERASED) == 1
    assert erased(record, days=20, older_than=timedelta(days=5)) == 6


def test_who_signed_a_policy_is_kept(record, tmp_path):
    from matcher.scoring import Policy

    (tmp_path / "policy.yaml").write_text("met_at: 9000\n")
    recorder(record, day=1).signed(
        str(tmp_path / "policy.yaml"), Policy.default(), "A. Head", BEGUN.date()
    )
    erased(record, days=400, older_than=timedelta(days=365))
    signed = [line for line in read_record(record).lines if line.event is Event.SIGNED]
    assert [line.told["by"] for line in signed] == ["A. Head"]


def test_pieces_of_torn_lines_go_as_well(record):
    with record.open("ab") as file:
        file.write(b'{"content":{"candidate":"p-half')
    assert erased(record, candidate="a") == 2
    assert not record.with_name("record.jsonl.torn").exists()
    assert [line.event for line in read_record(record).lines][8:] == [Event.TORN, Event.ERASED]
    assert read_record(record).verdict.sound


def test_a_content_put_back_is_found(record):
    before = record.read_bytes().splitlines(keepends=True)
    name = Pseudonyms.read(record).of("a")
    place = next(at for at, raw in enumerate(before) if name.encode() in raw)
    erased(record, candidate="a")
    lines = record.read_bytes().splitlines(keepends=True)
    record.write_bytes(b"".join([*lines[:place], before[place], *lines[place + 1 :]]))
    breaks = read_record(record).verdict.breaks
    assert [str(each) for each in breaks] == [
        f"line {place + 1}: told as erased, and the content is there"
    ]


def test_a_broken_record_is_not_rewritten(record):
    record.write_bytes(record.read_bytes().replace(b'"shortlist"', b'"reject"'))
    before = record.read_bytes()
    with pytest.raises(InputError, match="line 7: was altered"):
        erased(record, candidate="b")
    assert record.read_bytes() == before


def test_without_its_key_nobody_is_found(record):
    record.with_name("record.jsonl.key").unlink()
    with pytest.raises(InputError, match=r"record\.jsonl\.key: is missing"):
        erased(record, candidate="a")
    assert erased(record, days=400, older_than=timedelta(days=365)) == 7


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(InputError, match="none: is no file"):
        erased(tmp_path / "none", candidate="a")
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("given", ["", "365", "0d", "-1d", "1y", "1.5d", "999999d"])
def test_an_age_is_days(given):
    with pytest.raises(InputError, match="--older-than"):
        age_of(given)


@given(st.lists(st.sampled_from("abc"), unique=True), st.integers(0, 3))
def test_however_often_something_is_erased_the_chain_holds(kept_record, tmp_path_factory, who, at):
    """In any order, between other lines, the digests of all lines stay."""
    folder = tmp_path_factory.mktemp("erased")
    for path in kept_record.parent.iterdir():
        (folder / path.name).write_bytes(path.read_bytes())
    record = folder / kept_record.name
    for number, candidate in enumerate(who):
        if number == at:
            recorder(record, day=1).decision("run", "job", "a", "reject", "Rita")
        before = [line.digest for line in read_record(record).lines]
        erased(record, candidate=candidate)
        found = read_record(record)
        assert found.verdict.sound
        assert [line.digest for line in found.lines][:-1] == before
        name = Pseudonyms.read(record).of(candidate)
        assert name not in record.read_text()


def test_the_clock_of_tests_gives_lines_their_times(record):
    lines = [read_line(raw) for raw in record.read_bytes().splitlines(keepends=True)]
    assert lines[1].told["when"] == f"{clock()():%Y-%m-%dT%H:%M:%SZ}"
