"""Users, their sessions and tokens as rows; hashing, cookies and rules are ``web/security``'s."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from matcher.web.data.models import SessionRow, TokenRow, UserRow
from matcher.web.data.store import Store, new_id
from matcher.web.errors import NotFound, Refused
from matcher.web.settings import Settings

LONGEST_NAME = 100
#: The last use of a token is noted anew after so long.
USED_AGAIN = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class User:
    """Somebody who may sign in; ``password_hash`` is argon2's whole string."""

    id: str
    name: str
    password_hash: str
    created_at: datetime
    disabled: bool = False


@dataclass(frozen=True, slots=True)
class TokenLine:
    """A token of the REST interface, without its secret; ``used_at`` is its last use."""

    id: str
    user_id: str
    label: str
    created_at: datetime
    expires_at: datetime | None
    used_at: datetime | None


class Accounts:
    """Users, sessions and tokens in the workspace's database.

    Sessions and tokens are known by the SHA-256 of their secret, in hexadecimal: the secret itself
    is never kept.  Names are compared without case.

    Parameters
    ----------
    store : Store
        The database (:attr:`matcher.web.workspace.Workspace.accounts` is the usual way to one).
    settings : Settings
        The clock.
    """

    def __init__(self, store: Store, settings: Settings) -> None:
        self._store, self._settings = store, settings

    def users(self) -> tuple[User, ...]:
        """All users by name; none means that only this machine may ask."""
        with self._store.reading() as session:
            rows = session.scalars(select(UserRow).order_by(UserRow.folded))
            return tuple(map(_user, rows))

    def add_user(self, name: str, password_hash: str) -> User:
        """A new user; ``Refused`` if the name is empty, too long or taken."""
        shown = " ".join(name.split())
        if not 0 < len(shown) <= LONGEST_NAME:
            raise Refused("user", "has no name", allowed=f"1 to {LONGEST_NAME} characters")
        row = UserRow(
            id=new_id(),
            name=shown,
            folded=shown.casefold(),
            password_hash=password_hash,
            created_at=self._settings.clock(),
            disabled=False,
        )
        try:
            with self._store.writing() as session:
                session.add(row)
        except IntegrityError as error:
            raise Refused("user", f"{shown!r} is there already", allowed="another name") from error
        return _user(row)

    def user_named(self, name: str) -> User | None:
        """The user of a name, if there is one."""
        folded = " ".join(name.split()).casefold()
        with self._store.reading() as session:
            row = session.scalar(select(UserRow).where(UserRow.folded == folded))
            return None if row is None else _user(row)

    def set_password_hash(self, user_id: str, password_hash: str) -> None:
        """Another password; ends all the user's sessions."""
        with self._store.writing() as session:
            _user_row(session, user_id).password_hash = password_hash
            session.execute(delete(SessionRow).where(SessionRow.user_id == user_id))

    def disable(self, user_id: str) -> None:
        """Let somebody in no more; ends their sessions and tokens, what they did stays."""
        with self._store.writing() as session:
            _user_row(session, user_id).disabled = True
            for table in (SessionRow, TokenRow):
                session.execute(delete(table).where(table.user_id == user_id))

    def open_session(self, user_id: str, secret_digest: str, expires_at: datetime) -> None:
        """Remember a session."""
        now = self._settings.clock()
        with self._store.writing() as session:
            _user_row(session, user_id)
            session.execute(delete(SessionRow).where(SessionRow.expires_at <= now))
            session.add(SessionRow(digest=secret_digest, user_id=user_id, expires_at=expires_at))

    def user_of_session(self, secret_digest: str) -> User | None:
        """Whose session it is; None if it is unknown, has expired, or its user is disabled."""
        with self._store.reading() as session:
            row = session.scalar(
                select(UserRow)
                .join(SessionRow, SessionRow.user_id == UserRow.id)
                .where(SessionRow.digest == secret_digest)
                .where(SessionRow.expires_at > self._settings.clock(), ~UserRow.disabled)
            )
            return None if row is None else _user(row)

    def close_session(self, secret_digest: str) -> None:
        """Forget a session."""
        with self._store.writing() as session:
            session.execute(delete(SessionRow).where(SessionRow.digest == secret_digest))

    def add_token(
        self, user_id: str, label: str, secret_digest: str, expires_at: datetime | None = None
    ) -> TokenLine:
        """Remember a token."""
        row = TokenRow(
            id=new_id(),
            digest=secret_digest,
            user_id=user_id,
            label=" ".join(label.split())[:LONGEST_NAME],
            created_at=self._settings.clock(),
            expires_at=expires_at,
            used_at=None,
        )
        with self._store.writing() as session:
            _user_row(session, user_id)
            session.add(row)
        return _token(row)

    def tokens(self, user_id: str) -> tuple[TokenLine, ...]:
        """A user's tokens, oldest first."""
        with self._store.reading() as session:
            rows = session.scalars(
                select(TokenRow)
                .where(TokenRow.user_id == user_id)
                .order_by(TokenRow.created_at, TokenRow.id)
            )
            return tuple(map(_token, rows))

    def user_of_token(self, secret_digest: str) -> User | None:
        """Whose token it is, and note its use; None as for sessions."""
        now = self._settings.clock()
        with self._store.reading() as session:
            found = session.execute(
                select(UserRow, TokenRow)
                .join(TokenRow, TokenRow.user_id == UserRow.id)
                .where(TokenRow.digest == secret_digest, ~UserRow.disabled)
            ).one_or_none()
            if found is None:
                return None
            user, token = found
            if token.expires_at is not None and token.expires_at <= now:
                return None
            token_id, used_at = token.id, token.used_at
        # Every call of a program would otherwise be a write.
        if used_at is None or now - used_at > USED_AGAIN:
            with self._store.writing() as session:
                session.execute(update(TokenRow).where(TokenRow.id == token_id).values(used_at=now))
        return _user(user)

    def revoke_token(self, user_id: str, token_id: str) -> None:
        """Forget a token of a user."""
        with self._store.writing() as session:
            row = session.get(TokenRow, token_id)
            if row is None or row.user_id != user_id:
                raise NotFound("token", f"no token {token_id!r}")
            session.delete(row)


def _user_row(session: Session, user_id: str) -> UserRow:
    row = session.get(UserRow, user_id)
    if row is None:
        raise NotFound("user", f"no user {user_id!r}")
    return row


def _user(row: UserRow) -> User:
    return User(row.id, row.name, row.password_hash, row.created_at, row.disabled)


def _token(row: TokenRow) -> TokenLine:
    return TokenLine(row.id, row.user_id, row.label, row.created_at, row.expires_at, row.used_at)
