"""The REST interface as an applicant-tracking system uses it."""

from __future__ import annotations

import io

import pytest
from openpyxl import load_workbook

from matcher.report.as_json import job_dict
from tests.web.service.served import DESCRIPTION, PEOPLE, SECONDS

V1 = "/api/v1"


def test_parsing_answers_what_the_command_prints(api, matcher):
    expected = job_dict(matcher.parse_text(DESCRIPTION), {})
    assert api.post(f"{V1}/parse", json={"text": DESCRIPTION}).json() == expected
    files = {"file": ("job.txt", DESCRIPTION.encode())}
    assert api.post(f"{V1}/parse/file", files=files).json() == expected


def test_parsing_keeps_nothing(api):
    before = api.get(f"{V1}/jobs").json()
    api.post(f"{V1}/parse", json={"text": DESCRIPTION})
    assert api.get(f"{V1}/jobs").json() == before


def test_a_job_is_kept_with_its_worths(api, job):
    answer = api.get(f"{V1}/jobs/{job['id']}")
    assert answer.json() == job
    assert sum(each["worth"] for each in job["requirements"]) == 10_000
    (line,) = (line for line in api.get(f"{V1}/jobs").json() if line["id"] == job["id"])
    assert line["changed_by"] == "ann"
    again = api.post(f"{V1}/jobs", json={"text": DESCRIPTION})
    assert again.headers["location"] == f"{V1}/jobs/{again.json()['id']}"


EDITS = [
    {"edit": "set_title", "title": "Developer"},
    {"edit": "set_level", "requirement_id": "r1", "level": "preferred"},
    {"edit": "set_ignored", "requirement_id": "r2", "ignored": True},
    {"edit": "set_weight", "requirement_id": "r1", "weight": 3.5},
    {"edit": "set_gate", "requirement_id": "r1", "gate": "rank_below"},
    {"edit": "set_years", "requirement_id": "r2", "min_years": 5},
    {"edit": "join", "requirement_ids": ["r1", "r3"]},
    {"edit": "split", "requirement_id": "r1"},
    {"edit": "add", "skill_id": "kubernetes", "level": "must", "min_years": 2},
]


@pytest.mark.parametrize("change", EDITS, ids=lambda change: change["edit"])
def test_every_edit_makes_a_version_that_can_be_undone(api, job, change):
    where = f"{V1}/jobs/{job['id']}"
    sent = {"version": job["version"], "change": change}
    edited = api.post(f"{where}/edits", json=sent)
    assert edited.status_code == 200
    assert edited.json()["version"] > job["version"]
    assert edited.json()["requirements"] != job["requirements"] or change["edit"] == "set_title"
    assert api.get(f"{where}/history").json()[-1]["by"] == "ann"
    undone = api.post(f"{where}/undo", json={"version": edited.json()["version"]}).json()
    assert (undone["title"], undone["requirements"]) == (job["title"], job["requirements"])


def test_what_was_added_can_be_removed_and_what_was_changed_restored(api, job):
    where = f"{V1}/jobs/{job['id']}/edits"

    def edit(version, **change):
        answer = api.post(where, json={"version": version, "change": change})
        assert answer.status_code == 200
        return answer.json()

    added = edit(job["version"], edit="add", skill_id="kubernetes", level="bonus")
    (new,) = [each for each in added["requirements"] if each["added"]]
    number = new["requirement"]["id"]
    removed = edit(added["version"], edit="remove", requirement_id=number)
    assert removed["requirements"] == job["requirements"]
    moved = edit(removed["version"], edit="set_level", requirement_id="r1", level="bonus")
    restored = edit(moved["version"], edit="restore", requirement_id="r1")
    assert restored["requirements"] == job["requirements"]


def test_an_edit_of_an_old_version_says_what_happened_since(api, job):
    where = f"{V1}/jobs/{job['id']}/edits"
    first = {"edit": "set_level", "requirement_id": "r1", "level": "bonus"}
    done = api.post(where, json={"version": job["version"], "change": first}).json()
    late = api.post(where, json={"version": job["version"], "change": first})
    assert late.status_code == 409
    problem = late.json()
    assert problem["version"] == done["version"]
    assert [change["by"] for change in problem["changes"]] == ["ann"]


