"""Users, their sessions and tokens as rows; hashing, cookies and rules are ``web/security``'s."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from matcher.web.settings import Settings


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
    settings : Settings
        Of the workspace (:attr:`Workspace.accounts` is the usual way to one).
    """

    def __init__(self, settings: Settings) -> None:
        raise NotImplementedError

    def users(self) -> tuple[User, ...]:
        """All users by name; none means that only this machine may ask."""
        raise NotImplementedError

    def add_user(self, name: str, password_hash: str) -> User:
        """A new user; ``Refused`` if the name is empty, too long or taken."""
        raise NotImplementedError

    def user_named(self, name: str) -> User | None:
        """The user of a name, if there is one."""
        raise NotImplementedError

    def set_password_hash(self, user_id: str, password_hash: str) -> None:
        """Another password; ends all the user's sessions."""
        raise NotImplementedError

    def disable(self, user_id: str) -> None:
        """Let somebody in no more; ends their sessions and tokens, what they did stays."""
        raise NotImplementedError

    def open_session(self, user_id: str, secret_digest: str, expires_at: datetime) -> None:
        """Remember a session."""
        raise NotImplementedError

    def user_of_session(self, secret_digest: str) -> User | None:
        """Whose session it is; None if it is unknown, has expired, or its user is disabled."""
        raise NotImplementedError

    def close_session(self, secret_digest: str) -> None:
        """Forget a session."""
        raise NotImplementedError

    def add_token(
        self, user_id: str, label: str, secret_digest: str, expires_at: datetime | None = None
    ) -> TokenLine:
        """Remember a token."""
        raise NotImplementedError

    def tokens(self, user_id: str) -> tuple[TokenLine, ...]:
        """A user's tokens, oldest first."""
        raise NotImplementedError

    def user_of_token(self, secret_digest: str) -> User | None:
        """Whose token it is, and note its use; None as for sessions."""
        raise NotImplementedError

    def revoke_token(self, user_id: str, token_id: str) -> None:
        """Forget a token of a user."""
        raise NotImplementedError
