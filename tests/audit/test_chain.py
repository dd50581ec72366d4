"""Every way of tampering with a record is found, and named by line."""

from __future__ import annotations

import json
from dataclasses import replace

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.audit.chain import (
    NOTHING_BEFORE,
    Event,
    LineError,
    canonical,
    read_line,
    sealed,
    sha256,
)
from matcher.audit.record_file import Head, read_head
from matcher.audit.record_reader import read_record
from matcher.errors import InputError
from tests.audit.records import checked

#: What JSON escapes, what splits lines, what is beyond ASCII, half a pair.
TEXTS = st.text('ab {}"\\\n\x00\x7fé\u2028\U0001f600\ud800', max_size=8)
TOLD = st.dictionaries(
    TEXTS.filter(lambda key: key != "salt"),
    st.recursive(
        st.none() | st.booleans() | st.integers(-(10**9), 10**9) | TEXTS,
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
        max_leaves=6,
    ),
    max_size=5,
)


@given(TOLD, st.binary(min_size=16, max_size=16), st.sampled_from(Event))
def test_a_line_is_read_as_it_was_written_and_erased_it_keeps_its_digest(told, salt, event):
    line = sealed(1, NOTHING_BEFORE, event, told, salt)
    assert read_line(line.to_bytes()) == line
    assert line.told == told
    erased = read_line(line.without_content().to_bytes())
    assert erased.digest == line.digest
    assert erased.content is None


def forged(content: bytes) -> bytes:
    """A line with digests that fit a content that is none."""
    line = sealed(1, NOTHING_BEFORE, Event.RUN, {}, bytes(16))
    return sealed_over(line, content + (b"" if content.endswith(b"}") else b"}"))


def sealed_over(line, content: bytes) -> bytes:
    content_digest = sha256(content)
    digest = sha256(canonical([line.seq, line.prev, line.event, content_digest]))
    own = replace(line, content=content, content_digest=content_digest, digest=digest)
    return own.to_bytes()


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\n",
        b"{}\n",
        b"[1]\n",
        b"null\n",
        b'{"seq": NaN}\n',
        b"\xff\xfe\n",
        b"[" * 100_000 + b"\n",
        b'{"seq":1' + b"0" * 5000 + b"}\n",
        *(forged(content) for content in (b"{}}", b"{]", b'{"a":NaN}', b'{"a":' + b"[" * 9**5)),
    ],
    ids=lambda raw: f"{raw[:8]!r}",
)
def test_what_is_no_line_is_refused(raw):
    with pytest.raises(LineError):
        read_line(raw)


def rewritten(line: bytes, **changes) -> bytes:
    """A line with other values and its old digests."""
    return canonical({**json.loads(line), **changes}) + b"\n"


def resealed(line: bytes, **told) -> bytes:
    """A line told otherwise, with digests that fit it."""
    old = read_line(line)
    salt = bytes.fromhex(json.loads(old.content)["salt"])
    return sealed(old.seq, old.prev, old.event, {**old.told, **told}, salt).to_bytes()


def content_changed(line: bytes, **told) -> bytes:
    raw = json.loads(line)
    return canonical({**raw, "content": {**raw["content"], **told}}) + b"\n"


def chained(lines: list[bytes]) -> list[bytes]:
    """Lines sealed anew from the start, as somebody would who rewrites all of it."""
    found = []
    prev = NOTHING_BEFORE
    for seq, each in enumerate(lines, 1):
        old = read_line(each)
        found.append(sealed(seq, prev, old.event, old.told, bytes(16)))
        prev = found[-1].digest
    return [line.to_bytes() for line in found]


