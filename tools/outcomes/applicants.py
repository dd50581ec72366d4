"""Applicants as rows of a list: what was drawn for them, written as a résumé or a form."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tools.outcomes.careers import career
from tools.outcomes.grammar import Trade, stream
from tools.outcomes.resume import write_parts
from tools.outcomes.states import Way, draw_ways

#: Columns of the list.
COLUMNS = (
    "candidate_id", "name", "email", "title", "resume_text", "skills", "experience", "education",
)  # fmt: skip
#: Layouts, their shares in percent, and the parts that have a column of their own.  A ``list``
#: is all that some write: their skills.
_LAYOUTS: dict[str, tuple[int, dict[str, str]]] = {
    "text": (45, {}),
    "form": (30, {"skills": "skills", "work": "experience", "education": "education"}),
    "mixed": (22, {"skills": "skills"}),
    "list": (3, {"skills": "skills"}),
}


@dataclass(frozen=True, slots=True)
class Applicant:
    """One row, the job it was written for, and how it was made to stand to each ask."""

    job: str
    row: Mapping[str, str]
    ways: Mapping[str, Way]

    @property
    def candidate_id(self) -> str:
        """Id of the row."""
        return self.row["candidate_id"]


def make_applicant(
    trade: Trade, candidate_id: str, sex: str, words: Mapping[str, Any]
) -> Applicant:
    """One applicant for a trade's job.

    Parameters
    ----------
    trade : Trade
        What the job asks, and what people of the trade write.
    candidate_id : str
        What all draws hang on.
    sex : str
        Decides whether the planted ask is shown, and nothing else.
    words : mapping of str to object
        What applicants of any trade write (:func:`tools.outcomes.grammar.common`).
    """
    ways = draw_ways(trade, candidate_id, sex)
    draw = stream("text", candidate_id)
    posts = career(trade, ways, words["places"], draw)
    layout = draw.choices(list(_LAYOUTS), [share for share, _ in _LAYOUTS.values()])[0]
    if layout == "list":
        ways = {name: _listed(way) for name, way in ways.items()}
    parts = write_parts(candidate_id, trade, ways, posts, words, draw)
    cells = {column: parts.get(part, "") for part, column in _LAYOUTS[layout][1].items()}
    if layout != "list":
        headings = draw.choice(words["headings"])
        rest = [part for part in parts if part not in _LAYOUTS[layout][1]]
        cells["resume_text"] = "\n\n".join(f"{headings[part]}\n{parts[part]}" for part in rest)
    title = posts[0].title if draw.random() < 0.8 else ""
    empty = dict.fromkeys(COLUMNS, "")
    row = empty | _person(candidate_id, words) | {"title": title} | cells
    return Applicant(trade.job, row, ways)


def _listed(way: Way) -> Way:
    """What is left of a way where an applicant filled in nothing but a list of skills."""
    return Way.CLAIMED if way in (Way.WORK, Way.PROJECT, Way.CLAIMED) else Way.SILENT


def _person(candidate_id: str, words: Mapping[str, Any]) -> dict[str, str]:
    """Name and address, drawn apart from everything else."""
    draw = stream("name", candidate_id)
    first, last = draw.choice(words["first"]), draw.choice(words["last"])
    plain = unicodedata.normalize("NFD", f"{first}.{last}".lower())
    address = plain.encode("ascii", "ignore").decode()
    email = f"{address}.{candidate_id}@example.com"
    return {"candidate_id": candidate_id, "name": f"{first} {last}", "email": email}
