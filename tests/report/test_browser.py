"""The report in a real browser: no complaint, no request, and it can be used by keyboard."""

from __future__ import annotations

import pytest

from matcher.explaining import compare_candidates, explain_candidate, with_certainty
from matcher.report.as_html import render_html
from matcher.report.explain_html import compare_html, explain_html
from matcher.report.job_view import render_job_html
from tests.report.browser import CHROMIUM, chromium
from tests.report.explained import ranking
from tests.report.results import JOB, JOB_TEXT, hostile, result

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no chromium on this machine")


@pytest.fixture(scope="module")
def page():
    with chromium() as opened:
        yield opened


@pytest.fixture(autouse=True)
def nothing_amiss(page):
    page.complaints.clear()
    page.requests.clear()
    yield
    assert page.complaints == []
    assert [url for url in page.requests if not url.startswith("file:")] == []


@pytest.fixture
def report(page, tmp_path):
    path = tmp_path / "report.html"
    path.write_text(render_html(result()), encoding="utf-8")
    page.open(path)
    return page


def _text(page, selector):
    return page.run(f"document.querySelector({selector!r}).innerText")


def test_a_cell_opens_with_both_sides_highlighted(report):
    report.run("document.getElementById('tab-grid').click()")
    report.run("document.querySelector('.grid tbody td button').click()")
    assert report.run("document.getElementById('panel').open")
    marks = report.run("[...document.querySelectorAll('#panel-body mark')].map(m => m.textContent)")
    assert marks == ["Java", "Java"]
    assert "4 of 5 years shown" in _text(report, "#panel-body")
    assert "21.26 of 25.01 points" in _text(report, "#panel-body")


def test_a_ledger_sums_visibly_to_the_score(report):
    report.run("document.querySelector('.ranking .who').click()")
    shown = "[...document.querySelectorAll('.ledger tbody tr td:nth-child(4)')]"
    points = report.run(f"{shown}.map(cell => Number(cell.textContent.replace('.', '')))")
    total = report.run("document.querySelector('.ledger tfoot td.number').textContent")
    assert sum(points) == int(total.replace(".", "")) == result().ranked[0].ledger.score


def test_the_keyboard_opens_moves_and_closes(report):
    report.run("document.getElementById('tab-grid').click()")
    report.run("document.querySelector('.grid td [tabindex=\"0\"]').focus()")
    report.press("ArrowRight", 39)
    report.press("ArrowDown", 40)
    assert report.run("document.activeElement.dataset.r") == "r2"
    report.press("Enter", 13)
    assert report.run("document.getElementById('panel').open")
    assert "none is mentioned" in _text(report, "#panel-body")
    report.press("Escape", 27)
    assert not report.run("document.getElementById('panel').open")
    assert report.run("document.activeElement.dataset.r") == "r2"


def test_filters_and_sorting(report):
    report.run("(box => { box.value = 'þórsson'; box.dispatchEvent(new Event('input')); })"
               "(document.getElementById('search'))")  # fmt: skip
    assert _text(report, "#shown") == "1 of 2 shown"
    report.run("document.querySelector('.ranking [data-key=score]').click()")
    head = "document.querySelector('.ranking [data-key=score]').closest('th')"
    assert report.run(f"{head}.getAttribute('aria-sort')") == "descending"
    report.run("document.querySelector('.ranking [data-key=score]').click()")
    order = report.run("[...document.querySelectorAll('.ranking tbody tr')].map(r => r.dataset.c)")
    assert order == ["1", "0"]


def test_hostile_data_runs_nothing(page, tmp_path):
    path = tmp_path / "hostile.html"
    path.write_text(render_html(hostile()), encoding="utf-8")
    page.open(path)
    page.run("document.querySelector('.who').click()")
    page.run("document.querySelector('.ledger .what').click()")
    assert "onerror=alert(2)" in _text(page, "#panel-body")
    assert page.run("document.querySelectorAll('img').length") == 0


def test_every_text_has_enough_contrast(page, tmp_path):
    path = tmp_path / "report.html"
    path.write_text(render_html(result()), encoding="utf-8")
    for dark in (False, True):
        page.open(path, dark=dark)
        page.run("document.getElementById('tab-grid').click()")
        assert page.run(CONTRAST) == []


def test_the_job_view_opens_without_complaint(page, tmp_path):
    path = tmp_path / "job.html"
    path.write_text(render_job_html(JOB, JOB_TEXT), encoding="utf-8")
    page.open(path)
    assert "Archive Developer" in _text(page, "h1")
    assert page.run(CONTRAST) == []


@pytest.mark.parametrize("dark", [False, True])
def test_explanations_and_comparisons_open_without_complaint(page, tmp_path, dark):
    ranked = with_certainty(ranking())
    pages = {
        "explain": explain_html(explain_candidate(ranked, "boris-2")),
        "candidate": explain_html(explain_candidate(ranked, "boris-2", "candidate")),
        "compare": compare_html(compare_candidates(ranked, ["anna-7", "boris-2"])),
    }
    for name, text in pages.items():
        path = tmp_path / f"{name}.html"
        path.write_text(text, encoding="utf-8")
        page.open(path, dark=dark)
        assert page.run(CONTRAST) == []
        assert page.run("document.documentElement.scrollWidth <= window.innerWidth")


def test_a_ledger_in_the_report_says_why_it_stands_above_the_next(page, tmp_path):
    path = tmp_path / "sure.html"
    path.write_text(render_html(with_certainty(ranking())), encoding="utf-8")
    page.open(path)
    page.run("document.querySelectorAll('.ranking .who')[1].click()")
    shown = _text(page, "#panel-body")
    assert "Ranks above carla-9 by 17.83 points:" in shown
    assert "of weightings" in shown
    assert "To ask in the interview" in shown
    page.run("document.getElementById('close').click()")
    page.run("document.querySelector('.ranking [data-key=sure]').click()")
    head = "document.querySelector('.ranking [data-key=sure]').closest('th')"
    assert page.run(f"{head}.getAttribute('aria-sort')") == "descending"


#: Texts in view whose contrast to the nearest painted background is below 4.5 (WCAG AA).
CONTRAST = """
(() => {
  const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const rgba = (color) => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = color;
    canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data];
  };
  const light = ([r, g, b]) => [r, g, b].map((v) => v / 255)
    .map((v) => (v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4))
    .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
  const behind = (element) => {
    for (let e = element; e; e = e.parentElement) {
      const color = rgba(getComputedStyle(e).backgroundColor);
      if (color[3] > 250) return color;
    }
    return [255, 255, 255, 255];
  };
  const poor = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    const text = walker.currentNode.data.trim();
    if (!text || !element.offsetParent || /SCRIPT|STYLE/.test(element.tagName)) continue;
    const colors = [rgba(getComputedStyle(element).color), behind(element)];
    const [a, b] = colors.map(light).sort((x, y) => y - x);
    if ((a + 0.05) / (b + 0.05) < 4.5) poor.push(`${element.className}: ${text}`);
  }
  return poor;
})()
"""