TAMPERED = {
    "a score is changed": (
        lambda o: [*o[:3], content_changed(o[3], score=9999), *o[4:]],
        "line 4: was altered: its content has another digest",
    ),
    "a score is changed and its digest with it": (
        lambda o: [*o[:3], resealed(o[3], score=9999), *o[4:]],
        "line 4: was exchanged, or line 5 was",
    ),
    "an event is renamed": (
        lambda o: [*o[:6], rewritten(o[6], event="candidate"), *o[7:]],
        "line 7: was altered: it has another digest",
    ),
    "a number is changed": (
        lambda o: [*o[:6], rewritten(o[6], seq=70), *o[7:]],
        "line 7: was altered: it has another digest",
    ),
    "spaces are put in": (
        lambda o: [*o[:3], o[3].replace(b'"seq"', b' "seq"'), *o[4:]],
        "line 4: is no line of a record",
    ),
    "spaces are put into a content": (
        lambda o: [*o[:3], o[3].replace(b'"flags"', b' "flags"'), *o[4:]],
        "line 4: was altered: its content has another digest",
    ),
    "a line is removed": (lambda o: [*o[:4], *o[5:]], "line 5: was removed"),
    "lines are removed": (lambda o: [*o[:3], *o[6:]], "lines 4 to 6: were removed"),
    "the first line is removed": (lambda o: o[1:], "line 1: was removed"),
    "one removed, a later one altered": (
        lambda o: [*o[:2], *o[3:6], content_changed(o[6], decision="reject"), o[7]],
        "line 7: was altered: its content has another digest",
    ),
    "two lines change places": (
        lambda o: [*o[:4], o[5], o[4], *o[6:]],
        "line 5: was moved: it stands behind line 6",
    ),
    "a line stands twice": (lambda o: [*o[:4], o[3], *o[4:]], "line 4: stands twice"),
    "a line of another record": (
        lambda o: [*o[:4], chained(o)[4], *o[5:]],
        "line 4: was exchanged, or line 5 was",
    ),
    "an empty line": (lambda o: [*o[:4], b"\n", *o[4:]], "line 5: is no line of a record"),
    "the last line is cut off": (
        lambda o: o[:-1],
        "line 8: was cut off at the end: the head keeps line 8",
    ),
    "the end is cut off": (
        lambda o: o[:5],
        "lines 6 to 8: were cut off at the end: the head keeps line 8",
    ),
    "the last line is torn": (lambda o: [*o[:-1], o[-1][:-40]], "line 8: is torn: it has no end"),
    "a torn line, and the one before it gone": (
        lambda o: [*o[:-2], o[-1][:-40]],
        "line 7: is torn: it has no end",
    ),
    "everything is sealed anew": (
        lambda o: chained(o),
        "line 8: is not the line that the head keeps",
    ),
    "a content is erased untold": (
        lambda o: [*o[:3], rewritten(o[3], content=None), *o[4:]],
        "line 4: erased, and no line tells of it",
    ),
}


@pytest.mark.parametrize("case", TAMPERED)
def test_tampering_is_found_and_named_by_line(case, record):
    alter, expected = TAMPERED[case]
    record.write_bytes(b"".join(alter(record.read_bytes().splitlines(keepends=True))))
    found = read_record(record)
    assert not found.verdict.sound
    assert any(str(each).startswith(expected) for each in found.verdict.breaks)
    for read in (lambda: found.runs, found.assessed, found.gaps):
        with pytest.raises(InputError, match=r"record\.jsonl, line"):
            read()


def test_an_untouched_record_is_sound(record):
    verdict = read_record(record).verdict
    assert (verdict.breaks, verdict.notes, verdict.erased) == ((), (), 0)
    assert verdict.last is not None
    assert (verdict.last.seq, verdict.has_head) == (8, True)


def test_a_missing_head_is_said(record):
    record.with_name("record.jsonl.head").unlink()
    verdict = read_record(record).verdict
    assert verdict.sound
    assert not verdict.has_head
    assert [each.place for each in verdict.notes] == ["head"]


