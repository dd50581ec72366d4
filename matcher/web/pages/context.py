"""What every handler of a page begins with: who asks, for whose eyes, and how it is answered."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Annotated, Any, cast

from fastapi import Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from markupsafe import Markup

from matcher.web.pages.rendering import render
from matcher.web.security.callers import Way, caller_of
from matcher.web.security.csrf import CSRF_FIELD
from matcher.web.shown import LOCAL, Who
from matcher.web.workspace import Workspace

#: A browser's own choice, not a secret: it hides, and never shows what is hidden otherwise.
BLIND_COOKIE = "matcher-blind"
_FIELD = Markup('<input type="hidden" name="{}" value="{}">')
_SEE_OTHER = 303


@dataclass(frozen=True, slots=True)
class Asked:
    """A request of a browser.

    Parameters
    ----------
    request : Request
        As it came, past every guard.
    work : Workspace
        What pages may do.
    by : Who
        Who asks.
    blind : bool
        Whether this browser hides who people are.
    """

    request: Request
    work: Workspace
    by: Who
    blind: bool

    @property
    def is_htmx(self) -> bool:
        """Whether a part of a page is asked for, not the page."""
        return self.request.headers.get("hx-request") == "true"

    def wants(self, target: str) -> bool:
        """Whether the part of a page with an id is asked for."""
        return self.is_htmx and self.request.headers.get("hx-target") == target

    def show(
        self, template: str, *, said: str = "", section: str = "jobs", **values: Any
    ) -> HTMLResponse:
        """A page or a part of one, and what the live region says aloud."""
        state, caller = self.request.state, caller_of(self.request.scope)
        url = self.request.url
        token = str(state.csrf)
        shown = render(
            template,
            section=section,
            blind=self.blind,
            csrf=token,
            csrf_field=_FIELD.format(CSRF_FIELD, token),
            here=url.path + (f"?{url.query}" if url.query else ""),
            signed_in=caller.who is not None,
            user=caller.who.name if caller.who and caller.way is Way.SESSION else "",
            **values,
        )
        headers = {"HX-Trigger": json.dumps({"said": said})} if said else None
        return HTMLResponse(shown, headers=headers)

    async def fields(self) -> list[tuple[str, str]]:
        """The fields of the form that was sent, in its order, without files."""
        form = await self.request.form()
        return [(name, value) for name, value in form.multi_items() if isinstance(value, str)]

    def go(self, url: str) -> Response:
        """Lead to another page, however the request was made."""
        if self.is_htmx:
            return Response(headers={"HX-Redirect": url})
        return RedirectResponse(url, _SEE_OTHER)


def asked(request: Request) -> Asked:
    """The request with what its handler needs."""
    work = cast("Workspace", request.app.state.workspace)
    who = caller_of(request.scope).who or LOCAL
    return Asked(request, work, who, request.cookies.get(BLIND_COOKIE) == "on")


Page = Annotated[Asked, Depends(asked)]
