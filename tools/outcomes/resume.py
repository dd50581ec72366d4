"""The parts of a résumé: what each ask leaves in them, and how the jobs are set out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Any

from tools.outcomes.careers import DATE_STYLES, LAST_MONTH, Post
from tools.outcomes.grammar import Ask, Trade, expand, stream
from tools.outcomes.states import Way

#: Parts in their order.
PARTS = (
    "summary", "work", "project", "education", "course", "certificate", "skills", "languages",
)  # fmt: skip
_STEPS = ("A1", "A2", "B1", "B2", "C1")
_HEADS = (
    "{title}, {employer}, {place} ({span})",
    "{span}: {title}, {employer}",
    "{title} | {employer} | {span}",
    "{title}\n{employer}, {place}\n{span}",
)
_BULLETS = ("- ", "• ", "")
#: Where a way of showing an ask outside the jobs is written, and by which frame of all trades.
_FRAMES = {
    Way.COURSE: ("course", "course"),
    Way.HELD: ("certificate", "certificate"),
    Way.HEADLINE: ("summary", "headline"),
    Way.DENIED: ("summary", "denied"),
    Way.LEARNING: ("summary", "learning"),
}


def write_parts(
    candidate_id: str,
    trade: Trade,
    ways: Mapping[str, Way],
    posts: Sequence[Post],
    words: Mapping[str, Any],
    draw: Random,
) -> dict[str, str]:
    """The text of each part without headings; parts with nothing to say are left out.

    What is written of one ask hangs on no other ask.

    Parameters
    ----------
    candidate_id : str
        What draws hang on.
    trade : Trade
        What is asked, and what people of the trade write.
    ways : mapping of str to Way
        How the applicant stands to each ask.
    posts : sequence of Post
        Jobs, the latest first.
    words : mapping of str to object
        What applicants of any trade write.
    draw : Random
        Random numbers for what concerns no ask.
    """
    draft = _Draft(words, since=posts[-1].first // 12)
    draft.lines["summary"] += [expand(each, draw) for each in draw.sample(words["openings"], 2)]
    draft.lines["languages"] += ["English (fluent)", f"{draw.choice(words['languages'])} (native)"]
    for ask in trade.asks:
        draft.add(ask, ways[ask.name], stream("said", candidate_id, ask.name))
    if trade.studies and draw.random() < 0.85:
        draft.study(draw.choice(trade.studies), draw)
    draw.shuffle(draft.lines["skills"])
    joints = {
        "summary": " ",
        "skills": draw.choice((", ", " | ", "\n")),
        "languages": ", ",
    }
    texts = {part: joints.get(part, "\n").join(said) for part, said in draft.lines.items()}
    texts["work"] = _set_out(posts, draw)
    return {part: texts[part] for part in PARTS if texts[part]}


@dataclass(slots=True)
class _Draft:
    """Lines of each part, as they are added; ``since`` is the year of the first job."""

    words: Mapping[str, Any]
    since: int
    lines: dict[str, list[str]] = field(default_factory=lambda: {part: [] for part in PARTS})

    def add(self, ask: Ask, way: Way, draw: Random) -> None:
        """What is written of one ask outside the jobs."""
        if ask.kind == "degree":
            self._add_degree(ask, way, draw)
        elif ask.kind == "language":
            self._add_language(ask, way)
        elif way is Way.CLAIMED or (way is Way.WORK and draw.random() < 0.5):
            self.lines["skills"].append(draw.choice(ask.says))
        elif way is Way.PROJECT:
            self.lines["project"].append(expand(draw.choice(ask.sentences["project"]), draw))
        elif way in _FRAMES:
            part, frame = _FRAMES[way]
            if ask.kind == "certificate" and way is Way.LEARNING:
                frame = "aspiring"
            year = str(draw.randint(self.since, LAST_MONTH.year))
            said, name = draw.choice(self.words[frame]), draw.choice(ask.says)
            self.lines[part].append(expand(said, draw, name=name, year=year))

    def study(self, line: str, draw: Random) -> None:
        """A line of education with a school and the year it ended."""
        year = self.since - draw.randint(0, 2)
        self.lines["education"].append(f"{line}, {draw.choice(self.words['schools'])}, {year}")

    def _add_degree(self, ask: Ask, way: Way, draw: Random) -> None:
        if way is Way.UNFINISHED:
            self.study(draw.choice(ask.sentences["held"]) + " (left without a degree)", draw)
        elif way.value in ask.sentences:
            self.study(draw.choice(ask.sentences[way]), draw)

    def _add_language(self, ask: Ask, way: Way) -> None:
        asked = _STEPS.index(ask.asked)
        steps = {Way.HELD: asked, Way.BELOW: asked - 1, Way.FAR_BELOW: asked - 2}
        if way in steps:
            self.lines["languages"].append(f"{ask.says[0]} ({_STEPS[steps[way]]})")
        elif way is Way.UNSTATED:
            self.lines["languages"].append(ask.says[0])


def _set_out(posts: Sequence[Post], draw: Random) -> str:
    """All jobs, in one of several manners."""
    style, head, bullet = draw.choice(DATE_STYLES), draw.choice(_HEADS), draw.choice(_BULLETS)
    blocks = []
    for post in posts:
        top = head.format(
            title=post.title, employer=post.employer, place=post.place, span=post.span(style)
        )
        joint = "\n" if bullet else " "
        blocks.append(f"{top}\n" + joint.join(bullet + line for line in post.lines))
    return "\n\n".join(blocks)
