"""Hypothesis strategies for random jobs and profiles over the small taxonomy of ``builders``."""

from __future__ import annotations

from dataclasses import replace
from itertools import count
from typing import Any

from hypothesis import strategies as st

from matcher.model import (
    All,
    AtLeast,
    Cue,
    Degree,
    DegreeShown,
    Evidence,
    EvidenceKind,
    Gate,
    Interval,
    Job,
    Kind,
    LanguageLevel,
    Level,
    Method,
    Need,
    Node,
    Polarity,
    Profile,
    Requirement,
    Span,
    Tenure,
    YearsStated,
)
from matcher.taxonomy.skill import SkillKind
from tests.scoring.builders import NEUTRAL, TAXONOMY, leaf

SKILLS = sorted(TAXONOMY.skills)
FIELDS = sorted(s.id for s in TAXONOMY.skills.values() if s.kind is SkillKind.FIELD)
PHRASES = ("beekeeping equipment", "minutes of meetings", "query optimization", "calendar")
TEXTS = (
    NEUTRAL,
    "Repaired beekeeping equipment, optimised queries.",
    "Education: college. Kept the calendar.",
    "Undergraduate • beekeeping – then equipment; maſters",
    f"{NEUTRAL} Équipement 養蜂 beekeeping. {NEUTRAL} Equipment of beekeepers.",
    " ",
    "",
)
FIELDS_OF_TEXT = ("skills", "education", "certifications", "languages", "title", "summary")
_AS_OF = 2026 * 12

years = st.one_of(st.none(), st.integers(1, 12).map(float))
#: Years that round to no month at all.
tiny = st.just(0.03)
spans = st.builds(lambda a, b: Span(min(a, b), max(a, b)), st.integers(0, 30), st.integers(0, 30))


@st.composite
def intervals(draw: st.DrawFn) -> Interval:
    """A stretch of up to ten years, or one to date; at times in the future, or backwards."""
    start = draw(st.integers(_AS_OF - 240, _AS_OF + 24))
    end = draw(st.one_of(st.none(), st.integers(start - 3, start + 120)))
    return Interval(start, end)


@st.composite
def needs(draw: st.DrawFn) -> Need:
    """One leaf of any kind; ids are given later."""
    choice = draw(st.integers(0, 9))
    asked_years = draw(years)
    if choice == 0:
        phrase = leaf({"phrase": draw(st.sampled_from(PHRASES)), "years": asked_years}, "")
        kinds = (phrase.kind, phrase.kind, Kind.CERTIFICATION, Kind.LANGUAGE)
        return replace(phrase, kind=draw(st.sampled_from(kinds)))
    if choice == 1:
        degree = draw(st.sampled_from(list(Degree)))
        fields = draw(st.lists(st.sampled_from(FIELDS), max_size=2, unique=True))
        spec = {"degree": degree, "fields": fields, "or_equivalent": draw(st.booleans())}
        return leaf(spec, "")
    if choice == 2:
        return leaf(draw(st.sampled_from(["years 5y", "years 1y", "years"])), "")
    if choice == 3:
        return leaf({draw(st.sampled_from(["soft", "other"])): "travel"}, "")
    skill = TAXONOMY[draw(st.sampled_from(SKILLS))]
    level = draw(st.one_of(st.none(), st.sampled_from(list(LanguageLevel))))
    return Need(
        "",
        skill.kind.leaf_kind(),
        skill.name,
        None,
        Method.EXACT,
        skill=skill.id,
        min_years=asked_years,
        language_level=level if skill.kind is SkillKind.LANGUAGE else None,
    )


@st.composite
def at_least(draw: st.DrawFn, children: st.SearchStrategy[Node]) -> AtLeast:
    """Alternatives, most often any one of them."""
    chosen = draw(st.lists(children, min_size=2, max_size=4))
    return AtLeast(draw(st.sampled_from([1, 1, 2])), tuple(chosen))


trees: st.SearchStrategy[Node] = st.recursive(
    needs(),
    lambda children: st.one_of(
        st.lists(children, min_size=2, max_size=3).map(lambda c: All(tuple(c))), at_least(children)
    ),
    max_leaves=5,
)


def with_ids(tree: Node, home: str) -> Node:
    """The tree with its leaves numbered from left to right."""
    numbers = count(1)

    def numbered(node: Node) -> Node:
        if isinstance(node, Need):
            raw = node.to_dict() | {"id": f"{home}.{next(numbers)}"}
            return Need.from_dict(raw)
        children = tuple(map(numbered, node.children))
        return All(children) if isinstance(node, All) else AtLeast(node.count, children)

    return numbered(tree)


def requirement(level: Level, tree: Node | None, number: int, **more: Any) -> Requirement:
    """A requirement of a job in a test."""
    home = f"r{number}"
    needs_tree = None if tree is None else with_ids(tree, home)
    kind = next(needs_tree.leaves()).kind if needs_tree else Kind.SOFT
    cue = Cue("", None, "test")
    return Requirement(home, level, kind, "", None, cue, needs_tree, **more)


