"""The database: migrations, one process, and what survives a restart."""

from __future__ import annotations

import stat
from dataclasses import replace
from datetime import timedelta

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import create_engine, inspect, text

from matcher.errors import InputError
from matcher.web.data.migrate import upgrade
from matcher.web.data.models import Base
from matcher.web.data.store import Store
from matcher.web.edits import SetWeight
from matcher.web.errors import NotFound, Refused
from matcher.web.settings import Settings
from matcher.web.shown import LOCAL, Decision, RankingView
from matcher.web.workspace import Workspace
from tests.web.small import by_name, filled


def differences(store) -> list:
    with store.engine.connect() as connection:
        return compare_metadata(MigrationContext.configure(connection), Base.metadata)


def test_the_migrations_make_the_tables_of_the_models(tmp_path):
    store = Store(f"sqlite:///{tmp_path / 'new.sqlite'}")
    assert differences(store) == []
    store.close()


def test_a_filled_database_of_the_first_version_is_brought_forward(tmp_path):
    url = f"sqlite:///{tmp_path / 'old.sqlite'}"
    engine = create_engine(url)
    with engine.begin() as connection:
        upgrade(connection, url, to="0001")
        assert "user" not in inspect(connection).get_table_names()
        connection.execute(
            text(
                "INSERT INTO job VALUES ('j1', 'Old', 1, 'text', '{}',"
                " '2026-01-01 00:00:00.000000', '2026-01-01 00:00:00.000000', 'You', 0, 0, x'00')"
            )
        )
    engine.dispose()
    store = Store(url)
    assert differences(store) == []
    with store.reading() as session:
        assert session.execute(text("SELECT title FROM job")).scalar() == "Old"
    store.close()


def test_a_database_of_a_newer_version_is_refused(tmp_path):
    url = f"sqlite:///{tmp_path / 'newer.sqlite'}"
    Store(url).close()
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    engine.dispose()
    with pytest.raises(InputError, match="newer"):
        Store(url)


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("no url at all", "cannot be used"),
        ("nosuchdatabase://host/x", "cannot be used"),
        ("sqlite:////no/such/folder/x.sqlite", "cannot be opened"),
    ],
)
def test_a_database_that_cannot_be_opened_is_named(url, words):
    with pytest.raises(InputError, match=words):
        Store(url)


def test_a_password_in_the_url_is_in_no_message(tmp_path):
    with pytest.raises(InputError) as caught:
        Store(f"sqlite://user:geheim@/{tmp_path}")
    assert "geheim" not in str(caught.value)


def test_the_folder_is_its_owners_alone(matcher, settings):
    with Workspace(matcher, settings):
        assert stat.S_IMODE(settings.folder.stat().st_mode) == 0o700


def test_everything_is_there_after_a_restart(matcher, settings):
    with Workspace(matcher, settings) as workspace:
        job = filled(workspace)
        edited = workspace.edit_job(LOCAL, job.id, SetWeight("r1", 9), 1)
        ada = by_name(workspace, job.id)["Ada Quillfeather"]
        workspace.decide(LOCAL, job.id, ada, Decision.SHORTLIST, "good")
        workspace.note(LOCAL, job.id, ada, "call")
        before = workspace.ranking(LOCAL, job.id, RankingView())
        told = workspace.explain(LOCAL, job.id, ada)
    with Workspace(matcher, settings) as workspace:
        assert workspace.job(LOCAL, job.id) == edited
        assert workspace.ranking(LOCAL, job.id, RankingView()) == before
        again = workspace.explain(LOCAL, job.id, ada)
        assert (again.decisions, again.notes, again.texts) == (
            told.decisions, told.notes, told.texts
        )  # fmt: skip


def test_a_folder_that_cannot_be_written_is_named(matcher, tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(InputError, match="cannot be written"):
        Workspace(matcher, Settings(tmp_path / "file"))


def test_users_sessions_and_tokens(alone, clock):
    accounts = alone.accounts
    kim = accounts.add_user(" Kim  Ode ", "$argon2id$1")
    assert accounts.user_named("kim ode") == kim
    assert accounts.users() == (kim,)
    for name in ("KIM ODE", "", "x" * 101):
        with pytest.raises(Refused):
            accounts.add_user(name, "$argon2id$2")
    accounts.open_session(kim.id, "digest1", clock.now + timedelta(hours=1))
    assert accounts.user_of_session("digest1") == kim
    assert accounts.user_of_session("digest2") is None
    clock.now += timedelta(hours=2)
    assert accounts.user_of_session("digest1") is None
    accounts.open_session(kim.id, "digest3", clock.now + timedelta(hours=1))
    accounts.set_password_hash(kim.id, "$argon2id$3")
    assert accounts.user_of_session("digest3") is None
    assert accounts.user_named("Kim Ode") == replace(kim, password_hash="$argon2id$3")
    token = accounts.add_token(kim.id, "ATS", "tokendigest")
    assert accounts.user_of_token("tokendigest").id == kim.id
    [used] = accounts.tokens(kim.id)
    assert (used.id, used.label, used.used_at is not None) == (token.id, "ATS", True)
    with pytest.raises(NotFound):
        accounts.revoke_token("somebody", token.id)
    accounts.revoke_token(kim.id, token.id)
    assert accounts.user_of_token("tokendigest") is None
    accounts.add_token(kim.id, "old", "olddigest", clock.now - timedelta(days=1))
    assert accounts.user_of_token("olddigest") is None
    accounts.open_session(kim.id, "digest4", clock.now + timedelta(hours=1))
    accounts.disable(kim.id)
    assert accounts.user_of_session("digest4") is None
    assert accounts.tokens(kim.id) == ()
