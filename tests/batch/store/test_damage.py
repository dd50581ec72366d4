"""A store that is not as it was written gives one line that says so, or the right answer."""

from __future__ import annotations

import json
import random
import shutil

import pytest

from matcher.batch.store.manifest import MANIFEST
from matcher.batch.store.reading import open_current, open_store
from matcher.errors import InputError
from matcher.taxonomy.taxonomy import Taxonomy
from tests.batch.store.lists import TAXONOMY, bytes_of, people, read_into, stored, write_list


@pytest.fixture(scope="module")
def sound(tmp_path_factory):
    folder = tmp_path_factory.mktemp("sound")
    source = write_list(folder / "a.csv", [*people(20), ("k99", "Bo")])
    read_into(folder / "store", source)
    return folder / "store"


@pytest.fixture
def store(sound, tmp_path):
    return shutil.copytree(sound, tmp_path / "store")


def checked(store):
    """All that the store gives, after a look at every byte."""
    for source in open_store(store).sources:
        source.check()
    return stored(store)


def attempt(store, expected):
    """The error, of one line, or nothing where all that was stored is there."""
    try:
        found = stored(store)
    except InputError as error:
        return str(error).replace("\n", "two lines") or "no words"
    assert found == expected
    return ""


def test_every_file_cut_short(sound, store):
    expected = stored(sound)
    for name, raw in bytes_of(sound).items():
        if name == "lock":
            continue
        for length in {0, 1, len(raw) // 2, len(raw) - 1} - {len(raw)}:
            (store / name).write_bytes(raw[:length])
            assert attempt(store, expected), (name, length)
        (store / name).unlink()
        assert attempt(store, expected), name
        (store / name).write_bytes(raw)
    assert checked(store) == expected


def test_every_file_with_a_byte_changed(sound, store):
    chance, expected = random.Random(7), stored(sound)
    for name, raw in bytes_of(sound).items():
        for at in {0, len(raw) - 1, *(chance.randrange(len(raw)) for _ in range(2))} if raw else ():
            changed = bytearray(raw)
            changed[at] ^= 1 << chance.randrange(8)
            (store / name).write_bytes(changed)
            assert "two lines" not in attempt(store, expected)
            with pytest.raises(InputError):
                checked(store)
        (store / name).write_bytes(raw)
    assert checked(store) == expected


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"format": 2}, "is a store of format 2; allowed: format 1, or a later matcher"),
        ({"forgotten": []}, ""),
        ({"sources": []}, "manifest.json: is not as it was written"),
        ({"sources": 3}, "manifest.json: is no manifest"),
        ({"digest": "sha256:0"}, "manifest.json: is not as it was written"),
    ],
)
def test_an_edited_manifest(store, change, words):
    path = store / MANIFEST
    path.write_text(json.dumps(json.loads(path.read_text()) | change, indent=1) + "\n")
    if words:
        with pytest.raises(InputError) as raised:
            open_store(store)
        assert words in str(raised.value)
    else:
        open_store(store)


@pytest.mark.parametrize("raw", [b"", b"[]", b"{", b"\xff", b"[" * 100_000, b'{"format": "x"}'])
def test_any_manifest(store, raw):
    (store / MANIFEST).write_bytes(raw)
    with pytest.raises(InputError, match=r"manifest\.json"):
        open_store(store)


def test_a_store_of_other_versions_is_not_ranked_from(store):
    open_current(store, TAXONOMY)
    with pytest.raises(InputError) as raised:
        open_current(store, Taxonomy([], "sha256:other"))
    words = str(raised.value)
    assert "was read with another taxonomy" in words
    assert f"--out {store}`" in words
