"""The pictures of the documents, made on demand: ``MATCHER_SCREENSHOTS=docs/images pytest …``."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from matcher.web.shown import LOCAL, RankingView

FOLDER = os.environ.get("MATCHER_SCREENSHOTS")


@pytest.mark.skipif(not FOLDER, reason="MATCHER_SCREENSHOTS names no folder")
@pytest.mark.parametrize(
    ("name", "path", "scheme", "width"),
    [
        ("job", "/jobs/{job}", "light", 1440),
        ("ranking", "/jobs/{job}/ranking", "light", 1440),
        ("ranking-dark", "/jobs/{job}/ranking", "dark", 1440),
        ("applicant", "/jobs/{job}/applicants/{first}?n=1", "light", 1440),
        ("compare", "/jobs/{job}/compare?id={first}&id={second}", "light", 1440),
        ("tablet", "/jobs/{job}", "light", 768),
    ],
)
def test_picture(open_window, site, job, name, path, scheme, width):
    rows = site.workspace.ranking(LOCAL, job, RankingView(size=2)).rows
    first, second = (row.applicant_id for row in rows)
    window = open_window(color_scheme=scheme, viewport={"width": width, "height": 900})
    page = window.go(path.format(job=job, first=first, second=second))
    if name == "applicant":
        page.locator(".ledger > li > details > summary").nth(1).click()
    target = Path(FOLDER, f"web-{name}.png")
    page.screenshot(path=target)
    assert target.stat().st_size > 10_000
    window.wrong.clear()  # Taking a picture sets styles that the page's own policy forbids.
