"""Files of applicants: taken in, read within limits, resumed, corrected."""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
import time
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from matcher.errors import InputError
from matcher.web.errors import NotFound, Refused, TooLarge
from matcher.web.kept_files import UPLOADS
from matcher.web.limits import LimitedReader, ReaderEndedError, ReaderProcess
from matcher.web.settings import Limits
from matcher.web.shown import LOCAL, Decision, RankingView, UploadState
from matcher.web.workspace import Workspace
from tests.web.small import HEAD, JOB, PEOPLE, by_name, filled, table

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def job(shared):
    return shared.create_job(LOCAL, JOB)


def taken(workspace, job, *files, columns=None):
    intake = workspace.add_applicants(LOCAL, job.id, list(files), columns)
    assert workspace.wait(intake.id, 120)
    return workspace.intake(LOCAL, intake.id)


def zipped(**members) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "."), content)
    return buffer.getvalue()


def test_a_list_is_read_and_its_columns_told(workspace):
    job = workspace.create_job(LOCAL, JOB)
    intake = taken(workspace, job, ("list.csv", table()))
    [upload] = intake.uploads
    assert (upload.state, upload.read, upload.set_aside) == (UploadState.READ, 4, 0)
    uses = {c.header: c.use for c in upload.columns}
    assert uses == {
        "id": "candidate_id", "name": "name", "email": "email", "resume": "resume_text"
    }  # fmt: skip
    assert upload.can_correct
    assert [line.candidate_id for line in workspace.applicants(LOCAL, job.id)] == [
        "k1", "k2", "k3", "k4"
    ]  # fmt: skip


def test_what_cannot_be_read_is_named_and_the_rest_goes_on(workspace):
    job = workspace.create_job(LOCAL, JOB)
    hostile = zipped(bomb__txt=b"0" * 40_000_000)
    intake = taken(
        workspace,
        job,
        ("cv.txt", b"Java developer since 2015, PostgreSQL"),
        ("broken.pdf", b"%PDF-1.7 and nothing behind"),
        ("empty.docx", b""),
        ("photo.png", b"\x89PNG\r\n\x1a\n" + b"0" * 100),
        ("bomb.zip", hostile),
        (
            "pile.zip",
            zipped(one__txt=b"Kafka and Java", two__md=b"# CV\nDocker", bad__pdf=b"%PDF-"),
        ),
        ("rows.csv", b'id,resume\nk1,Java\nk1,Go\nk3,"Rust"\n'),
    )
    state = {u.name: u.state for u in intake.uploads}
    assert {name for name, s in state.items() if s is UploadState.REFUSED} == {
        "broken.pdf", "empty.docx", "photo.png", "bomb.txt", "bad.pdf"
    }  # fmt: skip
    told = {(a.source, a.field): a.error for a in intake.set_aside}
    assert "damaged" in told["broken.pdf", "file"]
    assert "empty" in told["empty.docx", "file"]
    assert "stands already in row 1" in told["rows.csv", "candidate_id"]
    assert intake.read == 5
    assert intake.finished


def test_a_line_of_five_megabytes_costs_nobody_else(workspace):
    job = workspace.create_job(LOCAL, JOB)
    long = "java " * 1_000_000
    people = (PEOPLE[0], ("k9", "Lo Ng", "lo@example.org", long), PEOPLE[1])
    intake = taken(workspace, job, ("list.csv", table(people)))
    names = {line.name for line in workspace.applicants(LOCAL, job.id)}
    assert {"Ada Quillfeather", "Bo Tanglewood"} <= names
    assert intake.read + len(intake.set_aside) == 3


def test_columns_can_be_corrected_and_decisions_stay(workspace):
    job = workspace.create_job(LOCAL, JOB)
    head = ("id", "name", "email", "about_them")
    first = taken(workspace, job, ("list.csv", table(head=head)), columns={"skills": "about_them"})
    assert first.read == 4
    someone = by_name(workspace, job.id)["Cy Merriweather"]
    workspace.decide(LOCAL, job.id, someone, Decision.SHORTLIST)
    again = workspace.read_again(LOCAL, first.uploads[0].id, {"resume": "about_them"})
    assert workspace.wait(again.id, 120)
    after = workspace.intake(LOCAL, again.id)
    assert {c.header: c.use for c in after.uploads[0].columns}["about_them"] == "resume_text"
    assert by_name(workspace, job.id)["Cy Merriweather"] == someone
    page = workspace.ranking(LOCAL, job.id, RankingView())
    assert {r.name: r.decision for r in page.rows}["Cy Merriweather"] is Decision.SHORTLIST


