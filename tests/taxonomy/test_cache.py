"""The cache: quick where it can be, never wrong, tidy, safe beside other starts."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from matcher.taxonomy.cache import KEPT_FILES, STALE_SECONDS
from matcher.taxonomy.store import load_taxonomy

TEXT = "skills:\n- {id: lute, name: Lute making, kind: knowledge, category: crafts}\n"


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "t.yaml"
    path.write_text(TEXT)
    return path


def test_every_truncation_and_every_changed_byte_is_noticed(file, tmp_path):
    cache = tmp_path / "cache"
    first = load_taxonomy(file, cache_dir=cache)
    (kept,) = cache.iterdir()
    sound = kept.read_bytes()
    damaged = [sound[:length] for length in range(len(sound))]
    damaged += [
        sound[:at] + bytes([sound[at] ^ 0x20]) + sound[at + 1 :] for at in range(len(sound))
    ]
    for raw in damaged:
        kept.write_bytes(raw)
        again = load_taxonomy(file, cache_dir=cache)
        assert again.skills == first.skills
        assert again.ids_by_name == first.ids_by_name
        assert kept.read_bytes() == sound


def test_old_files_and_dead_temporary_files_go(file, tmp_path):
    cache = tmp_path / "cache"
    cache.mkdir()
    long_ago = time.time() - 2 * STALE_SECONDS
    for number in range(KEPT_FILES + 5):
        old = cache / f"taxonomy-0-{number:032d}.msgpack"
        old.write_bytes(b"old")
        os.utime(old, (long_ago + number, long_ago + number))
    dead, alive = cache / "taxonomy-0-x.msgpackdead", cache / "taxonomy-0-x.msgpackalive"
    foreign = cache / "somebody_elses.txt"
    for path in (dead, alive, foreign):
        path.write_bytes(b"")
    os.utime(dead, (long_ago, long_ago))
    load_taxonomy(file, cache_dir=cache)
    left = {path.name for path in cache.iterdir()}
    assert len([name for name in left if name.endswith(".msgpack")]) == KEPT_FILES
    assert dead.name not in left
    assert {alive.name, foreign.name} <= left
    assert "taxonomy-0-" + "0" * 32 + ".msgpack" not in left


def test_concurrent_starts_do_not_disturb_each_other(file, tmp_path):
    code = (
        "import sys; from pathlib import Path; from matcher.taxonomy.store import load_taxonomy\n"
        "for _ in range(20):\n"
        "    t = load_taxonomy(Path(sys.argv[1]), cache_dir=Path(sys.argv[2]))\n"
        "    print(t.digest, sorted(t.ids_by_name))\n"
        "    for kept in Path(sys.argv[2]).glob('*.msgpack'): kept.unlink(missing_ok=True)\n"
    )
    root = Path(__file__).parents[2]
    starts = [
        subprocess.Popen(
            [sys.executable, "-c", code, str(file), str(tmp_path / "cache")],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            cwd=root,
            env=os.environ | {"PYTHONPATH": str(root)},
        )
        for _ in range(6)
    ]
    said = [start.communicate(timeout=120) for start in starts]
    assert [errors for _, errors in said] == [""] * 6
    assert len({line for output, _ in said for line in output.splitlines()}) == 1
    assert sum(len(output.splitlines()) for output, _ in said) == 120
