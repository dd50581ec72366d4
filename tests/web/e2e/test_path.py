"""The whole path: paste a job, change what it asks, drop applicants, decide, take the shortlist."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import openpyxl

from tests.web.e2e.conftest import DATA, ranking_of

JOB = (DATA / "jobs/senior_backend_engineer.txt").read_text(encoding="utf-8")


def chip(page, words):
    return page.locator(".chip", has=page.locator(f'.chip-words:text-is("{words}")'))


def lane(page, key):
    return page.locator(f'.lane[data-lane="{key}"] .chip-words').all_inner_texts()


def test_from_paste_to_shortlist(window, tmp_path):
    page = window.go("/")
    page.get_by_label("Paste the description").fill(JOB)
    page.get_by_role("button", name="Read it").click()
    page.wait_for_selector(".chip")
    assert page.locator("h1").inner_text() == "Senior Backend Engineer"
    assert page.locator(".job-text mark.must b").first.inner_text() == "backend development"

    edit_requirements(page)
    job = page.url
    drop_applicants(page)
    rerank(page, job)
    decide(page)
    take_away(page, tmp_path)


def edit_requirements(page):
    """By key, by button, from the taxonomy, and back again."""
    assert "Spring Boot" in lane(page, "preferred")
    chip(page, "Spring Boot").locator("summary").focus()
    page.keyboard.press("i")
    page.wait_for_selector(".lane.ignored .chip")
    assert lane(page, "ignored") == ["Spring Boot"]
    page.locator("#undo").click()
    page.wait_for_selector(".lane.preferred .chip-words:text-is('Spring Boot')")

    page.locator("#add-skill").fill("graphq")
    page.wait_for_selector("#add-skill-list [data-skill]")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Add", exact=True).click()
    page.wait_for_selector(".chip-words:text-is('GraphQL')")
    assert "GraphQL" in lane(page, "must")

    chip(page, "Java / Kotlin / Go").locator("summary").click()
    page.get_by_role("button", name="Split into parts").click()
    page.wait_for_selector(".chip-words:text-is('Kotlin')")
    page.locator("#undo").click()
    page.wait_for_selector(".chip-words:text-is('Java / Kotlin / Go')")


def drop_applicants(page):
    page.get_by_role("link", name="Applicants", exact=True).click()
    page.wait_for_selector("#files")
    page.locator("#files").set_input_files(DATA / "applicants.csv")
    page.wait_for_selector(".intake :text('applicants read')", timeout=60_000)
    assert "10 of 10 columns recognised" in page.locator(".intake").inner_text()
    page.get_by_role("link", name="See the ranking").click()
    page.wait_for_selector("tbody th.who")


def rerank(page, job):
    before = ranking_of(page)
    assert len(before) == 50
    page.get_by_label("Terraform", exact=True).focus()
    page.keyboard.press("End")
    page.wait_for_url("**w-r**")
    assert ranking_of(page) != before
    assert page.locator(".move.up").count() > 0
    assert "moved" in page.locator("#summary").inner_text()
    page.locator("[data-reset-weights]").click()
    page.wait_for_url(lambda url: "w-r" not in url)
    assert ranking_of(page) == before
    assert page.url.split("?")[0] == f"{job}/ranking"


def decide(page):
    """Shortlist the first from the table, and the second on the page of one."""
    row = page.locator("tbody tr").first
    row.get_by_role("button", name="Shortlist").click()
    row.locator(".shortlist[aria-pressed=true]").wait_for()
    page.locator("tbody th.who a").nth(1).click()
    page.wait_for_selector(".ledger")
    score = page.locator(".big-score b").inner_text()
    assert page.locator(".total b").inner_text() == score
    page.locator("#reason").fill("Met her at the fair; knows our carriers")
    page.locator("#d-override").click()
    page.wait_for_selector(".log li")
    assert page.locator(".big-score b").inner_text() == score
    page.locator("#note").fill("Call on Monday")
    page.get_by_role("button", name="Keep note").click()
    page.wait_for_selector(".one-note")
    page.get_by_role("link", name="Ranking").click()
    page.wait_for_selector("tbody th.who")


def take_away(page, folder):
    names = ranking_of(page)[:2]
    page.locator("details.menu summary").click()
    with page.expect_download() as download:
        page.locator("a[href$='/export/shortlist/xlsx']").click()
    path = Path(folder, download.value.suggested_filename)
    download.value.save_as(path)
    book = openpyxl.load_workbook(BytesIO(path.read_bytes()))
    cells = {cell.value for sheet in book for row in sheet.iter_rows() for cell in row}
    assert set(names) <= cells
    assert "Delphine Marchetti-Roux" not in cells


def test_two_requirements_become_alternatives_by_dragging(window, job):
    page = window.go(f"/jobs/{job}")
    page.locator("#chip-r19 summary").wait_for()
    first, second = chip(page, "REST APIs"), chip(page, "Terraform")
    second.drag_to(first)
    page.wait_for_selector(".chip-words:has-text('REST APIs / Terraform')")
    page.locator("#undo").click()
    page.wait_for_selector(".chip-words:text-is('Terraform')")


def test_somebody_else_was_faster(open_window, job):
    slow, quick = open_window(), open_window()
    slow.go(f"/jobs/{job}")
    quick.go(f"/jobs/{job}")
    chip(quick.page, "Terraform").locator("summary").focus()
    quick.page.keyboard.press("b")
    quick.page.wait_for_selector(".lane.bonus .chip-words:text-is('Terraform')")
    chip(slow.page, "Logistics").locator("summary").focus()
    slow.page.keyboard.press("m")
    slow.page.wait_for_selector(".note[role=alert]")
    assert "changed in between" in slow.page.locator(".note[role=alert]").inner_text()
    assert "Terraform" in lane(slow.page, "bonus")
    assert "Logistics" in lane(slow.page, "bonus")
    slow.page.locator("#undo").click()
    slow.page.wait_for_selector(".lane.preferred .chip-words:text-is('Terraform')")


def test_what_is_refused_is_said_and_nothing_is_lost(window, job):
    page = window.go(f"/jobs/{job}")
    chip(page, "Bachelor's degree in computer science or a related field").locator(
        "summary"
    ).click()
    page.locator(".chip details[open] select[name=gate]").select_option("rank_below")
    page.locator(".chip details[open]").get_by_role("button", name="Set").click()
    page.wait_for_selector("#wrong [role=alert]")
    assert "reason" in page.locator("#wrong").inner_text()
    assert page.locator(".chip details[open]").count() == 1
    window.wrong.clear()  # The browser reports the status 422 itself.