def test_a_card_stands_in_place_of_a_description(api, job):
    card = api.get(f"{V1}/jobs/{job['id']}/card")
    assert card.headers["content-type"].startswith("application/yaml")
    again = api.post(f"{V1}/jobs", json={"text": card.text}).json()
    worths = [[each["worth"] for each in made["requirements"]] for made in (job, again)]
    assert worths[0] == worths[1]


def test_type_ahead(api):
    found = api.get(f"{V1}/skills", params={"prefix": "kubern", "count": 3}).json()
    assert found[0]["id"] == "kubernetes"
    assert len(found) <= 3


def test_applicants_are_read_and_ranked(ranked):
    rows = ranked["rows"]
    assert [row["candidate_id"] for row in rows] == ["a", "c", "b"]
    assert [row["rank"] for row in rows] == [1, 2, 3]
    for row in rows:
        assert sum(cell["points"] for cell in row["cells"]) == row["score_hundredths"]
        assert row["score_hundredths"] <= row["score_high_hundredths"]
    assert ranked["counts"]["ranked"] == 3


def test_rows_of_a_system_are_applicants(workspace, api, job):
    where = f"{V1}/jobs/{job['id']}"
    rows = [{"candidate_id": "k1", "cv": "Java since 2015", "age": None, "score": 3.5}]
    sent = {"rows": rows, "columns": {"resume_text": "cv"}}
    taken = api.post(f"{where}/applicants/rows", json=sent)
    assert taken.status_code == 202
    intake = taken.json()
    assert taken.headers["location"] == f"{V1}/intakes/{intake['id']}"
    assert workspace.wait(intake["id"], SECONDS)
    done = api.get(f"{V1}/intakes/{intake['id']}").json()
    assert (done["finished"], done["read"]) == (True, 1)
    assert [line["candidate_id"] for line in api.get(f"{where}/applicants").json()] == ["k1"]
    assert api.get(f"{where}/intakes").json()[0]["id"] == intake["id"]


def test_a_bad_file_is_listed_and_a_table_read_again(workspace, api, job):
    where = f"{V1}/jobs/{job['id']}/applicants"
    files = [
        ("files", ("people.csv", b"nr,cv,free text\n1,Java,Gardener of roses\n")),
        ("files", ("empty.pdf", b"")),
    ]
    intake = api.post(where, files=files).json()
    assert workspace.wait(intake["id"], SECONDS)
    done = api.get(f"{V1}/intakes/{intake['id']}").json()
    assert any("empty.pdf" in (each["source"], each["field"]) for each in done["set_aside"])
    upload = next(each for each in done["uploads"] if each["name"] == "people.csv")
    assert upload["can_correct"]
    sent = {"columns": {"resume_text": "free text", "candidate_id": "nr"}}
    again = api.post(f"{V1}/uploads/{upload['id']}/columns", json=sent)
    assert again.status_code == 202
    assert workspace.wait(again.json()["id"], SECONDS)
    (line,) = api.get(where).json()
    assert line["candidate_id"] == "1"


@pytest.mark.parametrize("columns", ["nonsense", "[]", '{"resume_text": 1}'])
def test_columns_that_are_none(api, job, columns):
    files = {"files": ("people.csv", PEOPLE.encode())}
    where = f"{V1}/jobs/{job['id']}/applicants"
    answer = api.post(where, files=files, data={"columns": columns})
    assert answer.status_code == 422
    assert answer.json()["source"] == "columns"


def test_other_weights_hold_for_one_answer(api, ranked):
    where = f"{V1}/jobs/{ranked['job_id']}/ranking"
    kafka = ranked["requirements"][-1]["requirement"]["id"]
    other = api.get(where, params={"weight": f"{kafka}:1000"}).json()
    assert [each["worth"] for each in other["requirements"]] != [
        each["worth"] for each in ranked["requirements"]
    ]
    assert api.get(where).json()["requirements"] == ranked["requirements"]
    assert api.get(where, params={"weight": "r1:heavy"}).status_code == 422
    assert api.get(where, params={"weight": "r99:1"}).status_code == 422
    assert api.get(where, params={"weight": f"{kafka}:nan"}).status_code == 422


def test_pages_filters_and_search(api, ranked):
    where = f"{V1}/jobs/{ranked['job_id']}/ranking"

    def ids(**view):
        return [row["candidate_id"] for row in api.get(where, params=view).json()["rows"]]

    assert ids(size=1, page=2) == ["c"]
    assert ids(search="ibsen") == ["a"]
    assert ids(sort="rank", descending=True) == ["b", "c", "a"]
    rows = api.get(where, params={"skill": "apache_kafka"}).json()["rows"]
    unsure = [any(flag["flag"] == "filter_unknown" for flag in row["flags"]) for row in rows]
    assert unsure == [False, True, True], "who says too little to be judged stays"
    assert ids(skill="apache_kafka", block="filtered_out") == []


