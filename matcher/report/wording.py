"""The English words of every view: vocabularies, labels and the forms of sentences."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from matcher.model import (
    AtLeast,
    Basis,
    EvidenceKind,
    Kind,
    LanguageLevel,
    Level,
    Method,
    Need,
    Node,
    Relation,
    Requirement,
    Status,
    Twin,
)
from matcher.report.figures import years_text
from matcher.report.harmless import one_line

LEVELS = {
    Level.MUST: "Must have",
    Level.PREFERRED: "Preferred",
    Level.BONUS: "Bonus",
    Level.CONTEXT: "Context",
}
STATUSES = {
    Status.MET: "met",
    Status.PARTIAL: "partly met",
    Status.MISSING: "missing",
    Status.UNKNOWN: "unknown",
}
#: Status as a sign, so that no view depends on colour.
SIGNS = {Status.MET: "✓", Status.PARTIAL: "◐", Status.MISSING: "✗", Status.UNKNOWN: "?"}
STATUS_MEANINGS = {
    Status.MET: "shown in the profile as asked",
    Status.PARTIAL: "shown in part: fewer years, a related skill, or only claimed",
    Status.MISSING: "what would carry it was read, and is silent or denies it",
    Status.UNKNOWN: "what would carry it is absent or could not be read: ask",
}
BASES = {
    Basis.SHOWN: "shown in use",
    Basis.CLAIMED: "claimed",
    Basis.INFERRED: "inferred from another skill",
    Basis.SIMILAR: "similar words",
    Basis.SILENT: "not mentioned",
    Basis.DENIED: "denied",
    Basis.UNREADABLE: "nothing to judge by",
}
RELATIONS = {
    Relation.SAME: "the skill itself",
    Relation.NARROWER: "a kind of what is asked",
    Relation.IMPLIED: "implies what is asked",
    Relation.BROADER: "broader than what is asked",
    Relation.RELATED: "related to what is asked",
    Relation.SIMILAR: "similar words",
}
METHODS = {
    Method.EXACT: "by its name",
    Method.ALIAS: "by another name",
    Method.FUZZY: "as a repaired misspelling",
    Method.PHRASE: "by words outside the taxonomy",
}
EVIDENCE_KINDS = {
    EvidenceKind.WORK: "in a job",
    EvidenceKind.PROJECT: "in a project",
    EvidenceKind.COURSE: "in a course",
    EvidenceKind.CERTIFICATE: "by a certificate",
    EvidenceKind.EDUCATION: "in studies",
    EvidenceKind.SUMMARY: "outside any dated job",
    EvidenceKind.CLAIMED: "in a list",
}
POLARITIES = {"has": "", "denied": "denied", "learning": "being learnt"}
FIELDS = {
    "resume_text": "résumé",
    "summary": "summary",
    "title": "title",
    "skills": "skills list",
    "experience": "work history",
    "education": "education",
    "certifications": "certificates",
    "languages": "languages",
    "cover_letter": "cover letter",
    "years_experience": "years of experience",
}
FLAGS = {
    "thin_profile": ("thin profile", "The profile says little; its silence counts as unknown."),
    "keyword_list": ("keyword list", "Many skills are listed that nothing else in it supports."),
    "machine_instructions": (
        "instructions to machines",
        "The text addresses the program that reads it; that changed nothing.",
    ),
    "repeated_words": ("repeated words", "One skill is named many times in a row; it counts once."),
    "hidden_text": (
        "hidden text",
        "The document holds text that nobody can see; it was left out.",
    ),
    "image_pages": (
        "pages as pictures",
        "Some pages are pictures without text; what they may say counts as unknown.",
    ),
    "garbled_text": (
        "garbled text",
        "Signs were decoded wrongly somewhere; what could not be read counts as unknown.",
    ),
    "muddled_columns": (
        "muddled columns",
        "Two columns ran into each other; what was not found counts as unknown.",
    ),
    "job_text_copied": ("job text copied", "Long parts of the job description stand in the text."),
    "years_contradict": (
        "years and dates differ",
        "More years are stated than the dates leave room for.",
    ),
    "dates_contradict": (
        "dates contradict",
        "A job ends before it starts, or starts in the future.",
    ),
    "markup": ("markup", "The text holds HTML tags; they were read as text."),
    "possible_duplicate": (
        "possible duplicate",
        "Another candidate of the list may be the same person; that changed no score.",
    ),
    "unreadable": ("unreadable", "Nothing could be read: a person has to read it."),
    "must_have_failed": ("must-have missing", "At least one must-have is missing."),
    "must_have_unknown": ("must-have unknown", "At least one must-have cannot be judged."),
    "filtered_out": ("filtered out", "A filter took the candidate out of the ranking."),
    "filter_unknown": ("ask: filter", "Whether a filter is passed is not known: ask."),
    "gate_failed": ("knock-out failed", "A knock-out set in the job card is not met."),
    "gate_unknown": ("knock-out unknown", "A knock-out set in the job card cannot be judged."),
}
ELIGIBLE = {True: "yes", False: "no", None: "open"}
ELIGIBLE_MEANINGS = {
    True: "passes every gate",
    False: "fails a must-have or knock-out",
    None: "only an unknown decides: ask",
}
FILTERED_OUT_HEAD = "Filtered out"
FILTERED_OUT_WHY = (
    "A filter took these out of the ranking; their scores are as they would be in it."
)
TO_READ = "For a person to read"
TO_READ_WHY = "Nothing in these profiles could be read, so no honest rank exists."

DEGREES = {
    "secondary": "a secondary-school certificate",
    "associate": "an associate degree",
    "bachelor": "a bachelor's degree",
    "master": "a master's degree",
    "doctorate": "a doctorate",
}

_LONGEST_QUOTE = 120
_MOST_TWINS = 5
_LONGEST_LABEL = 40


def flag_words(flag: str) -> str:
    """A flag as a reader's words.

    Examples
    --------
    >>> flag_words("thin_profile"), flag_words("some_new_flag")
    ('thin profile', 'some new flag')
    """
    return FLAGS[flag][0] if flag in FLAGS else one_line(flag.replace("_", " "), _LONGEST_LABEL)


def flag_meaning(flag: str) -> str:
    """What a flag says about the profile, as a sentence; empty for one not in the list."""
    return FLAGS[flag][1] if flag in FLAGS else ""


def level_phrase(level: LanguageLevel) -> str:
    """A language level behind "asked" or "given".

    Examples
    --------
    >>> level_phrase(LanguageLevel.B2), level_phrase(LanguageLevel.NATIVE)
    ('at B2', 'as native')
    """
    return "as native" if level is LanguageLevel.NATIVE else f"at {level}"


def listed_twins(twins: Sequence[Twin]) -> str:
    """Who may be the same person, and why, as a sentence; empty for nobody.

    Examples
    --------
    >>> listed_twins([Twin("k2", ("same e-mail address",))])
    'Perhaps the same person as k2 (same e-mail address); that changed no score.'
    """
    if not twins:
        return ""
    named = [f"{one_line(t.candidate_id, 60)} ({', '.join(t.signs)})" for t in twins[:_MOST_TWINS]]
    more = len(twins) - len(named)
    others = f" and {more} more" if more else ""
    return f"Perhaps the same person as {'; '.join(named)}{others}; that changed no score."


def field_words(field: str) -> str:
    """Name of a profile's text.

    Examples
    --------
    >>> field_words("resume_text"), field_words("cover_letter")
    ('résumé', 'cover letter')
    """
    return FIELDS.get(field) or one_line(field.replace("_", " "), _LONGEST_LABEL)


def quoted(text: str, limit: int = _LONGEST_QUOTE) -> str:
    r"""Words as they stand, in quotation marks, on one line and harmless.

    Examples
    --------
    >>> quoted("Senior\nJava developer")
    '“Senior Java developer”'
    """
    return f"“{one_line(text, limit)}”"


def listed(parts: Sequence[str], word: str) -> str:
    """Parts as a list with ``word`` before the last.

    Examples
    --------
    >>> listed(["a", "b", "c"], "or"), listed(["a"], "or")
    ('a, b or c', 'a')
    """
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} {word} {parts[-1]}"


def sentence(clause: str) -> str:
    """A clause with a capital letter and a full stop."""
    return clause[:1].upper() + clause[1:] + "."


def asked_words(requirement: Requirement, need: Need) -> str:
    """The job's own words for a leaf, else its label.

    Examples
    --------
    >>> from matcher.model import Cue, Span
    >>> leaf = Need("r1.1", Kind.SKILL, "Kubernetes", Span(14, 17), Method.ALIAS)
    >>> asked = Requirement("r1", Level.MUST, Kind.SKILL, "Know k8s", Span(9, 17),
    ...                     Cue("", None, ""), leaf)
    >>> asked_words(asked, leaf)
    'k8s'
    """
    home, place = requirement.span, need.span
    if home is None or place is None or not home.covers(place) or not len(place):
        return need.label
    return requirement.text[place.start - home.start : place.end - home.start]


def leaf_label(need: Need) -> str:
    """A leaf in a few words: its name and the years or level asked.

    Examples
    --------
    >>> leaf_label(Need("r1.1", Kind.SKILL, "Java", None, Method.EXACT, min_years=5.0))
    'Java, 5+ years'
    """
    label = one_line(need.label, 60) or need.id
    if need.min_years is not None:
        years = years_text(need.min_years)
        label += f", {years}+ year{'' if years == '1' else 's'}"
    if need.language_level is not None and str(need.language_level) not in label:
        label += f" {need.language_level}"
    return label


def short_label(requirement: Requirement, limit: int = _LONGEST_LABEL) -> str:
    """A requirement in a few words, for a column's head.

    Examples
    --------
    >>> from matcher.model import Cue
    >>> ways = tuple(Need(n, Kind.SKILL, n, None, Method.EXACT) for n in ("Java", "Kotlin", "Go"))
    >>> asked = Requirement("r1", Level.MUST, Kind.SKILL, "…", None, Cue("", None, ""),
    ...                     AtLeast(1, ways))
    >>> short_label(asked), short_label(asked, 12)
    ('Java / Kotlin / Go', 'Java / Kotl…')
    """
    if requirement.needs is None:
        return one_line(requirement.text, limit)
    label = one_line(_node_label(requirement.needs, requirement), limit)
    return label[:1].upper() + label[1:]


def _node_label(node: Node, home: Requirement) -> str:
    if isinstance(node, Need):
        asked = one_line(asked_words(home, node), _LONGEST_LABEL)
        shorter = node.kind is Kind.SKILL and len(asked) < len(node.label)
        return leaf_label(replace(node, label=asked)) if shorter else leaf_label(node)
    joint = " / " if isinstance(node, AtLeast) else " + "
    parts = [
        f"({_node_label(child, home)})"
        if not isinstance(child, Need) and len(child.children) > 1 and len(node.children) > 1
        else _node_label(child, home)
        for child in node.children
    ]
    count = f"{node.count} of " if isinstance(node, AtLeast) and node.count > 1 else ""
    return count + joint.join(parts)
