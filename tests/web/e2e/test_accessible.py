"""axe-core finds nothing, the keyboard reaches everything, and nothing is wider than its window."""

from __future__ import annotations

import pytest

from matcher.web.shown import LOCAL, RankingView

PAGES = {
    "jobs": "/",
    "job": "/jobs/{job}",
    "applicants": "/jobs/{job}/applicants",
    "ranking": "/jobs/{job}/ranking?certainty=on&years=5&size=12",
    "one": "/jobs/{job}/applicants/{first}",
    "compare": "/jobs/{job}/compare?id={first}&id={second}",
    "people": "/people?q=an",
    "settings": "/settings",
}


@pytest.fixture(scope="module")
def paths(site, job):
    rows = site.workspace.ranking(LOCAL, job, RankingView(size=2)).rows
    first, second = (row.applicant_id for row in rows)
    return {name: path.format(job=job, first=first, second=second) for name, path in PAGES.items()}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(open_window, paths, scheme):
    window = open_window(color_scheme=scheme)
    found = {}
    for name, path in paths.items():
        window.go(path)
        found[name] = window.axe(colours_alone=scheme == "dark")
    assert found == {name: [] for name in paths}


def test_axe_finds_nothing_in_what_opens(window, paths):
    page = window.go(paths["job"])
    page.locator(".chip summary").first.click()
    page.locator("#add-skill").fill("java")
    page.wait_for_selector("#add-skill-list [data-skill]")
    assert window.axe() == []
    page = window.go(paths["ranking"])
    page.locator("[data-cell]").first.click()
    page.wait_for_selector("#dialog[open]")
    assert window.axe() == []
    page = window.go(paths["one"])
    page.locator(".ledger > li > details > summary").nth(1).click()
    page.locator(".carried summary").last.click()
    assert window.axe() == []


@pytest.mark.parametrize(
    ("width", "height"), [(768, 1024), (640, 480)], ids=["tablet", "200 % of 1280"]
)
def test_nothing_is_wider_than_the_window(open_window, paths, width, height):
    window = open_window(viewport={"width": width, "height": height})
    over = {}
    for name, path in paths.items():
        window.go(path)
        over[name] = window.overflow()
    assert over == dict.fromkeys(paths, 0)


def focused(page, script):
    return page.evaluate(f"(() => {{ const e = document.activeElement; return {script}; }})()")


def test_the_keyboard_alone(window, paths):
    page = window.go(paths["ranking"])
    page.keyboard.press("Tab")
    assert focused(page, "e.className") == "skip"
    page.keyboard.press("Enter")
    assert focused(page, "e.id") == "main"
    for _ in range(200):
        page.keyboard.press("Tab")
        if focused(page, "e.hasAttribute('data-cell')"):
            break
    first = focused(page, "e.getAttribute('aria-label')")
    assert ":" in first
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowDown")
    second = focused(page, "e.getAttribute('aria-label')")
    assert second != first
    page.keyboard.press("Enter")
    page.wait_for_selector("#dialog[open]")
    assert page.locator("#dialog-title").inner_text() in second
    page.keyboard.press("Escape")
    assert page.locator("#dialog[open]").count() == 0
    assert focused(page, "e.getAttribute('aria-label')") == second
    page.keyboard.press("Tab")
    assert not focused(page, "e.hasAttribute('data-cell')"), "one stop for the whole grid"


def test_a_rerank_is_said_aloud(window, paths):
    page = window.go(paths["job"])
    live = page.locator("#said")
    assert live.get_attribute("aria-live") == "polite"
    page.locator(".lane.must .chip summary").nth(3).focus()
    page.keyboard.press("b")
    live.filter(has_text="Ranked again").wait_for()
    assert focused(page, "e.closest('.chip').dataset.lane") == "bonus", "the focus goes along"
    page.locator("#undo").click()
    page.wait_for_selector(".lane.must .chip >> nth=3")
