"""Spark gives the rows of the local engine, whatever the partitions and their order."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from datetime import date

import pyarrow.parquet as pq
import pytest

from matcher.batch import shipping
from matcher.batch.frames import FrameLayout
from matcher.batch.kernel import BatchJob, Order
from matcher.batch.schema import outcomes
from matcher.batch.shipping import Shipped, kernel_of
from matcher.batch.spark import score_dataframe, with_ranks
from matcher.cli import run
from matcher.errors import InputError, NothingAskedError
from matcher.scoring import Policy
from matcher.taxonomy.skill import Skill, SkillKind
from matcher.taxonomy.taxonomy import Taxonomy
from tests.batch.conftest import need_spark
from tests.batch.people import JOBS, contents, rows, write_jobs, write_list
from tests.conftest import ROOT

DAY = date(2026, 11, 1)
AS_OF = ["--as-of", DAY.isoformat()]
PEOPLE, TOP = 60, 7
HEADER = ["Candidate ID", "Name", "E-Mail", "Resume"]
ROWS = [(number, *cells) for number, cells in enumerate(rows(PEOPLE), 1)]
#: Columns that the kernel's rows and the written results share.
OWN = ("outcome", "readable", "field", "error", "kept", "source")
SHARED = [name for name in outcomes().names if name not in OWN]


@pytest.fixture(scope="module")
def local(tmp_path_factory):
    """Jobs, a list, and what the local engine makes of it."""
    folder = tmp_path_factory.mktemp("spark")
    jobs, people = write_jobs(folder / "jobs"), write_list(folder / "people.csv", PEOPLE)
    out = folder / "out"
    assert run(command(jobs, people, out, "--workers", "1")) == 0
    return jobs, people, out


def command(jobs, people, out, *options):
    given = ["batch", str(jobs), str(people), "--out", str(out), "--all", "--keep", "name"]
    return [*given, "--top", str(TOP), *AS_OF, *options]


@pytest.fixture(scope="module")
def jobs(parser):
    return {name.split(".")[0]: parser.parse(text) for name, text in JOBS.items()}


@pytest.fixture(scope="module")
def frame(spark):
    """The list as a DataFrame; rows cut and placed as they come."""

    def made(partitions=3, data=ROWS):
        header = ["n", *HEADER]
        return spark.createDataFrame(data, header).repartition(partitions, "E-Mail")

    return made


def engine_in(out):
    """The engine of the manifest, which is set to the local one's."""
    path = out / "manifest.json"
    manifest = json.loads(path.read_text())
    found = manifest["engine"]
    manifest["engine"] = "local"
    path.write_text(json.dumps(manifest, indent=1, ensure_ascii=False) + "\n")
    return found


def expected(out, kind, job):
    return pq.read_table(out / kind / f"{job}.parquet").to_pylist()


def pairs_of(scored, *more):
    """Rows of pairs by job, in their order of ids, as the written results have them."""
    found = {}
    for row in scored.collect():
        cells = row.asDict(recursive=True)
        if cells["job_id"]:
            pair = {name: cells[name] for name in (*SHARED, *more)}
            found.setdefault(cells["job_id"], []).append({**pair, "name": cells["kept"][0]})
    return {job: by_id(pairs) for job, pairs in found.items()}


def as_expected(out, kind, *more):
    names = [*SHARED, *more, "name"]
    return {
        job: by_id([{name: pair[name] for name in names} for pair in expected(out, kind, job)])
        for job in ("analyst", "backend")
    }


def by_id(pairs):
    return sorted(pairs, key=lambda pair: pair["candidate_id"])


@pytest.mark.usefixtures("spark")
def test_the_command_gives_the_same_bytes(local, tmp_path):
    jobs, people, known = local
    out = tmp_path / "out"
    assert run(command(jobs, people, out, "--engine", "spark", "--chunk-rows", "11")) == 0
    assert engine_in(out) == "spark"
    assert contents(out) == contents(known)


@pytest.mark.usefixtures("spark")
def test_a_store_gives_the_same_bytes(local, tmp_path):
    jobs, people, _ = local
    store, outs = tmp_path / "store", [tmp_path / "local", tmp_path / "spark"]
    assert run(["profiles", str(people), "--out", str(store)]) == 0
    assert run(command(jobs, store, outs[0], "--workers", "1")) == 0
    assert run(command(jobs, store, outs[1], "--engine", "spark")) == 0
    assert engine_in(outs[1]) == "spark"
    assert contents(outs[0]) == contents(outs[1])


