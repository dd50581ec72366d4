"""Records: what goes in comes out, equal in every field."""

from __future__ import annotations

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matcher.batch.store.records import (
    BLOCK_BYTES,
    BLOCK_PROFILES,
    Record,
    Records,
    RecordWriter,
    encoded,
)
from matcher.errors import InputError
from matcher.model import Profile
from tests.scoring.strategies import profiles

RECORDS = st.builds(Record, profiles(), st.dictionaries(st.text(max_size=9), st.text(max_size=9)))


def write(path, records):
    file = io.BytesIO()
    writer = RecordWriter(file)
    for record in records:
        writer.append(encoded(record))
    arrays = writer.finish()
    path.write_bytes(file.getvalue())
    return arrays


@settings(max_examples=50)
@given(st.lists(RECORDS, max_size=2 * BLOCK_PROFILES + 1), st.randoms())
def test_records_come_back_equal_in_any_order(tmp_path_factory, records, chance):
    path = tmp_path_factory.mktemp("records") / "profiles.bin"
    found = Records(path, write(path, records))
    assert len(found) == len(records)
    order = list(range(len(records)))
    chance.shuffle(order)
    for index in order:
        assert found[index] == records[index]
        assert repr(found[index]) == repr(records[index])
    assert found[:] == records


def test_a_long_text_closes_its_block(tmp_path):
    long = Record(Profile("long", {"resume_text": "x" * BLOCK_BYTES}), {})
    short = Record(Profile("short", {}), {"Name": "Bo"})
    path = tmp_path / "profiles.bin"
    arrays = write(path, [short, long, short])
    assert arrays["records.block"].tolist() == [0, 0, 1]
    assert list(Records(path, arrays)) == [short, long, short]


def test_a_damaged_block_names_its_file(tmp_path):
    path = tmp_path / "profiles.bin"
    arrays = write(path, [Record(Profile("a", {"resume_text": "Java"}), {})])
    raw = bytearray(path.read_bytes())
    raw[-1] ^= 1
    path.write_bytes(raw)
    with pytest.raises(InputError, match=r"profiles\.bin: block 0 is not as it was written"):
        Records(path, arrays)[0]


def test_no_such_record(tmp_path):
    path = tmp_path / "profiles.bin"
    with pytest.raises(IndexError):
        Records(path, write(path, []))[0]
