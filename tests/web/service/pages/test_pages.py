"""What pages answer, without a browser: every page, every refusal, nothing by the wrong way."""

from __future__ import annotations

import re

import pytest

from matcher.web.settings import Settings
from matcher.web.shown import LOCAL, Decision, RankingView
from matcher.web.workspace import Workspace
from tests.web.service.served import DESCRIPTION, PEOPLE, SECONDS, Served, csrf_of


@pytest.fixture(scope="module")
def site(workspace, tmp_path_factory):
    """On loopback, with a job and three applicants."""
    made = Served(workspace, tmp_path_factory.mktemp("pages"))
    job = workspace.create_job(LOCAL, DESCRIPTION)
    intake = workspace.add_applicants(LOCAL, job.id, [("people.csv", PEOPLE.encode())])
    assert workspace.wait(intake.id, SECONDS)
    made.job, made.intake = job.id, intake.id
    made.rows = workspace.ranking(LOCAL, job.id, RankingView()).rows
    return made


@pytest.fixture
def browser(site):
    return site.browser()


def post(browser, path, *, htmx=False, target="", **fields):
    fields["csrf_token"] = csrf_of(browser)
    headers = {"hx-request": "true", "hx-target": target} if htmx else {}
    return browser.post(path, data=fields, headers=headers)


def version(site):
    return site.workspace.job(LOCAL, site.job).version


PAGES = (
    "/",
    "/jobs/{job}",
    "/jobs/{job}/history",
    "/jobs/{job}/card",
    "/jobs/{job}/applicants",
    "/jobs/{job}/intakes/{intake}",
    "/jobs/{job}/ranking",
    "/jobs/{job}/ranking?q=ann&musts=on&years=2&decision=none&certainty=on&sort=name&order=down",
    "/jobs/{job}/ranking?block=to_read&size=500&page=3",
    "/jobs/{job}/applicants/{first}",
    "/jobs/{job}/applicants/{first}?n=1&sort=score&order=down",
    "/jobs/{job}/applicants/{first}/cells/r1",
    "/jobs/{job}/applicants/{first}/cells/r99",
    "/jobs/{job}/compare?id={first}&id={second}",
    "/skills?q=jav",
    "/people",
    "/people?q=ann",
    "/settings",
)


@pytest.mark.parametrize("path", PAGES)
def test_every_page_answers(site, browser, path):
    first, second = (row.applicant_id for row in site.rows[:2])
    asked = path.format(job=site.job, intake=site.intake, first=first, second=second)
    assert browser.get(asked).status_code == 200


@pytest.mark.parametrize(
    ("path", "status", "words"),
    [
        ("/jobs/nowhere", 404, "nowhere"),
        ("/jobs/{job}/applicants/nobody", 404, "nobody"),
        ("/jobs/{job}/compare?id={first}", 422, "allowed"),
        ("/jobs/{job}/ranking?years=many", 422, "a number"),
        ("/jobs/{job}/ranking?page=0", 422, "a whole number from 1"),
        ("/jobs/{job}/ranking?sort=luck", 422, "rank, score"),
        ("/jobs/{job}/ranking?skill=juggling_with_fire", 422, "juggling_with_fire"),
        ("/jobs/{job}/export/all/pdf", 422, "xlsx"),
    ],
)
def test_what_is_refused_is_said(site, browser, path, status, words):
    answer = browser.get(path.format(job=site.job, first=site.rows[0].applicant_id))
    assert answer.status_code == status
    assert words in answer.text
    assert 'role="alert"' in answer.text, "htmx shows the alert of the answer"


def test_an_edit_without_htmx_leads_back_to_the_job(site, browser):
    fields = {"edit": "title", "title": "Backend engineer", "version": version(site)}
    answer = post(browser, f"/jobs/{site.job}/edit", **fields)
    assert answer.headers["location"] == f"/jobs/{site.job}"
    assert "Backend engineer" in browser.get(f"/jobs/{site.job}").text


def test_an_edit_with_htmx_gives_the_workbench_and_says_what_moved(site, browser):
    fields = {"edit": "level", "requirement": "r2", "level": "ignored", "open": "r2"}
    path = f"/jobs/{site.job}/edit"
    answer = post(browser, path, htmx=True, version=version(site), **fields)
    assert answer.status_code == 200
    assert "<html" not in answer.text
    assert "Ranked again" in answer.headers["hx-trigger"]
    assert re.search(r'id="chip-r2" [^>]*data-lane="ignored"', answer.text)
    answer = post(browser, f"/jobs/{site.job}/undo", htmx=True, version=version(site))
    assert re.search(r'id="chip-r2" [^>]*data-lane="must"', answer.text)


def test_an_edit_of_an_old_version_shows_the_job_as_it_is(site, browser):
    old = version(site)
    fields = {"edit": "weight", "requirement": "r1", "htmx": True, "version": old}
    path = f"/jobs/{site.job}/edit"
    post(browser, path, weight="9", **fields)
    answer = post(browser, path, weight="1", **fields)
    assert "changed in between" in answer.text
    assert site.workspace.job(LOCAL, site.job).requirements[0].weight == 9
    post(browser, f"/jobs/{site.job}/undo", version=old + 1)