@pytest.mark.usefixtures("spark")
def test_what_a_machine_cannot_do_is_one_line(local, tmp_path, capsys):
    jobs, people, _ = local
    store = tmp_path / "store"
    assert run(["profiles", str(people), "--out", str(store)]) == 0
    for path in store.rglob("*"):
        if path.is_file() and path.suffix != ".json":
            path.write_bytes(path.read_bytes()[:-40])
    capsys.readouterr()
    assert run(command(jobs, store, tmp_path / "out", "--engine", "spark")) == 2
    said = capsys.readouterr().err.splitlines()
    assert "Traceback" not in "".join(said)
    assert str(store) in said[-1]
    assert not (tmp_path / "out" / "manifest.json").exists()


def test_a_killed_run_of_one_engine_is_gone_on_with_by_another(local, spark, tmp_path):
    assert spark.version
    jobs, people, known = local
    out = tmp_path / "out"
    given = command(jobs, people, out, "--chunk-rows", "6")
    line = [sys.executable, "-m", "matcher", *given, "--engine", "spark", "--workers", "1"]
    with subprocess.Popen(line, cwd=ROOT, stderr=subprocess.DEVNULL, env=_interpreter()) as process:
        while process.poll() is None and not list(out.glob(".work/parts/*.arrow")):
            time.sleep(0.02)
        process.send_signal(signal.SIGKILL)
    assert not (out / "manifest.json").exists()
    assert list(out.glob(".work/parts/*.arrow"))
    assert run([*given, "--workers", "1"]) == 0
    assert contents(out) == contents(known)


def _interpreter():
    """The environment without a word of what Python to use: the command finds its own."""
    own = {name: value for name, value in os.environ.items() if name != "PYSPARK_PYTHON"}
    return {**own, "JDK_JAVA_OPTIONS": "-XX:TieredStopAtLevel=1"}


@pytest.mark.parametrize("partitions", [1, 4])
def test_all_pairs_of_a_dataframe_are_those_of_the_command(local, frame, jobs, partitions):
    scored = score_dataframe(
        frame(partitions), jobs, Policy.default(), DAY, row="n", keep=["name"]
    ).persist()
    assert scored.columns == outcomes().names
    found = pairs_of(with_ranks(scored), "rank")
    assert found == as_expected(local[2], "all", "rank")
    to_read = {row.candidate_id for row in scored.where("outcome = 'to_read'").collect()}
    assert to_read == {cells[1] for cells in ROWS if not cells[4]}
    scored.unpersist()


@pytest.mark.parametrize("partitions", [1, 4])
def test_the_best_of_a_dataframe_are_those_of_the_command(local, frame, jobs, partitions):
    backwards = frame(partitions, ROWS[::-1])
    scored = score_dataframe(
        backwards, jobs, Policy.default(), DAY, row="n", keep=["name"], top=TOP
    )
    assert scored.columns == [*outcomes().names, "rank"]
    assert pairs_of(scored, "rank") == as_expected(local[2], "top", "rank")


def test_every_row_of_a_dataframe_is_accounted_for(frame, jobs):
    data = [
        (1, "a", "Ann", "x", "Java and SQL\nSkills\nJava, SQL"),
        (2, None, "Bo", "x", "Go"),
        (3, "c", None, "x", None),
        (4, "d", "Di", "x", "Java\0"),
    ]
    given = frame(2, data)
    for options, numbered in (({"row": "n"}, True), ({}, False)):
        scored = score_dataframe(given, jobs, Policy.default(), DAY, top=5, **options)
        found = {(r.outcome, r.row, r.candidate_id, r.field) for r in scored.collect()}
        if numbered:
            assert found == {
                ("best", 1, "a", None),
                ("best", 2, "row-2", None),
                ("to_read", 3, "c", None),
                ("set_aside", 4, "d", "row"),
            }
        else:
            assert found == {
                ("best", None, "a", None),
                ("set_aside", None, None, "candidate_id"),
                ("to_read", None, "c", None),
                ("set_aside", None, "d", "row"),
            }