def test_a_blind_ranking_says_nothing_of_names(api, ranked):
    where = f"{V1}/jobs/{ranked['job_id']}"
    answers = [
        api.get(f"{where}/ranking", params={"blind": True}),
        api.get(f"{where}/applicants/{ranked['rows'][0]['applicant_id']}", params={"blind": True}),
        api.get(f"{where}/export", params={"blind": True, "kind": "csv", "which": "all"}),
    ]
    for answer in answers:
        assert answer.status_code == 200
        assert "Ibsen" not in answer.text
        assert "Lund" not in answer.text


def test_one_applicant_in_full(api, ranked):
    row = ranked["rows"][0]
    where = f"{V1}/jobs/{ranked['job_id']}/applicants/{row['applicant_id']}"
    shown = api.get(where, params={"certainty": True}).json()
    told = shown["explanation"]
    assert told["score_hundredths"] == row["score_hundredths"]
    assert sum(entry["points_hundredths"] for entry in told["entries"]) == row["score_hundredths"]
    assert told["certainty"]["weightings"] > 1000
    (text,) = [text for text in shown["texts"] if text["field"] == "resume_text"]
    marked = {piece["text"] for piece in text["segments"] if piece["keys"]}
    assert {"Java", "SQL", "Kafka"} <= marked


def test_side_by_side(api, ranked):
    ids = [row["applicant_id"] for row in ranked["rows"]]
    where = f"{V1}/jobs/{ranked['job_id']}/compare"
    compared = api.get(where, params={"applicant_id": ids}).json()
    assert [each["candidate_id"] for each in compared["candidates"]] == ["a", "c", "b"]
    assert api.get(where, params={"applicant_id": ids[:1]}).status_code == 422


def test_decisions_and_notes_stand_beside_the_score(api, ranked):
    row = ranked["rows"][2]
    where = f"{V1}/jobs/{ranked['job_id']}/applicants/{row['applicant_id']}"
    assert api.put(f"{where}/decision", json={"decision": "override"}).status_code == 422
    reason = {"decision": "override", "reason": "Led the same migration."}
    assert api.put(f"{where}/decision", json=reason).status_code == 204
    note = api.post(f"{where}/notes", json={"text": "Asked for a portfolio."})
    assert note.status_code == 201
    shown = api.get(where).json()
    assert shown["decision"] == "override"
    assert shown["decisions"][-1]["reason"] == "Led the same migration."
    assert shown["explanation"]["score_hundredths"] == row["score_hundredths"]
    assert [each["text"] for each in shown["notes"]] == ["Asked for a portfolio."]
    assert api.delete(f"{where}/notes/{note.json()['id']}").status_code == 204
    assert api.get(where).json()["notes"] == []


@pytest.mark.parametrize(
    ("kind", "media_type"),
    [
        ("csv", "text/csv"),
        ("html", "text/html"),
        ("print", "text/html"),
        ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ],
)
def test_exports_are_downloads(api, ranked, kind, media_type):
    where = f"{V1}/jobs/{ranked['job_id']}/export"
    answer = api.get(where, params={"kind": kind, "which": "all"})
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith(media_type)
    assert answer.headers["content-disposition"].startswith("attachment; filename=")
    if kind == "xlsx":
        sheet = load_workbook(io.BytesIO(answer.content)).worksheets[0]
        assert sheet.max_row >= 4
    else:
        assert "Ann Ibsen" in answer.text


def test_a_batch_is_a_job_and_its_applicants(workspace, api):
    files = [
        ("job", ("job.txt", DESCRIPTION.encode())),
        ("applicants", ("people.csv", PEOPLE.encode())),
    ]
    sent = api.post(f"{V1}/batches", files=files)
    assert sent.status_code == 202
    batch = sent.json()
    assert batch["state"] in ("working", "done")
    assert workspace.wait(batch["id"], SECONDS)
    done = api.get(sent.headers["location"]).json()
    assert (done["state"], done["job_id"]) == ("done", batch["job_id"])
    assert len(api.get(done["ranking"]).json()["rows"]) == 3


