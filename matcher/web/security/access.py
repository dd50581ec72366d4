"""Signing in and out, and tokens for programs: the rules over the rows of ``web/accounts.py``."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from matcher.web.accounts import Accounts, TokenLine, User
from matcher.web.errors import NotFound, Refused
from matcher.web.security.cookies import digest, new_value
from matcher.web.security.passwords import Passwords, check_password
from matcher.web.security.throttle import Throttle
from matcher.web.settings import utc_now
from matcher.web.shown import LOCAL, Who

#: A session ends after a working day.
SESSION_TIME = timedelta(hours=12)
#: Tokens live for a year at most, and so long where nobody says otherwise.
MAX_TOKEN_DAYS = 366
_PREFIX = "matcher"


class Scope(StrEnum):
    """What a token allows."""

    READ = "read"
    WRITE = "write"


@dataclass(frozen=True, slots=True)
class NewToken:
    """A token and, this once, its secret."""

    line: TokenLine
    scope: Scope
    secret: str


class SignInFailed(Refused):
    """Name and password do not fit; which of them is not said."""

    status = 403

    def __init__(self) -> None:
        super().__init__("sign-in", "name and password do not fit")


class Locked(Refused):
    """Too many tries; ``seconds`` until the next one."""

    status = 429

    def __init__(self, seconds: float) -> None:
        super().__init__("sign-in", "too many tries", allowed=f"again in {seconds:.0f} seconds")
        self.seconds = seconds


class Access:
    """Who may come in.

    Parameters
    ----------
    accounts : Accounts
        Users, sessions and tokens as rows.
    passwords : Passwords
        Makes and checks hashes.
    throttle : Throttle
        Slows guessing down.
    clock : callable
        Gives the time in UTC.
    """

    def __init__(
        self,
        accounts: Accounts,
        passwords: Passwords | None = None,
        throttle: Throttle | None = None,
        clock: Callable[[], datetime] = utc_now,
    ) -> None:
        self._accounts, self._clock = accounts, clock
        self._passwords = passwords or Passwords()
        self._throttle = throttle or Throttle()

    def are_set_up(self) -> bool:
        """Whether there are users, so that everybody has to sign in."""
        return bool(self._accounts.users())

    def users(self) -> tuple[User, ...]:
        """All users by name."""
        return self._accounts.users()

    def add_user(self, name: str, password: str) -> User:
        """Set up a user, or give one who is there another password, which ends all sessions.

        Raises
        ------
        InputError
            If the password is easily guessed.
        Refused
            If the name is empty or too long, or its user is disabled.
        """
        check_password(password, name)
        there = self._accounts.user_named(name)
        kept = self._passwords.hash(password)
        if there is None:
            return self._accounts.add_user(name, kept)
        if there.disabled:
            raise Refused("user", f"{name!r} is disabled", allowed="another name")
        self._accounts.set_password_hash(there.id, kept)
        return there

    def disable_user(self, name: str) -> None:
        """Let somebody in no more; what they did stays.

        Raises
        ------
        NotFound
            If there is no such user.
        """
        self._accounts.disable(self._named(name).id)

    def sign_in(self, name: str, password: str, address: str) -> str:
        """Open a session and return its secret, the cookie's value.

        Raises
        ------
        Locked
            If the address or the name has to wait after failures.
        SignInFailed
            If name and password do not fit.
        """
        keys = (f"address:{address}", f"name:{name.casefold()}")
        wait = self._throttle.wait(*keys)
        if wait > 0:
            raise Locked(wait)
        user = self._accounts.user_named(name)
        known = user if user and not user.disabled else None
        fits = self._passwords.fits(known.password_hash if known else None, password)
        if known is None or not fits:
            self._throttle.failed(*keys)
            raise SignInFailed
        self._throttle.succeeded(*keys)
        if self._passwords.is_outdated(known.password_hash):
            self._accounts.set_password_hash(known.id, self._passwords.hash(password))
        secret = new_value()
        self._accounts.open_session(known.id, digest(secret), self._clock() + SESSION_TIME)
        return secret

    def session(self, secret: str) -> Who | None:
        """Whose session a cookie's value is."""
        return _who(self._accounts.user_of_session(digest(secret)))

    def sign_out(self, secret: str) -> None:
        """End a session."""
        self._accounts.close_session(digest(secret))

    def new_token(self, by: Who, label: str, scope: Scope, days: int = MAX_TOKEN_DAYS) -> NewToken:
        """Make a token for programs of a user.

        Its scope is part of the secret, so that the digest that is kept holds for this scope alone.

        Raises
        ------
        Refused
            If it is for nobody in particular, or for more days than a year has.
        """
        if by == LOCAL:
            raise Refused("token", "belongs to a user", allowed="matcher serve --add-user NAME")
        if not 1 <= days <= MAX_TOKEN_DAYS:
            raise Refused("token", f"is for {days} days", allowed=f"1 to {MAX_TOKEN_DAYS}")
        secret = f"{_PREFIX}_{scope}_{new_value()}"
        until = self._clock() + timedelta(days=days)
        line = self._accounts.add_token(by.user_id, f"{label} ({scope})", digest(secret), until)
        return NewToken(line, scope, secret)

    def token_for(self, name: str, label: str, scope: Scope) -> NewToken:
        """Make a token for the programs of the user of a name.

        Raises
        ------
        NotFound
            If there is no such user.
        """
        return self.new_token(Who(self._named(name).id, name), label, scope)

    def token(self, secret: str) -> tuple[Who, Scope] | None:
        """Whose token a secret is, and what it allows."""
        who = _who(self._accounts.user_of_token(digest(secret)))
        kind = secret.removeprefix(f"{_PREFIX}_").partition("_")[0]
        return (who, Scope(kind)) if who else None

    def tokens(self, by: Who) -> tuple[TokenLine, ...]:
        """A user's tokens, oldest first."""
        return self._accounts.tokens(by.user_id)

    def tokens_of(self, name: str) -> tuple[TokenLine, ...]:
        """The tokens of the user of a name."""
        return self._accounts.tokens(self._named(name).id)

    def revoke_token_of(self, name: str, token_id: str) -> None:
        """End a token of the user of a name."""
        self._accounts.revoke_token(self._named(name).id, token_id)

    def revoke_token(self, by: Who, token_id: str) -> None:
        """End a token of a user."""
        self._accounts.revoke_token(by.user_id, token_id)

    def _named(self, name: str) -> User:
        user = self._accounts.user_named(name)
        if user is None:
            names = ", ".join(u.name for u in self._accounts.users())
            raise NotFound("user", f"there is no {name!r}", allowed=names or "add one first")
        return user


def _who(user: User | None) -> Who | None:
    return Who(user.id, user.name) if user else None