def test_a_wrong_column_is_told_and_can_be_corrected(workspace):
    job = workspace.create_job(LOCAL, JOB)
    wrong = taken(workspace, job, ("list.csv", table()), columns={"resume": "Lebenslauf"})
    assert wrong.uploads[0].state is UploadState.REFUSED
    assert "no such header" in wrong.uploads[0].reason
    assert [c.header for c in wrong.uploads[0].columns] == list(HEAD)
    with pytest.raises(Refused, match="no mapping"):
        workspace.read_again(LOCAL, wrong.uploads[0].id, {"": "x"})
    workspace.read_again(LOCAL, wrong.uploads[0].id, {"resume": "resume"})
    assert workspace.wait(wrong.id, 120)
    assert workspace.intake(LOCAL, wrong.id).read == 4


def test_a_list_of_unknown_headers_can_be_told_what_they_are(workspace):
    job = workspace.create_job(LOCAL, JOB)
    list_ = table(head=("spalte1", "spalte2", "spalte3", "spalte4"))
    first = taken(workspace, job, ("liste.csv", list_), columns={"skills": "spalte9"})
    assert first.uploads[0].can_correct
    columns = {"id": "spalte1", "resume": "spalte4"}
    workspace.read_again(LOCAL, first.uploads[0].id, columns)
    assert workspace.wait(first.id, 120)
    assert [x.candidate_id for x in workspace.applicants(LOCAL, job.id)][:2] == ["k1", "k2"]


def test_two_lists_with_the_same_ids_stay_apart(workspace):
    job = filled(workspace)
    taken(workspace, job, ("more.csv", table((("k1", "Ed Osterly", "ed@example.org", "Java"),))))
    assert [x.candidate_id for x in workspace.applicants(LOCAL, job.id)][-1] == "k1 (2)"


def test_limits_of_an_intake(matcher, settings):
    small = Limits(file_bytes=200, intake_files=2, intake_bytes=300, applicants=3)
    with Workspace(matcher, replace(settings, limits=small)) as workspace:
        job = workspace.create_job(LOCAL, JOB)
        for files, words in (
            ([("a.txt", b"x" * 201)], "201 bytes"),
            ([("a.txt", b"x")] * 3, "3 files"),
            ([("a.txt", b"x" * 160), ("b.txt", b"x" * 160)], "320 bytes"),
        ):
            with pytest.raises(TooLarge, match=words):
                workspace.add_applicants(LOCAL, job.id, files)
        with pytest.raises(Refused, match="none"):
            workspace.add_applicants(LOCAL, job.id, [])
        with pytest.raises(NotFound):
            workspace.add_applicants(LOCAL, "nowhere", [("a.txt", b"Java")])
        rows = b"id,resume\n" + b"".join(b"k%d,Java\n" % n for n in range(5))
        intake = taken(workspace, job, ("a.csv", rows))
        assert (intake.read, intake.uploads[0].state) == (3, UploadState.REFUSED)
        assert "3 applicants already" in intake.uploads[0].reason


def test_any_name_of_a_file_is_kept_inside_the_folder(alone, settings):
    job = alone.create_job(LOCAL, JOB)
    names = ["../../x.txt", "a/b.txt", "x\0y.txt", "ü" * 400 + ".txt", "=1+1.txt"]
    intake = taken(alone, job, *((name, b"Java and Kafka") for name in names))
    assert intake.read == len(names)
    assert {p.name for p in settings.folder.iterdir() if p.is_dir()} == {UPLOADS}


def test_the_reader_knows_no_secrets_and_keeps_its_limits(taxonomy, monkeypatch):
    monkeypatch.setenv("MATCHER_BLIND_KEY", "a secret of the house")
    reader = LimitedReader(taxonomy, Limits())
    try:
        reader.job("Requirements\n- Java", "job.txt")
        process = Path(f"/proc/{reader._jobs._process.pid}")
        assert b"a secret of the house" not in (process / "environ").read_bytes()
        limits = (process / "limits").read_text()
        assert str(Limits().memory_bytes) in limits
    finally:
        reader.close()