def test_a_batch_that_cannot_be_kept_leaves_nothing(api, workspace, monkeypatch):
    from matcher.web.errors import TooLarge

    def refuse(*_):
        raise TooLarge("people.csv", "is too large")

    monkeypatch.setattr(workspace, "add_applicants", refuse)
    before = api.get(f"{V1}/jobs").json()
    files = [("job", ("job.txt", DESCRIPTION.encode())), ("applicants", ("a.csv", b"x"))]
    assert api.post(f"{V1}/batches", files=files).status_code == 413
    assert api.get(f"{V1}/jobs").json() == before


def test_a_person_is_deleted_everywhere(api, ranked):
    people = api.get(f"{V1}/people", params={"search": "ibsen"}).json()
    jobs = {job["job_id"]: person for person in people for job in person["jobs"]}
    person = jobs[ranked["job_id"]]
    gone = api.delete(f"{V1}/people/{person['person_id']}").json()
    assert gone["applicants"] == len(person["jobs"])
    left = api.get(f"{V1}/people", params={"search": "ibsen"}).json()
    assert person["person_id"] not in {each["person_id"] for each in left}
    left = api.get(f"{V1}/jobs/{ranked['job_id']}/ranking").json()
    assert [row["candidate_id"] for row in left["rows"]] == ["c", "b"]
    assert api.delete(f"{V1}/people/{person['person_id']}").status_code == 404


def test_what_is_old_is_purged(workspace, api, ranked):
    assert api.post(f"{V1}/purge", json={"older_than_days": 30}).status_code == 200
    assert api.get(f"{V1}/jobs/{ranked['job_id']}/ranking").json()["counts"]["ranked"] == 3
    workspace.workspace_clock.pass_by(days=31)
    assert api.post(f"{V1}/purge", json={"older_than_days": 30}).json()["applicants"] >= 3
    assert api.get(f"{V1}/jobs/{ranked['job_id']}/applicants").status_code == 404


def test_a_job_is_deleted(api, ranked):
    assert api.delete(f"{V1}/jobs/{ranked['job_id']}").json()["jobs"] == 1
    assert api.get(f"{V1}/jobs/{ranked['job_id']}/ranking").status_code == 404


def test_a_job_that_asks_nothing_cannot_rank(api):
    job = api.post(f"{V1}/jobs", json={"text": "We are nice people in Ghent."}).json()
    assert job["nothing_asked"]
    assert api.get(f"{V1}/jobs/{job['id']}/ranking").status_code == 422


JSON = {"content-type": "application/json"}
MULTIPART = {"content-type": "multipart/form-data; boundary=x"}


@pytest.mark.parametrize(
    ("content", "headers", "status"),
    [
        (b"[" * 500_000, JSON, 400),
        (b'{"text":' + b"[" * 90_000 + b"]" * 90_000 + b"}", JSON, 400),
        (b'{"text":"\\ud800"}', JSON, 422),
        (b'{"text":1e999}', JSON, 422),
        (b'{"text":"\xff"}', JSON, 400),
        (b'{"text":""}', JSON, 422),
        (b'{"text":"Java","more":1}', JSON, 422),
        (b'{"text":"Java"}', {}, 422),
        (b"", JSON, 422),
        (b"--x\r\nbad", MULTIPART, 422),
    ],
)
def test_a_strange_body_is_a_problem(api, content, headers, status):
    answer = api.post(f"{V1}/parse", content=content, headers=headers)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"


def test_many_mistakes_are_not_all_told(api, job):
    rows = {"rows": [{"a": {}}] * 1000}
    answer = api.post(f"{V1}/jobs/{job['id']}/applicants/rows", json=rows)
    assert answer.status_code == 422
    assert len(answer.json()["errors"]) == 100


def test_a_pile_of_files_in_one_upload(workspace, api, job):
    files = [("files", (f"{n}.txt", b"Java since 2015")) for n in range(1001)]
    taken = api.post(f"{V1}/jobs/{job['id']}/applicants", files=files)
    assert taken.status_code == 202
    assert len(taken.json()["uploads"]) == 1001
    while not api.get(f"{V1}/intakes/{taken.json()['id']}").json()["read"]:
        workspace.wait(taken.json()["id"], 0.1)
    # What is not read yet goes with its job.
    assert api.delete(f"{V1}/jobs/{job['id']}").status_code == 200
    assert api.get(f"{V1}/intakes/{taken.json()['id']}").status_code == 404