@st.composite
def jobs(draw: st.DrawFn, *, by_person: bool = True) -> Job:
    """A job in which at least one skill is asked; ``by_person`` allows weights and gates."""
    asked = [requirement(Level.MUST, leaf("java", ""), 1)]
    for number in range(2, draw(st.integers(2, 7))):
        tree = draw(st.one_of(st.none(), trees, trees, trees))
        degree = tree is not None and any(n.kind is Kind.EDUCATION for n in tree.leaves())
        more: dict[str, object] = {"repeats": (Span(0, 1),) * draw(st.integers(0, 4))}
        if by_person:
            more["weight"] = draw(st.one_of(st.none(), st.none(), st.floats(0, 1000)))
            more["gate"] = draw(st.one_of(st.none(), st.sampled_from(list(Gate))))
            more["gate_reason"] = "licensed" if degree else None
            more["ignored"] = draw(st.integers(0, 5)) == 0
        asked.append(requirement(draw(st.sampled_from(list(Level))), tree, number, **more))
    return Job(None, tuple(draw(st.permutations(asked))))


@st.composite
def evidences(draw: st.DrawFn, polarity: Polarity | None = None) -> Evidence:
    """Evidence of any kind, for any skill of the taxonomy."""
    skill = draw(st.sampled_from(SKILLS))
    return Evidence(
        skill=skill,
        field="resume_text",
        span=draw(spans),
        surface=skill,
        method=draw(st.sampled_from([Method.EXACT, Method.ALIAS, Method.FUZZY])),
        kind=draw(st.sampled_from(list(EvidenceKind))),
        polarity=polarity or draw(st.sampled_from(list(Polarity))),
        intervals=tuple(draw(st.lists(intervals(), max_size=2))),
        stated_years=draw(st.one_of(st.none(), st.integers(0, 60).map(lambda n: n / 2), tiny)),
        language_level=draw(st.one_of(st.none(), st.sampled_from(list(LanguageLevel)))),
    )


tenures = st.builds(Tenure, intervals(), st.just("resume_text"), spans)
degrees = st.builds(
    DegreeShown,
    st.sampled_from(list(Degree)),
    st.lists(st.sampled_from(FIELDS), max_size=2, unique=True).map(tuple),
    st.just("resume_text"),
    spans,
    st.just("degree"),
)
years_stated = st.builds(
    YearsStated,
    st.one_of(st.integers(0, 40).map(float), tiny),
    st.just("resume_text"),
    spans,
    st.just("years"),
)


@st.composite
def profiles(draw: st.DrawFn, candidate_id: str | None = None) -> Profile:
    """A profile, unreadable at times."""
    more = st.dictionaries(st.sampled_from(FIELDS_OF_TEXT), st.sampled_from(TEXTS), max_size=2)
    unread = st.sampled_from(["resume_text", *FIELDS_OF_TEXT, "years_experience"])
    return Profile(
        candidate_id or draw(st.text("abc", min_size=1, max_size=3)),
        {"resume_text": draw(st.sampled_from(TEXTS))} | draw(more),
        tuple(draw(st.lists(evidences(), max_size=8))),
        tuple(draw(st.lists(tenures, max_size=3))),
        tuple(draw(st.lists(degrees, max_size=2))),
        tuple(draw(st.lists(years_stated, max_size=2))),
        tuple(draw(st.lists(unread, max_size=2))),
        tuple(draw(st.lists(st.sampled_from(["keyword_list", "hidden_text"]), max_size=2))),
        tuple(draw(st.lists(degrees, max_size=1))),
    )


#: Words that share stems, figures, ignored words, and signs between them.
WORDS = (
    *("routing", "routes", "payment", "payments", "ledger", "fraud", "5", "of", "the", "bus"),
    *("e-mail", "data_base", "Überweisung", "2nd"),
)


@st.composite
def wordy_profiles(draw: st.DrawFn) -> Profile:
    """A profile of few words that repeat, with dated jobs around stretches of them."""
    signs = st.sampled_from([" ", ", ", "\n", " – ", "_", "; "])
    said = st.lists(st.tuples(st.sampled_from(WORDS), signs), max_size=60)
    texts = {
        field: "".join(map("".join, draw(said)))
        for field in draw(
            st.lists(st.sampled_from(["resume_text", "skills", "summary"]), unique=True)
        )
    }
    jobs = []
    for field, text in texts.items():
        ends = st.integers(0, len(text))
        around = st.builds(lambda a, b: Span(min(a, b), max(a, b)), ends, ends)
        jobs += draw(st.lists(st.builds(Tenure, intervals(), st.just(field), around), max_size=3))
    return Profile(draw(st.text("abc", min_size=1, max_size=3)), texts, tenures=tuple(jobs))
