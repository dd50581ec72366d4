"""Tokens of the user who is signed in; a token makes no tokens."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from fastapi import Depends, HTTPException, Path, Request
from pydantic import Field

from matcher.web.api.common import By, In, Out, part
from matcher.web.security.access import MAX_TOKEN_DAYS, Access, Scope
from matcher.web.security.callers import Way, caller_of

router = part("tokens")


class TokenLine(Out):
    """A token, without its secret."""

    id: str
    label: str
    created_at: datetime
    expires_at: datetime | None
    used_at: datetime | None


class NewToken(In):
    """What a token is for, and what it allows."""

    label: str = Field(min_length=1, max_length=100, examples=["Nightly export"])
    scope: Scope = Scope.READ
    days: int = Field(MAX_TOKEN_DAYS, ge=1, le=MAX_TOKEN_DAYS)


class Token(Out):
    """A token and, this once, its secret."""

    id: str
    label: str
    scope: Scope
    expires_at: datetime | None
    secret: str


def by_a_person(request: Request) -> Access:
    """Who may come in, for a person who is signed in."""
    if caller_of(request.scope).way is Way.TOKEN:
        raise HTTPException(403, "a token makes no tokens; allowed: a user who is signed in")
    access: Access = request.app.state.access
    return access


Tokens = Annotated[Access, Depends(by_a_person)]


@router.get("/tokens")
def list_tokens(access: Tokens, by: By) -> list[TokenLine]:
    """Your tokens, oldest first."""
    return [TokenLine.model_validate(line) for line in access.tokens(by)]


@router.post("/tokens", status_code=201)
def make_token(access: Tokens, by: By, sent: NewToken) -> Token:
    """Make a token; its secret is shown this once."""
    made = access.new_token(by, sent.label, sent.scope, sent.days)
    line = made.line
    return Token(
        id=line.id,
        label=line.label,
        scope=made.scope,
        expires_at=line.expires_at,
        secret=made.secret,
    )


@router.delete("/tokens/{token_id}", status_code=204)
def revoke_token(access: Tokens, by: By, token_id: Annotated[str, Path(max_length=64)]) -> None:
    """End a token."""
    access.revoke_token(by, token_id)