@pytest.mark.parametrize(
    "head", [b"", b"{}", b'{"seq":0,"digest":"x"}', b'{"seq":"8","digest":"x"}', b"\xff"]
)
def test_a_head_that_is_none_is_named(record, head):
    record.with_name("record.jsonl.head").write_bytes(head)
    with pytest.raises(InputError, match=r"record\.jsonl\.head: cannot be read as the head"):
        read_record(record)


def test_a_forged_erasure_of_everything_costs_nothing(record):
    """Spans are a user's numbers: nothing is counted out one by one."""
    lines = [read_line(raw) for raw in record.read_bytes().splitlines(keepends=True)]
    told = {"when": "w", "why": "y", "by": "b", "lines": [[1, 10**15]]}
    torn = {"when": "w", "bytes": 0, "sha256": "", "lines_behind_head": None}
    lines.append(sealed(9, lines[-1].digest, Event.ERASED, told, bytes(16)))
    far = sealed(10**15, lines[-1].digest, Event.TORN, torn, bytes(16))
    raw = b"".join(line.to_bytes() for line in [*lines, far])
    found = checked(raw, Head(10**17, far.digest)).verdict
    words = {str(each).split(":")[0] for each in found.breaks}
    assert f"lines 10 to {10**15 - 1}" in words
    assert f"lines {10**15 + 1} to {10**17}" in words
    assert "lines 1 to 8" in words


@given(st.data())
def test_any_change_of_one_byte_is_found(kept_record, data):
    raw, head = kept_record.read_bytes(), read_head(kept_record)
    place = data.draw(st.integers(0, len(raw) - 1))
    byte = bytes([data.draw(st.integers(0, 255).filter(lambda b: b != raw[place]))])
    how = data.draw(st.sampled_from(["change", "insert", "remove"]))
    if how == "change":
        altered = raw[:place] + byte + raw[place + 1 :]
    elif how == "insert":
        altered = raw[:place] + byte + raw[place:]
    else:
        altered = raw[:place] + raw[place + 1 :]
    assert not checked(altered, head).verdict.sound


@given(st.data())
def test_no_choice_or_order_of_lines_but_the_whole_is_sound(kept_record, data):
    lines = kept_record.read_bytes().splitlines(keepends=True)
    chosen = data.draw(st.lists(st.sampled_from(lines), min_size=1, max_size=10))
    sound = checked(b"".join(chosen), read_head(kept_record)).verdict.sound
    assert sound == (chosen == lines)


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", "record.jsonl, line 1: is no record"),
        (b"candidate_id,name\nk1,Ann\n", "record.jsonl, line 1: is no record"),
        (b"{}\n", "record.jsonl, line 1: is no record"),
    ],
    ids=["empty", "a list", "other JSON"],
)
def test_what_is_no_record_is_refused(tmp_path, content, expected):
    path = tmp_path / "record.jsonl"
    path.write_bytes(content)
    with pytest.raises(InputError) as caught:
        read_record(path)
    assert str(caught.value).replace(f"{tmp_path}/", "").startswith(expected)


def test_a_record_of_another_version_is_named(record):
    first, *rest = record.read_bytes().splitlines(keepends=True)
    record.write_bytes(b"".join([resealed(first, format=2), *rest]))
    with pytest.raises(InputError, match="line 1: is a record of format 2; allowed: format 1"):
        read_record(record)


def test_a_line_of_a_shape_from_elsewhere_is_named(record):
    lines = [read_line(raw) for raw in record.read_bytes().splitlines(keepends=True)]
    told = {"run": "r", "shoe_size": 43}
    lines.append(sealed(9, lines[-1].digest, Event.DECISION, told, bytes(16)))
    record.write_bytes(b"".join(line.to_bytes() for line in lines))
    record.with_name("record.jsonl.head").write_bytes(
        msgspec.json.encode({"seq": 9, "digest": lines[-1].digest})
    )
    with pytest.raises(InputError, match="line 9: tells what this version does not know"):
        read_record(record).assessed()
