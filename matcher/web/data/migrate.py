"""Bring a database to the newest schema, step by step."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from alembic.config import Config
from alembic.runtime.environment import EnvironmentContext
from alembic.runtime.migration import MigrationContext, RevisionStep
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Connection

from matcher.errors import InputError
from matcher.web.data.models import Base

_SCRIPTS = Path(__file__).parent / "migrations"
HEAD = "head"


def upgrade(connection: Connection, shown: str, to: str = HEAD) -> None:
    """Run every migration that a database lacks, in the caller's transaction.

    Parameters
    ----------
    connection : Connection
        To the database, empty or of any earlier version.
    shown : str
        Its name for messages.
    to : str
        The revision to stop at.

    Raises
    ------
    InputError
        If a newer version of the program made the database.
    """
    script = ScriptDirectory(str(_SCRIPTS))
    with EnvironmentContext(Config(), script, fn=partial(_steps, script, to)) as environment:
        environment.configure(
            connection=connection,
            target_metadata=Base.metadata,
            render_as_batch=True,
            # The caller's transaction holds all steps, or none.
            transactional_ddl=False,
        )
        try:
            environment.run_migrations()
        except CommandError as error:
            found = f"has a schema that this version does not know ({error})"
            allowed = "the version of matcher that made it, or a newer one"
            raise InputError(shown, found, allowed=allowed) from error


def _steps(
    script: ScriptDirectory, to: str, revision: str, _context: MigrationContext
) -> list[RevisionStep]:
    return script._upgrade_revs(to, revision)
