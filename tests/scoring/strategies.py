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

# Strategies are made once, not at every draw: Hypothesis checks each new one before it draws.
years = st.one_of(st.none(), st.integers(1, 12).map(float))
#: Years that round to no month at all.
tiny = st.just(0.03)
spans = st.builds(lambda a, b: Span(min(a, b), max(a, b)), st.integers(0, 30), st.integers(0, 30))


#: A stretch of up to ten years, or one to date; at times in the future, or backwards.
intervals = st.builds(
    lambda start, length: Interval(start, None if length is None else start + length),
    st.integers(_AS_OF - 240, _AS_OF + 24),
    st.one_of(st.none(), st.integers(-3, 120)),
)
tenths = st.integers(0, 9)
flips = st.booleans()
skills = st.sampled_from(SKILLS)
phrases = st.sampled_from(PHRASES)
phrase_kinds = st.sampled_from([None, None, Kind.CERTIFICATION, Kind.LANGUAGE])
any_degree = st.sampled_from(list(Degree))
fields_of_study = st.lists(st.sampled_from(FIELDS), max_size=2, unique=True)
bare_years = st.sampled_from(["years 5y", "years 1y", "years"])
unscored = st.sampled_from(["soft", "other"])
language_levels = st.one_of(st.none(), st.sampled_from(list(LanguageLevel)))


@st.composite
def needs(draw: st.DrawFn) -> Need:
    """One leaf of any kind; ids are given later."""
    choice = draw(tenths)
    asked_years = draw(years)
    if choice == 0:
        phrase = leaf({"phrase": draw(phrases), "years": asked_years}, "")
        return replace(phrase, kind=draw(phrase_kinds) or phrase.kind)
    if choice == 1:
        spec = {"degree": draw(any_degree), "fields": draw(fields_of_study)}
        return leaf(spec | {"or_equivalent": draw(flips)}, "")
    if choice == 2:
        return leaf(draw(bare_years), "")
    if choice == 3:
        return leaf({draw(unscored): "travel"}, "")
    skill = TAXONOMY[draw(skills)]
    level = draw(language_levels)
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


def at_least(children: st.SearchStrategy[Node]) -> st.SearchStrategy[AtLeast]:
    """Alternatives, most often any one of them."""
    chosen = st.lists(children, min_size=2, max_size=4).map(tuple)
    return st.builds(AtLeast, st.sampled_from([1, 1, 2]), chosen)


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


sizes = st.integers(2, 7)
any_tree = st.one_of(st.none(), trees, trees, trees)
repeats = st.integers(0, 4)
weights = st.one_of(st.none(), st.none(), st.floats(0, 1000))
gates = st.one_of(st.none(), st.sampled_from(list(Gate)))
sixths = st.integers(0, 5)
levels = st.sampled_from(list(Level))


@st.composite
def jobs(draw: st.DrawFn, *, by_person: bool = True) -> Job:
    """A job in which at least one skill is asked; ``by_person`` allows weights and gates."""
    asked = [requirement(Level.MUST, leaf("java", ""), 1)]
    for number in range(2, draw(sizes)):
        tree = draw(any_tree)
        degree = tree is not None and any(n.kind is Kind.EDUCATION for n in tree.leaves())
        more: dict[str, object] = {"repeats": (Span(0, 1),) * draw(repeats)}
        if by_person:
            more["weight"] = draw(weights)
            more["gate"] = draw(gates)
            more["gate_reason"] = "licensed" if degree else None
            more["ignored"] = draw(sixths) == 0
        asked.append(requirement(draw(levels), tree, number, **more))
    return Job(None, tuple(draw(st.permutations(asked))))


surfaces = st.sampled_from([Method.EXACT, Method.ALIAS, Method.FUZZY])
evidence_kinds = st.sampled_from(list(EvidenceKind))
polarities = st.sampled_from(list(Polarity))
dated = st.lists(intervals, max_size=2).map(tuple)
said_years = st.one_of(st.none(), st.integers(0, 60).map(lambda n: n / 2), tiny)


@st.composite
def evidences(draw: st.DrawFn, polarity: Polarity | None = None) -> Evidence:
    """Evidence of any kind, for any skill of the taxonomy."""
    skill = draw(skills)
    return Evidence(
        skill=skill,
        field="resume_text",
        span=draw(spans),
        surface=skill,
        method=draw(surfaces),
        kind=draw(evidence_kinds),
        polarity=polarity or draw(polarities),
        intervals=draw(dated),
        stated_years=draw(said_years),
        language_level=draw(language_levels),
    )


tenures = st.builds(Tenure, intervals, st.just("resume_text"), spans)
degrees = st.builds(
    DegreeShown,
    any_degree,
    fields_of_study.map(tuple),
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


ids = st.text("abc", min_size=1, max_size=3)
texts = st.sampled_from(TEXTS)
other_texts = st.dictionaries(st.sampled_from(FIELDS_OF_TEXT), texts, max_size=2)
unread = st.sampled_from(["resume_text", *FIELDS_OF_TEXT, "years_experience"])
#: What a profile holds beside its texts, in the order of its fields.
HOLDINGS = (
    st.lists(evidences(), max_size=8).map(tuple),
    st.lists(tenures, max_size=3).map(tuple),
    st.lists(degrees, max_size=2).map(tuple),
    st.lists(years_stated, max_size=2).map(tuple),
    st.lists(unread, max_size=2).map(tuple),
    st.lists(st.sampled_from(["keyword_list", "hidden_text"]), max_size=2).map(tuple),
    st.lists(degrees, max_size=1).map(tuple),
)


@st.composite
def profiles(draw: st.DrawFn, candidate_id: str | None = None) -> Profile:
    """A profile, unreadable at times."""
    return Profile(
        candidate_id or draw(ids),
        {"resume_text": draw(texts)} | draw(other_texts),
        *(draw(each) for each in HOLDINGS),
    )


#: Words that share stems, figures, ignored words, and signs between them.
WORDS = (
    *("routing", "routes", "payment", "payments", "ledger", "fraud", "5", "of", "the", "bus"),
    *("e-mail", "data_base", "Überweisung", "2nd"),
)


signs = st.sampled_from([" ", ", ", "\n", " – ", "_", "; "])
said = st.lists(st.tuples(st.sampled_from(WORDS), signs), max_size=60)
wordy_fields = st.lists(st.sampled_from(["resume_text", "skills", "summary"]), unique=True)


@st.composite
def wordy_profiles(draw: st.DrawFn) -> Profile:
    """A profile of few words that repeat, with dated jobs around stretches of them."""
    own_texts = {field: "".join(map("".join, draw(said))) for field in draw(wordy_fields)}
    jobs = []
    for field, text in own_texts.items():
        ends = st.integers(0, len(text))
        around = st.builds(lambda a, b: Span(min(a, b), max(a, b)), ends, ends)
        jobs += draw(st.lists(st.builds(Tenure, intervals, st.just(field), around), max_size=3))
    return Profile(draw(ids), own_texts, tenures=tuple(jobs))
