"""An application over a workspace of its own, and browsers and programs that ask it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from argon2 import PasswordHasher
from starlette.testclient import TestClient

from matcher.web.accounts import Accounts
from matcher.web.app import create_app
from matcher.web.data.store import Store
from matcher.web.security.access import Access
from matcher.web.security.passwords import Passwords
from matcher.web.security.throttle import Throttle
from matcher.web.serving import Serving
from matcher.web.settings import Settings
from matcher.web.shown import LOCAL

HOME = "http://127.0.0.1:8750"
PASSWORD = "a bridge over nine rivers"
#: What a browser on one of our own pages sends beside.
OWN_PAGE = {"origin": HOME, "sec-fetch-site": "same-origin", "sec-fetch-mode": "cors"}
DESCRIPTION = "Backend developer\n\nRequirements\n- Java or Go\n- 3+ years of SQL\nBonus\n- Kafka\n"
#: Seconds that reading may take, at the most.
SECONDS = 120
PEOPLE = (
    "candidate_id,name,resume_text\n"
    'a,Ann Ibsen,"Work\nDeveloper, Harbour Bank, 2015 - 2024\nJava and SQL. Kafka, too."\n'
    'b,Bob Lund,"Gardener, loves roses and long walks."\n'
    'c,Cleo Marr,"Go and PostgreSQL for four years."\n'
)


class Clock:
    """A time that only goes on when it is told to."""

    def __init__(self):
        self.now = datetime(2026, 11, 2, 9, tzinfo=UTC)

    def __call__(self):
        return self.now

    def pass_by(self, **spans):
        self.now += timedelta(**spans)

    def seconds(self):
        return self.now.timestamp()


class Served:
    """An application over a workspace that tests share, with a clock and users of its own."""

    def __init__(self, workspace, folder, serving=None):
        self.workspace, self.clock = workspace, Clock()
        settings = Settings(folder, clock=self.clock)
        self.accounts = Accounts(Store(settings.url), settings)
        hasher = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)
        throttle = Throttle(self.clock.seconds)
        self.access = Access(self.accounts, Passwords(hasher), throttle, self.clock)
        serving = serving or Serving(request_burst=10_000, upload_burst=10_000)
        self.app = create_app(workspace, serving, self.access)

    def jobs(self):
        """Ids of all jobs of the workspace."""
        return {line.id for line in self.workspace.jobs(LOCAL)}

    def client(self, base_url=HOME, **options):
        return TestClient(self.app, base_url, raise_server_exceptions=False, **options)

    def program(self, scope="write", user="ann"):
        """A program with a token of a user."""
        made = self.access.token_for(user, "tests", scope)
        return self.client(headers={"authorization": f"Bearer {made.secret}"})

    def browser(self, base_url=HOME):
        """A browser that has opened a page, and so has the cookie."""
        client = self.client(base_url, follow_redirects=False)
        client.headers.update(OWN_PAGE | {"origin": base_url})
        client.get("/sign-in")
        return client

    def signed_in(self, user="ann", base_url=HOME):
        """A browser whose user is signed in."""
        client = self.browser(base_url)
        form = {"name": user, "password": PASSWORD, "csrf_token": csrf_of(client)}
        assert client.post("/sign-in", data=form).status_code == 303
        return client


def csrf_of(client):
    """The token that pages would carry for a browser's cookie."""
    from matcher.web.security.cookies import csrf_token

    (value,) = client.cookies.values()
    return csrf_token(value)