def test_a_reader_that_takes_too_long_is_ended_and_the_next_one_works(taxonomy):
    reader = LimitedReader(taxonomy, Limits(seconds=0.001))
    try:
        with pytest.raises(InputError, match="took longer than"):
            reader.job("Requirements\n- Java\n" * 2000, "job.txt")
        assert reader._jobs._process is None
    finally:
        reader.close()


def test_a_reader_without_memory_says_so(taxonomy):
    reader = LimitedReader(taxonomy, Limits(memory_bytes=50 * 1024 * 1024))
    try:
        with pytest.raises(InputError, match=r"memory|broke down|ended"):
            reader.job(b"<p>Java " * 1_000_000, "job.html")
    finally:
        reader.close()


def test_a_reader_that_dies_at_a_row_costs_that_row(workspace, monkeypatch):
    """The third row ends the reader each time it is read; the rest of the list is read."""
    job = workspace.create_job(LOCAL, JOB)
    asked = ReaderProcess.ask

    def dying(self, request):
        for number, answer in enumerate(asked(self, request)):
            if request.what == "candidates" and request.skip + number == 3 and request.skip < 3:
                self._process.kill()
                self._read.clear()
                raise ReaderEndedError("its reader broke down (SIGSEGV)")
            yield answer

    monkeypatch.setattr(ReaderProcess, "ask", dying)
    intake = taken(workspace, job, ("list.csv", table()))
    assert intake.read == 3
    assert [a.error for a in intake.set_aside] == ["its reader broke down (SIGSEGV)"]
    assert set(by_name(workspace, job.id)) == {PEOPLE[0][1], PEOPLE[1][1], PEOPLE[3][1]}


def test_the_same_address_and_name_is_the_same_person(alone):
    first, second = filled(alone), filled(alone)
    [found] = alone.find_people(LOCAL, "quillfeather")
    assert [job for job, *_ in found.jobs] == [first.id, second.id]


def test_an_address_with_another_name_is_another_person(alone):
    filled(alone)
    filled(alone, (("k1", "Ola Nordmann", "ada@example.org", "Java"),))
    assert len(alone.find_people(LOCAL, "ada@example.org")) == 2


KILLED = """
import sys
from matcher.matching import Matcher
from matcher.web.settings import Settings
from matcher.web.shown import LOCAL
from matcher.web.workspace import Workspace
from pathlib import Path
from tests.web.small import HEAD, JOB, table

people = [(f"k{n}", f"Person Number{n}", f"p{n}@example.org", "Java and Kafka. " * 40)
          for n in range(int(sys.argv[2]))]
workspace = Workspace(Matcher(), Settings(Path(sys.argv[1])))
job = workspace.create_job(LOCAL, JOB)
intake = workspace.add_applicants(LOCAL, job.id, [("list.csv", table(people))])
print(job.id, intake.id, flush=True)
workspace.wait(intake.id, 600)
"""


def test_nothing_is_lost_when_the_program_is_killed(matcher, settings):
    count = 1_500
    command = [sys.executable, "-c", KILLED, str(settings.folder), str(count)]
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, text=True, cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    job_id, intake_id = process.stdout.readline().split()
    database = settings.folder / "workspace.sqlite"
    deadline = time.monotonic() + 60
    while _read_so_far(database) < 100 and time.monotonic() < deadline:
        time.sleep(0.02)
    process.send_signal(signal.SIGKILL)
    process.wait()
    before = _read_so_far(database)
    assert 100 <= before < count
    with Workspace(matcher, settings) as workspace:
        assert workspace.wait(intake_id, 300)
        lines = workspace.applicants(LOCAL, job_id)
        assert [line.candidate_id for line in lines] == [f"k{n}" for n in range(count)]
        assert workspace.intake(LOCAL, intake_id).set_aside == ()


def _read_so_far(database) -> int:
    import sqlite3

    try:
        with sqlite3.connect(f"file:{database}?mode=ro", uri=True, timeout=5) as connection:
            return connection.execute("select count(*) from applicant").fetchone()[0]
    except sqlite3.OperationalError:
        return 0
