"""Tables of grades: what is read, and how every mistake is named."""

from __future__ import annotations

import hashlib

import pytest

from matcher.errors import ConfigError, InputError, NothingAskedError
from matcher.matching import Matcher
from matcher.scoring import Policy
from matcher.tuning.grades import MOST_TOLD, read_grades
from tests.tuning.graded import STUDY, read, write_study

HEAD = "job,candidate_id,grade\n"


@pytest.fixture(scope="module")
def matcher():
    return Matcher()


@pytest.fixture
def table(tmp_path):
    def written(text: str, name: str = "grades.csv") -> str:
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return str(path)

    return written


def test_grades_by_job_whatever_the_order_of_rows(table):
    rows = ["nurse,k2,3", "nurse,k1,0", "cook,k1,2"]
    one = read_grades(table(HEAD + "\n".join(rows)))
    other = read_grades(table(HEAD + "\n".join(reversed(rows)), "other.csv"))
    assert one.by_job == other.by_job == {"cook": {"k1": 2}, "nurse": {"k1": 0, "k2": 3}}
    assert [list(graded) for graded in one.by_job.values()] == [["k1"], ["k1", "k2"]]
    assert (len(one), one.candidate_ids, one.decisions) == (3, {"k1", "k2"}, False)
    assert (one.place("nurse"), one.place("nurse", "k1")) == ("line 2", "line 3")


def test_digest_is_that_of_the_file(table):
    text = HEAD + "nurse,k1,1\n"
    assert read_grades(table(text)).digest == f"sha256:{hashlib.sha256(text.encode()).hexdigest()}"


def test_decisions_in_any_capitals_are_ordered(table):
    text = "job\tcandidate_id\tdecision\tnote\n" + "\n".join(
        f"nurse\tk{at}\t{word}\tx"
        for at, word in enumerate(("rejected", "Shortlisted", " interviewed", "HIRED"))
    )
    grades = read_grades(table(text, "decisions.tsv"))
    assert grades.decisions
    assert list(grades.by_job["nurse"].values()) == [0, 1, 2, 3]


def test_same_grade_twice_is_one(table):
    assert len(read_grades(table(HEAD + "nurse,k1,2\nnurse,k1,2.0\n"))) == 1


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("job,candidate_id,mark\na,b,1\n", "header: no column grade or decision; found: 'job'"),
        ("role,who,grade\na,b,1\n", "header: no column job and no column candidate_id; found"),
        ("job,candidate_id,grade,decision\na,b,1,hired\n", "a column grade and a column decision"),
        (HEAD, "holds no grades; allowed: at least one row"),
        (HEAD + "a,b,good\n", "line 2, column grade: grade is 'good'; allowed: a whole number"),
        (HEAD + "a,b,1.5\n", "line 2, column grade: grade is '1.5'"),
        (HEAD + "a,b,-1\n", "line 2, column grade: grade is '-1'"),
        (HEAD + "a,b,101\n", "from 0 to 100"),
        (HEAD + "a,b,\n", "line 2, column grade: grade is ''"),
        (HEAD + ",b,1\n", "line 2, column job: is empty; allowed: a name"),
        (HEAD + "a,,1\n", "line 2, column candidate_id: is empty"),
        (HEAD + "a,b,1\na,b,2\n", "line 3, column grade: 'b' is graded for 'a' in line 2 other"),
        (HEAD + "a,b,1,x\n", "line 2: row has 4 cells where the header has 3"),
        ("job,candidate_id,decision\na,b,hire\n", "decision is 'hire'; allowed: hired?"),
        ("job,candidate_id,decision\na,b,maybe\n", "hired, interviewed, shortlisted, rejected"),
    ],
    ids=lambda value: None if "\n" in value else value[:40],
)  # fmt: skip
def test_mistakes_are_named_with_their_place(table, text, message):
    source = table(text)
    with pytest.raises((ConfigError, InputError)) as caught:
        read_grades(source)
    assert message in str(caught.value)
    assert str(caught.value).startswith(source)


def test_all_mistakes_are_told_up_to_a_bound(table):
    with pytest.raises(ConfigError) as caught:
        read_grades(table(HEAD + "a,b,x\n" * (MOST_TOLD + 5)))
    assert len(caught.value.problems) == MOST_TOLD + 1
    assert caught.value.problems[-1].found == "5 more mistakes"


@pytest.mark.parametrize(("source", "message"), [("-", "standard input"), ("none.csv", "none.csv")])
def test_no_file_no_grades(source, message):
    with pytest.raises(InputError, match=message):
        read_grades(source)


def test_study_reads_each_candidate_once(matcher):
    study = read(matcher=matcher)
    assert [job.name for job in study.jobs] == [
        "accountant", "analyst", "backend", "electrician", "teacher",
    ]  # fmt: skip
    by_id = {}
    for job in study.jobs:
        assert list(job.candidate_ids) == sorted(job.candidate_ids)
        assert (
            dict(zip(job.candidate_ids, job.grades, strict=True)) == study.grades.by_job[job.name]
        )
        for profile in job.profiles:
            assert by_id.setdefault(profile.candidate_id, profile) is profile
    assert not study.set_aside
    assert study.jobs[0].text == (STUDY / "jobs/accountant.txt").read_text(encoding="utf-8")


