"""Job cards: requirements as a YAML file that a person edits.

A card can stand wherever a description can.  What a person leaves alone keeps its place in the
description (``at``), so reports still quote it; what a person adds has none.
"""

from __future__ import annotations

import re
from typing import Any

import yaml

from matcher.model import (
    All,
    Degree,
    Job,
    Kind,
    Method,
    Need,
    Node,
    Requirement,
    Span,
)
from matcher.taxonomy.taxonomy import Taxonomy

CARD_KEY = "job_card"
CARD_VERSION = 1
#: Characters that only a quoted scalar keeps.
_ODD = re.compile("[\x00-\x08\x0b-\x1f\x7f-\xa0\u2028\u2029\ufeff]")
_HEAD = """\
# A job card: what the job asks for, to be edited and given to any command in place of the
# description.  `matcher rank this-file.yaml applicants.csv`
#
#   level    must, preferred, bonus, or context (reported, worth nothing)
#   needs    all: every one of them; any: one is enough, or as many as at_least says.
#            Each is a skill (an id, see `matcher taxonomy lookup`), a phrase, a degree, a language
#            or years of experience; min_years stands beside a skill or a phrase.  A phrase with a
#            condition (location, work_permit, salary, …) is a question, never points.
#   weight   a number instead of the level's weight; ignored: true leaves a requirement out
#   gate     off, flag or rank_below; a gate on a degree needs a gate_reason
#   at       where the description says so: leave it, or delete it with the words
"""


class _Flow(dict[str, Any]):
    """A map written on one line."""


class _Dumper(yaml.SafeDumper):
    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, indentless and flow)


_Dumper.add_representer(
    _Flow, lambda d, data: d.represent_mapping("tag:yaml.org,2002:map", data, flow_style=True)
)


def _text_node(dumper: _Dumper, text: str) -> yaml.ScalarNode:
    style = '"' if _ODD.search(text) else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Dumper.add_representer(str, _text_node)


def is_card(text: str) -> bool:
    r"""Whether a text is a job card rather than a description.

    Examples
    --------
    >>> is_card("# mine\njob_card: 1\nrequirements: []"), is_card("We need Java.")
    (True, False)
    """
    return any(line.startswith(f"{CARD_KEY}:") for line in text.splitlines()[:40])


def write_card(job: Job, taxonomy: Taxonomy) -> str:
    """The job as an editable card."""
    body: dict[str, Any] = {CARD_KEY: CARD_VERSION, "title": job.title}
    if job.versions:
        body["versions"] = dict(job.versions)
    parts = [_HEAD, *(f"# warning: {w.message}; {w.advice}\n" for w in job.warnings), "\n"]
    parts.append(_dump(body))
    if not job.requirements:
        return "".join([*parts, "requirements: []\n"])
    parts.append("requirements:\n")
    parts += ["\n" + _dump([_requirement_card(r, taxonomy)]) for r in job.requirements]
    return "".join(parts)


def _dump(data: object) -> str:
    return yaml.dump(
        data,
        Dumper=_Dumper,
        sort_keys=False,
        allow_unicode=True,
        width=180,
        default_flow_style=False,
    )


def _requirement_card(requirement: Requirement, taxonomy: Taxonomy) -> dict[str, Any]:
    card: dict[str, Any] = {
        "id": requirement.id,
        "level": str(requirement.level),
        "kind": str(requirement.kind),
        "text": requirement.text,
    }
    if requirement.span:
        card["at"] = _place(requirement.span)
    card["cue"] = _Flow(rule=requirement.cue.rule, text=requirement.cue.text)
    if requirement.cue.span:
        card["cue"]["at"] = _place(requirement.cue.span)
    if requirement.needs:
        card["needs"] = _node_card(requirement.needs, taxonomy)
    for key in ("weight", "gate_reason"):
        if getattr(requirement, key) is not None:
            card[key] = getattr(requirement, key)
    if requirement.gate is not None:
        card["gate"] = str(requirement.gate)
    if requirement.ignored:
        card["ignored"] = True
    if requirement.repeats:
        card["repeats"] = [_place(span) for span in requirement.repeats]
    return card


def _place(span: Span) -> list[int]:
    return _FlowList((span.start, span.end))


class _FlowList(list[int]):
    """A list written on one line."""


_Dumper.add_representer(
    _FlowList, lambda d, data: d.represent_sequence("tag:yaml.org,2002:seq", data, flow_style=True)
)


def _node_card(node: Node, taxonomy: Taxonomy) -> dict[str, Any]:
    if isinstance(node, Need):
        return _leaf_card(node, taxonomy)
    if isinstance(node, All):
        return {"all": [_node_card(child, taxonomy) for child in node.children]}
    card: dict[str, Any] = {"any": [_node_card(child, taxonomy) for child in node.children]}
    return card | ({"at_least": node.count} if node.count > 1 else {})


def _leaf_card(need: Need, taxonomy: Taxonomy) -> dict[str, Any]:
    card = _Flow()
    if need.kind is Kind.EDUCATION and need.degree:
        card |= {"degree": str(need.degree), "fields": list(need.fields)}
        card |= {"or_equivalent": True} if need.or_equivalent else {}
    elif need.kind is Kind.LANGUAGE and need.skill:
        card |= {"language": need.skill}
        card |= {"level": str(need.language_level)} if need.language_level else {}
    elif need.skill:
        card |= {"skill": need.skill}
    elif need.kind is Kind.EXPERIENCE:
        card |= {"experience": need.label}
    else:
        card |= {"phrase": need.label}
    for key in ("min_years", "max_years"):
        if getattr(need, key) is not None:
            card[key] = getattr(need, key)
    if need.condition is not None:
        card["condition"] = str(need.condition)
    if need.kind is not _default_kind(card, need, taxonomy):
        card["kind"] = str(need.kind)
    if need.label not in (card.get("phrase"), card.get("experience"), _name(need, taxonomy)):
        card["label"] = need.label
    if need.method is not default_method(need.skill, need.degree):
        card["method"] = str(need.method)
    card["id"] = need.id
    if need.span:
        card["at"] = _place(need.span)
    return _Flow(card)


def _name(need: Need, taxonomy: Taxonomy) -> str | None:
    return taxonomy[need.skill].name if need.skill else None


def _default_kind(card: dict[str, Any], need: Need, taxonomy: Taxonomy) -> Kind:
    return default_kind(card, taxonomy[need.skill].kind.leaf_kind() if need.skill else None)


def default_kind(card: dict[str, Any], of_skill: Kind | None) -> Kind:
    """Kind of a leaf of a card that names none."""
    if "degree" in card:
        return Kind.EDUCATION
    if "experience" in card:
        return Kind.EXPERIENCE
    if "condition" in card:
        return Kind.OTHER
    return of_skill or Kind.SKILL


def default_method(skill: str | None, degree: Degree | None) -> Method:
    """Method of a leaf of a card that names none."""
    return Method.EXACT if skill or degree else Method.PHRASE
