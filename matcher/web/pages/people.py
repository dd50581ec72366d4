"""People: who is kept, and how somebody is deleted everywhere."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import Response

from matcher.web.pages.context import Asked, Page
from matcher.web.shown import Deleted

router = APIRouter(default_response_class=Response)


@router.get("/people")
def show_people(page: Page, q: str = "") -> Response:
    """Search for somebody in every job; hidden while names are."""
    found = page.work.find_people(page.by, q) if q.strip() and not page.blind else ()
    template = "people_found.html.j2" if page.wants("found") else "people.html.j2"
    return page.show(template, section="people", people=found, q=q)


@router.post("/people/{person_id}/delete")
def delete_person(page: Page, person_id: str) -> Response:
    """Delete somebody in every job, with all that was written about them."""
    return deleted(page, page.work.delete_person(page.by, person_id), "people", "/people")


def deleted(page: Asked, gone: Deleted, section: str, back: str) -> Response:
    """What a deletion took away."""
    return page.show("deleted.html.j2", section=section, gone=gone, back=back)