JOBS = {"nurse.txt": "Requirements\n- Nursing\n- Java\n", "cook.txt": "Requirements\n- SQL\n"}
PEOPLE = 'candidate_id,resume_text\nk1,Java developer\nk2,"SQL, nursing"\n'


def test_jobs_without_file_are_all_named(tmp_path, matcher):
    grades = HEAD + "nurs,k1,1\nnurse,k1,1\nplumber,k1,1\n"
    folder = write_study(tmp_path, grades, candidates=PEOPLE, jobs=JOBS)
    with pytest.raises(ConfigError) as caught:
        read(folder, matcher=matcher)
    first, second = caught.value.problems
    assert (first.place, first.allowed) == ("line 2, column job", "nurse?")
    assert (second.place, second.allowed) == ("line 4, column job", "cook, nurse")


def test_candidates_in_no_list_are_all_named(tmp_path, matcher):
    grades = HEAD + "nurse,k1,1\nnurse,k8,1\ncook,k9,1\ncook,k8,1\n"
    folder = write_study(tmp_path, grades, candidates=PEOPLE, jobs=JOBS)
    with pytest.raises(ConfigError) as caught:
        read(folder, matcher=matcher)
    assert [each.place for each in caught.value.problems] == [
        "line 3, column candidate_id", "line 4, column candidate_id",
    ]  # fmt: skip
    assert caught.value.problems[0].allowed == "an id of the list, such as k1"


def test_ids_of_several_lists_carry_their_name(tmp_path, matcher):
    from matcher.tuning.study import read_study
    from tests.tuning.graded import AS_OF

    folder = write_study(
        tmp_path, HEAD + "nurse,june:k1,1\nnurse,may:k2,0\n", candidates=PEOPLE, jobs=JOBS
    )
    for month in ("may", "june"):
        (folder / f"{month}.csv").write_text(PEOPLE)
    grades = read_grades(str(folder / "grades.csv"))
    lists = [str(folder / "may.csv"), str(folder / "june.csv")]
    study = read_study(
        matcher, grades, [str(folder / "jobs")], lists, policy=Policy.default(), as_of=AS_OF
    )
    assert study.jobs[0].candidate_ids == ("june:k1", "may:k2")


def test_bad_rows_and_jobs_that_ask_for_nothing_are_set_aside(tmp_path, matcher):
    people = PEOPLE + "k3,SQL,too,many\nk4,SQL,too,many\n"
    folder = write_study(
        tmp_path,
        HEAD + "nurse,k1,1\nnurse,k3,2\nempty,k1,2\n",
        candidates=people,
        jobs={**JOBS, "empty.txt": "Come and join us.\n"},
    )
    study = read(folder, matcher=matcher)
    assert [(each.row, each.candidate_id, each.field) for each in study.set_aside] == [
        (3, "k3", "row"), (None, None, "job"),
    ]  # fmt: skip
    assert [job.name for job in study.jobs] == ["nurse"]
    assert study.jobs[0].candidate_ids == ("k1",)
    assert study.jobs[0].alike


def test_job_without_a_candidate_that_could_be_read_is_set_aside(tmp_path, matcher):
    people = PEOPLE + "k3,SQL,too,many\n"
    folder = write_study(tmp_path, HEAD + "nurse,k1,1\ncook,k3,2\n", candidates=people, jobs=JOBS)
    study = read(folder, matcher=matcher)
    assert [job.name for job in study.jobs] == ["nurse"]
    assert study.set_aside[-1].error == "none of the candidates graded for it could be read"


def test_nothing_left_is_an_error(tmp_path, matcher):
    folder = write_study(
        tmp_path, HEAD + "empty,k1,2\n", candidates=PEOPLE, jobs={"empty.txt": "Join us.\n"}
    )
    with pytest.raises(InputError, match="nothing of what is graded can be used"):
        read(folder, matcher=matcher)


def test_other_policy_other_plans_same_profiles(matcher):
    study = read(matcher=matcher)
    flat = Policy.from_dict({"levels": {"must": 4, "preferred": 3, "bonus": 1}})
    other = study.under(flat)
    assert other.policy == flat
    for one, two in zip(study.jobs, other.jobs, strict=True):
        assert one.profiles is two.profiles
        assert one.plan.requirements[0].share.worth != two.plan.requirements[0].share.worth


def test_policy_that_leaves_nothing_asked_is_refused(tmp_path, matcher):
    folder = write_study(
        tmp_path,
        HEAD + "nurse,k1,1\nnurse,k2,0\n",
        candidates=PEOPLE,
        jobs={"nurse.txt": "Nice to have\n- Java\n"},
    )
    study = read(folder, matcher=matcher)
    nothing = Policy.from_dict({"levels": {"must": 6, "preferred": 0, "bonus": 0}})
    with pytest.raises(NothingAskedError):
        study.under(nothing)


def test_part_of_a_study(matcher):
    study = read(matcher=matcher)
    assert [job.name for job in study.of_jobs(["teacher", "backend"]).jobs] == [
        "backend",
        "teacher",
    ]
