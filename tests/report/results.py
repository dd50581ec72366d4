"""One small ranking written out by hand, and the same with hostile data in every place."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from msgspec import structs

from matcher.model import (
    All,
    Assessment,
    AtLeast,
    Basis,
    Candidate,
    Cue,
    Degree,
    DegreeShown,
    Entry,
    Evidence,
    EvidenceKind,
    Interval,
    Job,
    JobWarning,
    Kind,
    LanguageLevel,
    LeafAssessment,
    LeafEvidence,
    Ledger,
    Level,
    Method,
    Need,
    Node,
    Polarity,
    Profile,
    Ranked,
    Relation,
    Requirement,
    SetAside,
    Span,
    Status,
    Unmatched,
)
from matcher.report import RankResult

JOB_TEXT = """Archive Developer
Must-have
- 5+ years of Java
- Python, Kotlin or Go
- PostgreSQL and Docker
- Master's degree in computer science
Nice to have
- German B2
- A team player
Our stack: Kubernetes, Java
"""

RESUME = """Developer at Lumen, since March 2020: services in Java and Kotlin on MySQL.
Certificates kept in Dokcer images. No experience with Kubernetes. M.Sc. Physics.
Spoken German (B1)."""


def _at(words: str, text: str = JOB_TEXT) -> Span:
    start = text.index(words)
    return Span(start, start + len(words))


_HEADING = Cue("Must-have", _at("Must-have"), "heading.must")
_NICE = Cue("Nice to have", _at("Nice to have"), "heading.bonus")
_LAST = Span(JOB_TEXT.rindex("Java"), JOB_TEXT.rindex("Java") + 4)


def _need(number: str, kind: Kind, words: str, skill: str | None, **more: Any) -> Need:
    method = Method.EXACT if skill else Method.PHRASE
    return Need(number, kind, words, _at(words), method, skill=skill, **more)


def _asked(key: str, level: Level, words: str, needs: Node | None, cue: Cue) -> Requirement:
    kind = next(needs.leaves()).kind if needs else Kind.OTHER
    return Requirement(key, level, kind, words, _at(words), cue, needs)


def _requirements() -> tuple[Requirement, ...]:
    java = _need("r1.1", Kind.EXPERIENCE, "Java", "java", min_years=5.0)
    ways = tuple(
        _need(f"r2.{n}", Kind.SKILL, name, name.lower())
        for n, name in enumerate(("Python", "Kotlin", "Go"), start=1)
    )
    both = tuple(
        _need(f"r3.{n}", Kind.SKILL, name, name.lower())
        for n, name in enumerate(("PostgreSQL", "Docker"), start=1)
    )
    words = "Master's degree in computer science"
    degree = _need(
        "r4.1", Kind.EDUCATION, words, None, degree=Degree.MASTER, fields=("computer_science",)
    )
    german = _need("r5.1", Kind.LANGUAGE, "German", "german", language_level=LanguageLevel.B2)
    team = _need("r6.1", Kind.SOFT, "team player", "teamwork")
    stack = _need("r7.1", Kind.SKILL, "Kubernetes", "kubernetes")
    context = Cue("Our stack", _at("Our stack"), "context.stack")
    again = Need("r8.1", Kind.SKILL, "Java", _LAST, Method.EXACT, skill="java")
    return (
        _asked("r1", Level.MUST, "5+ years of Java", All((java,)), _HEADING),
        _asked("r2", Level.MUST, "Python, Kotlin or Go", AtLeast(1, ways), _HEADING),
        _asked("r3", Level.MUST, "PostgreSQL and Docker", All(both), _HEADING),
        _asked("r4", Level.MUST, words, degree, _HEADING),
        _asked("r5", Level.BONUS, "German B2", german, _NICE),
        _asked("r6", Level.BONUS, "A team player", team, _NICE),
        _asked("r7", Level.CONTEXT, "Our stack: Kubernetes, Java", stack, context),
        _asked("r8", Level.BONUS, "Our stack: Kubernetes, Java", again, _NICE),
    )


JOB = Job(
    "Archive Developer",
    _requirements(),
    (Unmatched("team player", _at("team player")),),
    (JobWarning("repeated", "Java is asked for twice.", None, "Paid once."),),
    {"rules": "sha256:rules"},
)


def _shown(
    leaf: str, skill: str, words: str, kind: EvidenceKind = EvidenceKind.WORK, **more: Any
) -> LeafEvidence:
    dated = kind is EvidenceKind.WORK
    relation = more.pop("relation", Relation.SAME)
    intervals = (Interval(2020 * 12 + 2, None),) if dated else ()
    evidence = Evidence(
        skill,
        "resume_text",
        _at(words, RESUME),
        words,
        more.pop("method", Method.EXACT),
        kind,
        intervals=intervals,
        **more,
    )
    months, last = (48, "2024-02") if dated else (None, None)
    return LeafEvidence(leaf, relation, evidence, months, last)


def _entry(
    key: str,
    level: Level,
    worth: int,
    points: tuple[int, int],
    verdict: tuple[Status, Basis],
    leaves: tuple[tuple[str, int, int, Basis], ...],
    *evidence: LeafEvidence,
    months: int | None = None,
) -> Entry:
    low = leaves[0][1] if len(leaves) == 1 else points[0] * 10_000 // worth
    high = leaves[0][2] if len(leaves) == 1 else points[1] * 10_000 // worth
    assessed = tuple(LeafAssessment(*leaf, months) for leaf in leaves)
    assessment = Assessment(key, *verdict, low, high, assessed, evidence)
    return Entry(assessment, level, worth, *points)


def _full() -> Ledger:
    """Years short, one alternative met, a related and a misspelt skill, a near degree."""
    must, bonus = Level.MUST, Level.BONUS
    shown, inferred, silent, denied = Basis.SHOWN, Basis.INFERRED, Basis.SILENT, Basis.DENIED
    mysql = _shown("r3.1", "mysql", "MySQL", relation=Relation.RELATED)
    docker = _shown("r3.2", "docker", "Dokcer", EvidenceKind.SUMMARY, method=Method.FUZZY)
    degree = _shown("r4.1", "physics", "M.Sc. Physics", EvidenceKind.EDUCATION)
    german = _shown(
        "r5.1", "german", "German", EvidenceKind.SUMMARY, language_level=LanguageLevel.B1
    )
    against = _shown(
        "r7.1", "kubernetes", "Kubernetes", EvidenceKind.SUMMARY, polarity=Polarity.DENIED
    )
    partial, met, missing = Status.PARTIAL, Status.MET, Status.MISSING
    return Ledger(
        "k1",
        (
            _entry("r1", must, 2501, (2126, 2126), (partial, shown),
                   (("r1.1", 8500, 8500, shown),), _shown("r1.1", "java", "Java"), months=48),
            _entry("r2", must, 2500, (2500, 2500), (met, shown),
                   (("r2.1", 0, 0, silent), ("r2.2", 10_000, 10_000, shown),
                    ("r2.3", 0, 0, silent)),
                   _shown("r2.2", "kotlin", "Kotlin")),
            _entry("r3", must, 2500, (1500, 1500), (partial, inferred),
                   (("r3.1", 6000, 6000, inferred), ("r3.2", 6000, 6000, Basis.CLAIMED)),
                   mysql, docker),
            _entry("r4", must, 2000, (600, 600), (partial, shown),
                   (("r4.1", 3000, 3000, shown),), degree),
            _entry("r5", bonus, 499, (299, 299), (partial, shown),
                   (("r5.1", 6000, 6000, shown),), german),
            _entry("r6", bonus, 0, (0, 0), (Status.UNKNOWN, Basis.UNREADABLE),
                   (("r6.1", 0, 10_000, Basis.UNREADABLE),)),
            _entry("r7", Level.CONTEXT, 0, (0, 0), (missing, denied),
                   (("r7.1", 0, 0, denied),), against),
            _entry("r8", bonus, 0, (0, 0), (met, shown),
                   (("r8.1", 10_000, 10_000, shown),), _shown("r8.1", "java", "Java")),
        ),
        eligible=None,
        flags=("must_have_unknown",),
    )  # fmt: skip


def _empty(key: str, *, readable: bool) -> Ledger:
    """All unknown where nothing could be read, else all missing."""
    high = 0 if readable else 10_000
    verdict = (Status.MISSING, Basis.SILENT) if readable else (Status.UNKNOWN, Basis.UNREADABLE)
    entries = []
    for entry in _full().entries:
        old = entry.assessment
        leaves = tuple(LeafAssessment(x.leaf_id, 0, high, verdict[1]) for x in old.leaves)
        fresh = Assessment(old.requirement_id, *verdict, 0, high, leaves)
        up_to = entry.worth * high // 10_000
        entries.append(Entry(fresh, entry.level, entry.worth, 0, up_to))
    flags = ("must_have_failed",) if readable else ("unreadable",)
    return Ledger(key, tuple(entries), not readable or False, False, readable, flags)


def result() -> RankResult:
    """Three candidates: one with something of everything, one silent, one unreadable."""
    degree = DegreeShown(
        Degree.MASTER, ("physics",), "resume_text", _at("M.Sc. Physics", RESUME), "M.Sc. Physics"
    )
    profiles = (
        Profile("k1", {"resume_text": RESUME}, degrees=(degree,)),
        Profile("k2", {"resume_text": "Baker."}),
        Profile("k3", {}),
    )
    names = ("Mirela Okonjo", "Jón Þórsson", "Ann Example")
    candidates = {
        profile.candidate_id: Candidate(profile, row, {"name": name, "phone": "+49 40 1234567"})
        for row, (profile, name) in enumerate(zip(profiles, names, strict=True), start=1)
    }
    return RankResult(
        job=JOB,
        policy={"met_at": 9500, "levels": {"must": 6}},
        versions={"matcher": "0.1.0", "taxonomy": "sha256:taxonomy"},
        as_of=date(2026, 11, 1),
        ranked=(
            Ranked(1, _full()),
            Ranked(2, _empty("k2", readable=True)),
            Ranked(None, _empty("k3", readable=False)),
        ),
        candidates=candidates,
        set_aside=(SetAside(4, None, "row", "row has 1 cell where the header has 3"),),
        columns={"name": "name", "phone": "phone", "cv": "resume_text"},
        worths={entry.assessment.requirement_id: entry.worth for entry in _full().entries},
        paid_elsewhere={"r8": ("r1.1",)},
    )


#: Everything that has ever ended a report: markup, formulae, controls, direction, templates.
HOSTILE = (
    '=HYPERLINK("http://evil.example","x")</script><script>alert(1)</script>'
    "<img src=x onerror=alert(2)>\u202egnp.exe\u2066\x00\x1b[31m[red]{{ 7*7 }}\r\n"
    "--> ]]>&amp;\ud800"
)


def hostile(long: int = 0) -> RankResult:
    """The same ranking with hostile words wherever words come from outside."""
    words = HOSTILE + "A" * long
    plain = result()
    requirements = tuple(
        replace(
            r,
            text=words,
            span=Span(0, len(words)),
            cue=replace(r.cue, text=words),
            needs=replace(n, label=words, span=Span(0, len(words))) if (n := r.needs) else None,
        )
        if isinstance(r.needs, Need)
        else r
        for r in plain.job.requirements
    )
    warned = (JobWarning("w", words, None, words),)
    job = replace(plain.job, title=words, requirements=requirements, warnings=warned)
    job = replace(job, unmatched=(Unmatched(words, Span(0, 1)),), versions={words: words})
    candidates = {
        words: Candidate(
            Profile(words, {"resume_text": words * 3}), 1, {"name": words, words: words}
        )
    }
    ledger = plain.ranked[0].ledger
    entries = tuple(
        replace(e, assessment=replace(e.assessment, evidence=_poisoned(e, words)))
        for e in ledger.entries
    )
    return replace(
        plain,
        job=job,
        ranked=(Ranked(1, replace(ledger, candidate_id=words, entries=entries, flags=(words,))),),
        candidates=candidates,
        set_aside=(SetAside(9, words, words, words),),
        versions={"matcher": words},
        columns={words: words},
        policy={"met_at": 9500, words: words},
    )


def _poisoned(entry: Entry, words: str) -> tuple[LeafEvidence, ...]:
    place = Span(len(words), 2 * len(words))
    return tuple(
        replace(shown, evidence=structs.replace(shown.evidence, span=place, surface=words))
        for shown in entry.assessment.evidence
    )
