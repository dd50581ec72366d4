"""A store mirrors its sources, whatever was in it before, and reads only what is new."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matcher.batch.store import packing, part, update
from matcher.batch.store.listing import ASIDE
from matcher.batch.store.manifest import MANIFEST
from matcher.batch.store.reading import open_store
from matcher.errors import InputError
from matcher.model import SetAside
from matcher.taxonomy.taxonomy import Taxonomy
from tests.batch.store.lists import (
    TAXONOMY,
    anywhere,
    bytes_of,
    people,
    person,
    read,
    read_into,
    stored,
    write_list,
)
from tests.conftest import ROOT


def counts(change):
    return change.new, change.changed, change.unchanged, change.gone


def assert_mirrors(store, *sources):
    for source, found in zip(sources, stored(store), strict=True):
        aside = [each for each in found if isinstance(each, SetAside)]
        others = [each for each in found if not isinstance(each, SetAside)]
        assert [*others, *aside] == read(source)
        assert repr([*others, *aside]) == repr(read(source))


def reads(monkeypatch):
    """How many texts are read from here on."""
    seen = []
    read_chunk = update._encoded
    monkeypatch.setattr(
        update, "_encoded", lambda taxonomy, rows: seen.extend(rows) or read_chunk(taxonomy, rows)
    )
    return seen


def test_what_is_new_changed_and_gone(tmp_path, monkeypatch):
    store, source = tmp_path / "store", write_list(tmp_path / "march.csv", people(20))
    first = read_into(store, source)
    assert [counts(each) for each in first.changes] == [(20, 0, 0, 0)]
    seen = reads(monkeypatch)
    rows = people(20)
    rows[4] = person(5, " Also Go.")
    write_list(tmp_path / "march.csv", [person(99), *rows[2:], person(77)])
    [change] = read_into(store, source).changes
    assert counts(change) == (2, 1, 17, 2)
    assert [each.candidate_id for each in seen] == ["k99", "k5", "k77"]
    assert_mirrors(store, source)
    assert not anywhere(store, b"ada1@example.org", b"ada2@example.org")


def test_again_with_the_same_list_nothing_changes(tmp_path, monkeypatch):
    store, source = tmp_path / "store", write_list(tmp_path / "a.csv", people(30))
    read_into(store, source)
    before, seen = bytes_of(store), reads(monkeypatch)
    [change] = read_into(store, source).changes
    assert counts(change) == (0, 0, 30, 0)
    assert bytes_of(store) == before
    assert not seen


def test_other_sources_stay(tmp_path):
    store = tmp_path / "store"
    march = write_list(tmp_path / "march.csv", people(5))
    april = write_list(tmp_path / "april.csv", people(5, 4))
    read_into(store, march)
    read_into(store, april)
    assert_mirrors(store, march, april)
    write_list(tmp_path / "march.csv", people(2))
    read_into(store, march)
    assert_mirrors(store, march, april)


@pytest.mark.parametrize("chunk_rows", [1, 7, 256])
@pytest.mark.parametrize("workers", [1, 2, 3])
def test_workers_and_chunks_change_no_byte(tmp_path, monkeypatch, workers, chunk_rows):
    store, source = tmp_path / "store", write_list(tmp_path / "a.csv", people(40))
    read_into(tmp_path / "expected", source)
    monkeypatch.setattr(update, "CHUNK_ROWS", chunk_rows)
    read_into(store, source, workers=workers)
    assert bytes_of(store) == bytes_of(tmp_path / "expected")


def small_parts(monkeypatch, size):
    monkeypatch.setattr(part, "PART_PROFILES", size)
    monkeypatch.setattr(packing, "PART_PROFILES", size)
    monkeypatch.setattr(part, "PIECE_PROFILES", 3)


@settings(max_examples=10, deadline=None)
@given(
    lists=st.lists(
        st.lists(st.tuples(st.integers(1, 12), st.integers(0, 2)), unique_by=lambda p: p[0]),
        min_size=1,
        max_size=4,
    ),
    size=st.integers(1, 6),
)
def test_any_history_ends_in_the_last_list(tmp_path_factory, lists, size):
    folder = tmp_path_factory.mktemp("history")
    store = folder / "store"
    with pytest.MonkeyPatch.context() as monkeypatch:
        small_parts(monkeypatch, size)
        for rows in lists:
            listed = [person(1000), *(person(n, "." * more) for n, more in rows)]
            source = write_list(folder / "a.csv", listed)
            [change] = read_into(store, source).changes
            assert change.new + change.changed + change.unchanged == len(listed)
            assert_mirrors(store, source)
            [found] = open_store(store).sources
            profiles = [p.profiles for p in found.entry.parts]
            assert sum(profiles) == len(listed)
            assert max(profiles) <= size
            assert sum(count < size // 2 for count in profiles) <= 2
            for each in found.parts:
                ids = [record.profile.candidate_id for record in each.records]
                assert list(each.columns(words=True).candidate_ids) == ids
            for path in (store / "parts").iterdir():
                assert path.name in {p.name for p in found.entry.parts}


def test_rows_set_aside_are_kept_and_counted(tmp_path):
    source = write_list(tmp_path / "a.csv", [*people(3), person(2), ("k9", "Bo")])
    store = tmp_path / "store"
    [change] = read_into(store, source).changes
    assert counts(change) == (3, 0, 0, 0)
    assert [aside.candidate_id for aside in change.set_aside] == ["k2", "k9"]
    assert_mirrors(store, source)
    [entry] = open_store(store).manifest.sources
    assert (entry.candidates, entry.set_aside, entry.empty_rows) == (3, 2, 0)
    [found] = open_store(store).sources
    assert (found.listing.parts == ASIDE).sum() == 2


def test_every_kind_of_list(tmp_path, taxonomy):
    sources = [str(ROOT / "data" / name) for name in ("applicants.csv", "resumes")]
    store = tmp_path / "store"
    read_into(store, *sources, taxonomy=taxonomy)
    for source, found in zip(sources, stored(store), strict=True):
        others = [each for each in found if not isinstance(each, SetAside)]
        assert repr(others) == repr(read(source, taxonomy)[: len(others)])


def test_another_taxonomy_reads_everything_again(tmp_path):
    march = write_list(tmp_path / "march.csv", people(4))
    april = write_list(tmp_path / "april.csv", people(3, 20))
    store = tmp_path / "store"
    read_into(store, march, april)
    other = Taxonomy(list(TAXONOMY.skills.values())[:2], "sha256:other")
    done = read_into(store, april, taxonomy=other)
    assert done.outdated == ("taxonomy",)
    assert {change.source: counts(change) for change in done.changes} == {
        march: (0, 0, 4, 0), april: (0, 0, 3, 0),
    }  # fmt: skip
    for source, found in zip((march, april), stored(store), strict=True):
        assert found == read(source, other)


def test_a_source_that_went_away_cannot_be_read_again(tmp_path):
    march = write_list(tmp_path / "march.csv", people(4))
    april = write_list(tmp_path / "april.csv", people(3, 20))
    store = tmp_path / "store"
    read_into(store, march, april)
    before = bytes_of(store)
    (tmp_path / "march.csv").unlink()
    with pytest.raises(InputError, match=r"march\.csv: cannot be read"):
        read_into(store, april, taxonomy=Taxonomy([], "sha256:other"))
    assert bytes_of(store).keys() >= before.keys()
    assert len(stored(store)[0]) == 4


def test_the_mapping_belongs_to_the_row(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("id,A,B\n1,Java developer since 2015,Gardener and Kotlin\n")
    store = tmp_path / "store"
    for column in ("A", "B"):
        [change] = update.update_store(
            store, [str(path)], TAXONOMY, mapping={"resume": column}, workers=1
        ).changes
        [[found]] = stored(store)
        wanted = {"A": "Java developer since 2015", "B": "Gardener and Kotlin"}[column]
        assert found.profile.texts["resume_text"] == wanted
    assert counts(change) == (0, 1, 0, 0)


@pytest.mark.parametrize(
    ("sources", "words"),
    [
        (["a.csv", "./a.csv"], "a.csv: is given twice"),
        (["nobody.csv"], "nobody.csv: cannot be read"),
        (["store"], "store: is a profile store already"),
        (["."], "store: lies inside ."),
    ],
)
def test_what_cannot_be_read_into_a_store(tmp_path, monkeypatch, sources, words):
    monkeypatch.chdir(tmp_path)
    write_list(tmp_path / "a.csv", people(2))
    read_into(tmp_path / "store", "a.csv")
    before = bytes_of(tmp_path / "store")
    with pytest.raises(InputError) as raised:
        read_into(type(tmp_path)("store"), *sources)
    assert words in str(raised.value)
    assert bytes_of(tmp_path / "store") == before


def test_a_folder_with_other_things_is_left_alone(tmp_path):
    source = write_list(tmp_path / "a.csv", people(2))
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "letter.txt").write_text("Dear all")
    with pytest.raises(InputError, match=r"folder with other things"):
        read_into(tmp_path / "own", source)
    assert [path.name for path in (tmp_path / "own").iterdir()] == ["letter.txt"]


def test_one_writer_at_a_time(tmp_path):
    source = write_list(tmp_path / "a.csv", people(2))
    store = tmp_path / "store"
    read_into(store, source)
    code = (
        "import sys; from pathlib import Path; from matcher.batch.files import one_writer\n"
        "with one_writer(Path(sys.argv[1])): print('held', flush=True); sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code, str(store)],
        cwd=ROOT, env=os.environ | {"PYTHONPATH": str(ROOT)},
        stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    ) as other:  # fmt: skip
        other.stdout.readline()
        with pytest.raises(InputError, match=r"another process is writing here"):
            read_into(store, source)
        other.kill()
    read_into(store, source)
    read_into(store, source)


def test_killed_at_any_moment_the_store_is_the_old_or_the_new_one(tmp_path):
    """Real processes, killed later and later; afterwards a run sweeps what they left."""
    source = write_list(tmp_path / "a.csv", people(300))
    store, old = tmp_path / "store", people(3)
    write_list(tmp_path / "old.csv", old)
    read_into(store, str(tmp_path / "old.csv"))
    code = (
        "import sys; from pathlib import Path; from tests.batch.store.lists import *;"
        "print('ready', flush=True);"
        "read_into(Path(sys.argv[1]), sys.argv[2], workers=2)"
    )
    ended = 0
    for attempt in range(8):
        process = subprocess.Popen(
            [sys.executable, "-c", code, str(store), source],
            cwd=ROOT, env=os.environ | {"PYTHONPATH": str(ROOT)},
            stdout=subprocess.PIPE,
        )  # fmt: skip
        process.stdout.readline()
        time.sleep(0.08 * attempt)
        process.send_signal(signal.SIGKILL)
        ended += process.wait() == 0
        found = stored(store)
        assert [len(each) for each in found] in ([3], [3, 300])
        assert len(read_into(store, str(tmp_path / "old.csv")).changes) == 1
        names = {entry.name for entry in store.iterdir()}
        assert names == {MANIFEST, "lock", "parts", "sources"}
        assert len(list((store / "parts").iterdir())) == len(found)
    read_into(store, source)
    assert_mirrors(store, str(tmp_path / "old.csv"), source)


def test_a_folder_that_may_not_be_written(tmp_path):
    source = write_list(tmp_path / "a.csv", people(2))
    (tmp_path / "file").write_text("")
    with pytest.raises(InputError, match=r"cannot be written"):
        read_into(tmp_path / "file" / "store", source)


def test_a_full_disk_leaves_the_old_store(tmp_path):
    source = write_list(tmp_path / "a.csv", people(3))
    store = tmp_path / "store"
    read_into(store, source)
    before = bytes_of(store)
    write_list(tmp_path / "a.csv", people(400))
    code = (
        "import resource, sys; from pathlib import Path; from tests.batch.store.lists import *;"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (9000, 9000));"
        "import signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN);"
        "from matcher.errors import InputError\n"
        "try: read_into(Path(sys.argv[1]), sys.argv[2])\n"
        "except InputError as error: print(error)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(store), source],
        cwd=ROOT, env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert "cannot be written: File too large" in done.stdout
    after = bytes_of(store)
    assert {name: after[name] for name in before} == before
    assert len(stored(store)[0]) == 3