def test_keeping_the_weights_of_a_view_makes_them_the_jobs(site, browser):
    answer = post(browser, f"/jobs/{site.job}/weights", **{"w-r1": "3.5", "q": "ann"})
    assert answer.headers["location"] == f"/jobs/{site.job}/ranking?q=ann"
    views = site.workspace.job(LOCAL, site.job).requirements
    assert [view.requirement.weight for view in views] == [3.5, *[None] * (len(views) - 1)]
    post(browser, f"/jobs/{site.job}/undo", version=version(site))


def test_decisions_and_notes_stand_beside_the_score(site, browser):
    row = site.rows[0]
    home = f"/jobs/{site.job}/applicants/{row.applicant_id}"
    answer = post(browser, f"{home}/decide", htmx=True, decision="shortlist")
    assert 'aria-pressed="true"' in answer.text
    answer = post(browser, f"{home}/decide", htmx=True, decision="override")
    assert answer.status_code == 422, "an override needs a reason"
    target = "decisions"
    answer = post(browser, f"{home}/notes", htmx=True, target=target, text="<b>call</b>")
    assert "&lt;b&gt;call&lt;/b&gt;" in answer.text
    (note,) = re.findall(r"notes/([^/]+)/delete", answer.text)
    assert "call" not in post(browser, f"{home}/notes/{note}/delete", htmx=True).text
    (now,) = (
        each
        for each in site.workspace.ranking(LOCAL, site.job, RankingView()).rows
        if each.applicant_id == row.applicant_id
    )
    assert (now.decision, now.score) == (Decision.SHORTLIST, row.score)


@pytest.mark.parametrize(
    ("back", "leads"),
    [
        ("/people", "/people"),
        ("https://evil.example/", "/"),
        ("//evil.example/", "/"),
        ("/\\evil.example/", "/"),
    ],
)
def test_blind_leads_back_to_this_site_alone(browser, back, leads):
    answer = post(browser, "/blind", blind="on", back=back)
    assert answer.headers["location"] == leads
    assert "HttpOnly" in answer.headers["set-cookie"]


def test_blind_searches_for_nobody_by_name(site, browser):
    browser.cookies.set("matcher-blind", "on")
    assert "Ann Ibsen" not in browser.get("/people?q=Ann").text
    assert "Ann Ibsen" not in browser.get(f"/jobs/{site.job}").text


def test_a_page_for_paper_may_use_its_own_style_alone(site, browser):
    answer = browser.get(f"/jobs/{site.job}/export/all/print")
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert re.search(r"style-src 'sha256-[^' ]+';", policy)
    assert "unsafe" not in policy


def test_columns_can_be_corrected(site, browser):
    page = browser.get(f"/jobs/{site.job}/intakes/{site.intake}").text
    (upload,) = set(re.findall(r"uploads/([^/]+)/columns", page))
    path = f"/jobs/{site.job}/uploads/{upload}/columns"
    both = {"header-0": "name", "use-0": "summary", "header-1": "resume_text", "use-1": "summary"}
    answer = post(browser, path, htmx=True, **both)
    assert answer.status_code == 422
    assert "one header for each" in answer.text


def test_tokens_belong_to_users(browser):
    assert "--add-user" in browser.get("/settings").text
    answer = post(browser, "/settings/tokens", label="import", scope="read", days="10")
    assert answer.status_code == 422


def test_a_user_makes_a_token_sees_it_once_and_revokes_it(team):
    browser = team.signed_in()
    path = "/settings/tokens"
    made = post(browser, path, label="import <1>", scope="read", days="10").text
    (secret,) = re.findall(r"matcher_read_[\w-]+", made)
    assert "import &lt;1&gt;" in made
    page = browser.get("/settings").text
    assert secret not in page
    (token,) = re.findall(r"tokens/([^/]+)/revoke", page)
    assert team.client(headers={"authorization": f"Bearer {secret}"}).get("/").status_code == 200
    post(browser, f"{path}/{token}/revoke")
    assert "revoke" not in browser.get("/settings").text.lower().replace("revoked", "")


def test_who_is_not_signed_in_sees_the_form_alone(team):
    browser = team.browser()
    assert browser.get("/").headers["location"] == "/sign-in"
    form = browser.get("/sign-in").text
    assert "current-password" in form
    assert 'href="/settings' not in form


def test_a_person_is_deleted_everywhere(matcher, tmp_path):
    with Workspace(matcher, Settings(tmp_path / "work")) as workspace:
        alone = Served(workspace, tmp_path)
        job = workspace.create_job(LOCAL, DESCRIPTION)
        intake = workspace.add_applicants(LOCAL, job.id, [("people.csv", PEOPLE.encode())])
        assert workspace.wait(intake.id, SECONDS)
        browser = alone.browser()
        found = browser.get("/people?q=Ibsen").text
        (path,) = re.findall(r"/people/[^/]+/delete", found)
        assert "1 applicants" in post(browser, path).text
        assert "Ibsen" not in browser.get(f"/jobs/{job.id}/ranking").text
        gone = post(browser, "/settings/purge", days="3").status_code
        assert gone == 422, "not what came yesterday"
        assert post(browser, f"/jobs/{job.id}/delete").headers["location"] == "/"
        assert "No job yet" in browser.get("/").text
