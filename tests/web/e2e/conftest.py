"""A browser in front of the real application: each test gets a window of its own."""

from __future__ import annotations

import os
import shutil
import threading
import time
from contextlib import contextmanager
from datetime import UTC, date, datetime
from importlib.util import find_spec
from pathlib import Path

import pytest

#: Set where a browser has to be there, so that these tests cannot be left out unseen.
REQUIRED = "MATCHER_REQUIRE_BROWSER"
#: Names of Debian's, and of what other systems call it.
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
#: A browser that talks to nobody but the page.
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
HERE = Path(__file__).parent
DATA = HERE.parents[2] / "data"
AXE = (HERE / "vendor" / "axe.min.js").read_text(encoding="utf-8")
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RUN_AXE = """async (only) => {
  const found = await axe.run(document, { runOnly: only });
  return found.violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.html).join(" | ")}`);
}"""


def need_browser():
    """The browser's path; without one the tests are left out, or fail where it has to be there."""
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    missing = [] if found else ["chromium"]
    missing += [name for name in ("playwright", "fastapi", "sqlalchemy") if not find_spec(name)]
    if missing:
        (pytest.fail if os.environ.get(REQUIRED) else pytest.skip)(f"{', '.join(missing)} missing")
    return found


@pytest.fixture(scope="module")
def browser():
    """One browser for the tests of a module; the loop that it runs in ends with it."""
    path = need_browser()
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield started
        started.close()


@pytest.fixture(scope="session")
def site(tmp_path_factory):
    """The application on a port of its own; its address, and the workspace behind it."""
    need_browser()
    with running(tmp_path_factory.mktemp("workspace")) as started:
        yield started


class Site:
    """Where the application answers."""

    def __init__(self, url, workspace):
        self.url, self.workspace = url, workspace


@contextmanager
def running(folder):
    import uvicorn

    from matcher.matching import Matcher
    from matcher.web.app import create_app
    from matcher.web.server import listening
    from matcher.web.serving import Serving
    from matcher.web.settings import Settings
    from matcher.web.workspace import Workspace

    # One browser asks here what many people would ask elsewhere.
    serving = Serving(
        port=0,
        requests_per_second=1000,
        request_burst=10_000,
        uploads_per_minute=1000,
        upload_burst=1000,
    )
    clock = lambda: datetime(2025, 12, 1, 9, tzinfo=UTC)  # noqa: E731
    settings = Settings(folder, as_of=date(2025, 12, 1), clock=clock)
    with listening(serving) as listener, Workspace(Matcher(), settings) as workspace:
        config = uvicorn.Config(create_app(workspace, serving), log_level="warning")
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        while not server.started:
            time.sleep(0.02)
        try:
            yield Site(f"http://127.0.0.1:{listener.getsockname()[1]}", workspace)
        finally:
            server.should_exit = True
            thread.join()


@pytest.fixture(scope="session")
def job(site):
    """The sample job with the sample applicants, put there as a program would."""
    from matcher.web.shown import LOCAL

    text = (DATA / "jobs/senior_backend_engineer.txt").read_text(encoding="utf-8")
    made = site.workspace.create_job(LOCAL, text)
    applicants = [("applicants.csv", (DATA / "applicants.csv").read_bytes())]
    intake = site.workspace.add_applicants(LOCAL, made.id, applicants)
    assert site.workspace.wait(intake.id, 60)
    return made.id


class Window:
    """A window of the browser that remembers what went wrong in it."""

    def __init__(self, browser, site, **options):
        self.context = browser.new_context(
            **{"viewport": {"width": 1440, "height": 900}, **options}
        )
        self.context.set_default_timeout(20_000)
        self.context.add_init_script(AXE)
        self.page = self.context.new_page()
        self.site, self.wrong = site, []
        self.page.on("pageerror", lambda error: self.wrong.append(str(error)))
        self.page.on("console", self._console)
        self.page.on("request", self._request)

    def _console(self, message):
        if message.type in ("error", "warning"):
            self.wrong.append(message.text)

    def _request(self, request):
        if not request.url.startswith((self.site.url, "data:", "blob:")):
            self.wrong.append(f"asked {request.url}")

    def go(self, path):
        self.page.goto(self.site.url + path)
        return self.page

    def axe(self, *, colours_alone=False):
        """What axe-core finds wrong with the page as it is now."""
        return self.page.evaluate(RUN_AXE, ["color-contrast"] if colours_alone else TAGS)

    def overflow(self):
        """By how many pixels the page is wider than its window."""
        return self.page.evaluate("document.documentElement.scrollWidth - innerWidth")


@pytest.fixture
def open_window(browser, site):
    """Makes windows; nothing may have gone wrong in them."""
    made = []

    def make(**options):
        made.append(Window(browser, site, **options))
        return made[-1]

    yield make
    wrong = [each for window in made for each in window.wrong]
    for window in made:
        window.context.close()
    assert not wrong


@pytest.fixture
def window(open_window):
    return open_window()


def ranking_of(page):
    """The names in the table, from the top."""
    return page.locator("tbody th.who a").all_inner_texts()