def test_a_blind_dataframe_names_nobody(frame, jobs):
    scored = score_dataframe(frame(2), jobs, Policy.default(), DAY, key=b"k" * 32, row="n", top=50)
    shown = json.dumps([row.asDict(recursive=True) for row in scored.collect()])
    for identity in ("Example1", "k0001", "@example.org"):
        assert identity not in shown


@pytest.mark.parametrize(
    ("change", "options", "said"),
    [
        (lambda df: df.drop("Candidate ID"), {}, "no column holds ids of candidates"),
        (lambda df: df.drop("Resume"), {}, "DataFrame, header"),
        (lambda df: df, {"keep": ["salary"]}, "DataFrame, keep: has no column 'salary'"),
        (lambda df: df, {"row": "number"}, "DataFrame, row: has no column 'number'"),
        (lambda df: df, {"top": 0}, "top: is 0"),
        (lambda df: df, {"key": b"k" * 32, "keep": ["name"]}, "keep or key, not both"),
        (lambda df: df.selectExpr("`Candidate ID`", "array(Resume) as CV"), {}, "array<string>"),
    ],
)
def test_what_cannot_be_scored_is_told_at_once(frame, jobs, change, options, said):
    with pytest.raises(InputError, match=said):
        score_dataframe(change(frame(1)), jobs, Policy.default(), DAY, **options)


def test_a_job_that_asks_for_nothing_is_told_at_once(frame, parser):
    with pytest.raises(NothingAskedError):
        score_dataframe(frame(1), {"kind": parser.parse("We are nice.")}, Policy.default(), DAY)


def test_an_order_travels_without_the_shipped_taxonomy(taxonomy, jobs):
    asked = tuple(BatchJob(name, job, name) for name, job in jobs.items())
    order = Order(asked, taxonomy, Policy.default(), DAY, {})
    shipped = Shipped.of(order)
    assert len(shipped.content) < 40_000
    assert kernel_of(shipped) is kernel_of(Shipped(shipped.version, bytes(shipped.content)))
    assert [each.job for each in shipped.order().jobs] == list(jobs.values())
    own = Taxonomy([Skill("lute", "Lute", SkillKind.TOOL, "music")], "sha256:1")
    arrived = Shipped.of(Order(asked, own, Policy.default(), DAY, {})).order().taxonomy
    assert list(arrived.skills) == ["lute"]


def test_another_version_on_a_machine_is_an_error(taxonomy, monkeypatch):
    shipped = Shipped.of(Order((), taxonomy, Policy.default(), DAY, {}))
    with pytest.raises(InputError, match=r"requirement-matcher is .* allowed: 0\.0"):
        Shipped("0.0", shipped.content).order()
    monkeypatch.setattr(shipping, "load_taxonomy", lambda: Taxonomy([], "sha256:other"))
    with pytest.raises(InputError, match="the taxonomy is sha256:other"):
        shipped.order()


@pytest.mark.parametrize("missing", ["pandas", "pyspark"])
def test_a_missing_library_is_one_line(local, tmp_path, capsys, monkeypatch, missing):
    for name in [name for name in sys.modules if name.split(".")[0] == missing]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, missing, None)
    jobs, people, _ = local
    assert run(command(jobs, people, tmp_path / "out", "--engine", "spark")) == 2
    said = capsys.readouterr().err.splitlines()[-1]
    assert missing in said
    assert "pip install 'requirement-matcher[spark]'" in said


def test_a_missing_java_is_one_line(local, tmp_path):
    need_spark(java=False)
    jobs, people, _ = local
    given = command(jobs, people, tmp_path / "out", "--engine", "spark")
    environment = {**os.environ, "PATH": str(tmp_path), "JAVA_HOME": str(tmp_path)}
    line = [sys.executable, "-m", "matcher", *given]
    done = subprocess.run(line, cwd=ROOT, env=environment, capture_output=True, text=True)
    assert done.returncode == 2
    assert "finds no Java; allowed: Java 17 or later" in done.stderr.splitlines()[-1]


def test_only_columns_that_are_needed_travel():
    header = ["ID", "CV", "Name", "Notes", "Photo", "City"]
    layout = FrameLayout.of(header, "people", None, ["city"], blind=False)
    assert [header[at] for at in layout.used] == ["ID", "CV", "Name", "City"]
