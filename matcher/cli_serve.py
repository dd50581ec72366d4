"""``matcher serve``: the page and the REST interface, and who may use them."""

from __future__ import annotations

import getpass
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from matcher.cli_options import RecordOption, TaxonomyOption
from matcher.errors import InputError
from matcher.output import write_result
from matcher.terminal import note

if TYPE_CHECKING:
    from matcher.web.security.access import Access
    from matcher.web.settings import Settings

_LIBRARIES = "pip install 'requirement-matcher[web]'"
_NEEDED = ("fastapi", "sqlalchemy", "alembic", "argon2", "uvicorn", "python_multipart")
#: In the folder, unless another one is named.
_RECORD = "record.jsonl"
_USERS = "Users and tokens (does this, and ends)"


class TokenScope(StrEnum):
    """What a token allows."""

    READ = "read"
    WRITE = "write"


HostOption = Annotated[str, typer.Option("--host", help="Address to listen on.")]
PortOption = Annotated[
    int, typer.Option("--port", min=0, max=65535, help="Port; 0 for any that is free.")
]
BrowserOption = Annotated[
    bool, typer.Option("--browser/--no-browser", help="Open the page in the browser.")
]
DataOption = Annotated[
    Path | None,
    typer.Option("--data", metavar="FOLDER", help="Where jobs and applicants are kept."),
]
DatabaseOption = Annotated[
    str, typer.Option("--database", metavar="URL", help="Another database (SQLAlchemy URL).")
]
NoRecordOption = Annotated[
    bool,
    typer.Option("--no-record", help="Do not record decisions; else FOLDER/record.jsonl does."),
]
AllowedHostOption = Annotated[
    list[str] | None,
    typer.Option("--allowed-host", metavar="NAME", help="A name people reach it by; repeatable."),
]
TrustedProxyOption = Annotated[
    list[str] | None,
    typer.Option(
        "--trusted-proxy", metavar="ADDRESS", help="A reverse proxy to believe; repeatable."
    ),
]


def _users_option(name: str, metavar: str, words: str) -> Any:
    return typer.Option(name, metavar=metavar, help=words, rich_help_panel=_USERS)


AddUserOption = Annotated[
    str | None, _users_option("--add-user", "NAME", "Set up a user, or give another password.")
]
PasswordFileOption = Annotated[
    str | None,
    _users_option("--password-file", "FILE", "Its first line is the password; - for stdin."),
]
DisableUserOption = Annotated[
    str | None, _users_option("--disable-user", "NAME", "Let somebody in no more.")
]
AddTokenOption = Annotated[
    str | None, _users_option("--add-token", "LABEL", "Print a new token for the REST interface.")
]
RevokeTokenOption = Annotated[str | None, _users_option("--revoke-token", "ID", "End a token.")]
UserOption = Annotated[str | None, _users_option("--user", "NAME", "Whose token it is.")]
ScopeOption = Annotated[
    TokenScope, typer.Option("--scope", help="What the token allows.", rich_help_panel=_USERS)
]
ShowUsersOption = Annotated[
    bool, typer.Option("--show-users", help="List users and tokens.", rich_help_panel=_USERS)
]


def serve(
    host: HostOption = "127.0.0.1",
    port: PortOption = 8750,
    browser: BrowserOption = True,
    data: DataOption = None,
    database: DatabaseOption = "",
    allowed_hosts: AllowedHostOption = None,
    trusted_proxies: TrustedProxyOption = None,
    taxonomy: TaxonomyOption = None,
    record: RecordOption = None,
    no_record: NoRecordOption = False,
    add_user: AddUserOption = None,
    password_file: PasswordFileOption = None,
    disable_user: DisableUserOption = None,
    add_token: AddTokenOption = None,
    revoke_token: RevokeTokenOption = None,
    user: UserOption = None,
    scope: ScopeOption = TokenScope.READ,
    show_users: ShowUsersOption = False,
) -> None:
    """Open the recruiter's page: paste a job, drop the applicants, read why."""
    settings = _settings(data, database)
    given = (add_user, disable_user, add_token, revoke_token, show_users or None)
    if sum(each is not None for each in given) > 1:
        raise InputError("matcher serve", "is to do several things", allowed="one of them")
    if not any(each is not None for each in given):
        from matcher.web.server import run
        from matcher.web.serving import Serving

        if no_record and record is not None:
            raise InputError("--no-record", "--record is given too", allowed="one of them")
        kept = None if no_record else record or settings.folder / _RECORD
        proxies = tuple(trusted_proxies or ())
        serving = Serving(host, port, tuple(allowed_hosts or ()), proxies)
        run(settings, serving, taxonomy, record=kept, browser=browser, say=note)
        return
    with _access(settings) as access:
        if add_user is not None:
            access.add_user(add_user, _password(password_file))
            write_result([f"{add_user}: may sign in\n"], None)
        elif disable_user is not None:
            access.disable_user(disable_user)
            write_result([f"{disable_user}: may sign in no more\n"], None)
        elif add_token is not None:
            _add_token(access, add_token, _owner(user), scope)
        elif revoke_token is not None:
            access.revoke_token_of(_owner(user), revoke_token)
            write_result([f"{revoke_token}: revoked\n"], None)
        else:
            write_result(_users(access), None)


def _settings(data: Path | None, database: str) -> Settings:
    missing = [name for name in _NEEDED if find_spec(name) is None]
    if missing:
        raise InputError("matcher serve", f"{missing[0]} is not installed", allowed=_LIBRARIES)
    from matcher.web.server import default_folder
    from matcher.web.settings import Settings

    return Settings(data or default_folder(), database)


@contextmanager
def _access(settings: Settings) -> Iterator[Access]:
    from matcher.web.security.access import Access
    from matcher.web.server import open_accounts

    with open_accounts(settings) as accounts:
        yield Access(accounts)


def _owner(user: str | None) -> str:
    if user is None:
        raise InputError("--user", "is not given", allowed="the user whose token it is")
    return user


def _add_token(access: Access, label: str, user: str, scope: TokenScope) -> None:
    from matcher.web.security.access import Scope

    made = access.token_for(user, label, Scope(scope))
    note(f"token {made.line.id} of {user}, may {scope}; its secret is shown this once")
    write_result([f"{made.secret}\n"], None)


def _users(access: Access) -> list[str]:
    lines = []
    for user in access.users():
        lines.append(f"{user.name}{' (disabled)' if user.disabled else ''}\n")
        for token in access.tokens_of(user.name):
            until = f"until {token.expires_at:%Y-%m-%d}" if token.expires_at else "for good"
            used = f"last used {token.used_at:%Y-%m-%d}" if token.used_at else "never used"
            lines.append(f"  token {token.id}  {token.label}, {until}, {used}\n")
    return lines or ["no users: only this machine may ask\n"]


def _password(file: str | None) -> str:
    """A password from a file's first line, or asked for twice without being shown."""
    if file == "-":
        return sys.stdin.readline().rstrip("\r\n")
    if file is not None:
        try:
            return Path(file).read_text(encoding="utf-8").partition("\n")[0].rstrip("\r")
        except (OSError, UnicodeError) as error:
            raise InputError(file, "cannot be read", "--password-file") from error
    if not sys.stdin.isatty():
        allowed = "a terminal, or --password-file FILE"
        raise InputError("password", "cannot be asked for here", allowed=allowed)
    given = getpass.getpass("Password: ")
    if getpass.getpass("Again: ") != given:
        raise InputError("password", "was not typed twice alike")
    return given
