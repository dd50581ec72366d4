"""spaCy components: skills and requirements as spans of a ``Doc``.

Registered by entry point, so that ``nlp.add_pipe("matcher_skills")`` works in any pipeline, with a
trained model or ``spacy.blank("en")``.  They wrap the lexicon and the parser that every command
uses; spaCy's tokens carry the result, they do not change it.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from spacy.language import Language
from spacy.tokens import Doc, Span

from matcher.job.parser import JobParser
from matcher.rules import load_rules
from matcher.taxonomy.store import load_taxonomy
from matcher.taxonomy.taxonomy import Taxonomy

if TYPE_CHECKING:
    from matcher.model import Job

#: Key of ``doc.user_data`` under which ``matcher_requirements`` leaves the whole job.
JOB_KEY = "matcher.job"


class SkillsComponent:
    """Sets ``doc.spans[spans_key]``: label ``SKILL``, ``kb_id_`` the taxonomy id.

    Parameters
    ----------
    taxonomy : Taxonomy
        Skills to find.
    spans_key : str
        Where in ``doc.spans`` they go.
    """

    def __init__(self, taxonomy: Taxonomy, spans_key: str) -> None:
        self.taxonomy, self.spans_key = taxonomy, spans_key

    def __call__(self, doc: Doc) -> Doc:
        """Find the skills of one document."""
        doc.spans[self.spans_key] = [
            span
            for mention in self.taxonomy.lexicon.find(doc.text)
            if (span := _span(doc, mention.span.start, mention.span.end, "SKILL", mention.skill))
        ]
        return doc


class RequirementsComponent:
    """Sets ``doc.spans[spans_key]``, labelled by level, and leaves the job in ``doc.user_data``.

    Parameters
    ----------
    parser : JobParser
        Reads the text.
    spans_key : str
        Where in ``doc.spans`` the requirements go.
    """

    def __init__(self, parser: JobParser, spans_key: str) -> None:
        self.parser, self.spans_key = parser, spans_key

    def __call__(self, doc: Doc) -> Doc:
        """Read the requirements of one document."""
        job: Job = self.parser.parse(doc.text)
        doc.user_data[JOB_KEY] = job
        doc.spans[self.spans_key] = [
            span
            for r in job.requirements
            if r.span and (span := _span(doc, r.span.start, r.span.end, r.level.upper(), r.id))
        ]
        return doc


def _span(doc: Doc, start: int, end: int, label: str, kb_id: str) -> Span | None:
    return doc.char_span(start, end, label=label, kb_id=kb_id, alignment_mode="expand")


@Language.factory("matcher_skills", default_config={"taxonomy": None, "spans_key": "skills"})
def create_skills_component(
    nlp: Language, name: str, taxonomy: str | list[str] | None, spans_key: str
) -> SkillsComponent:
    """Factory of ``matcher_skills``; ``taxonomy`` is a file or several, None for the shipped.

    Examples
    --------
    >>> import spacy
    >>> nlp = spacy.blank("en")
    >>> component = nlp.add_pipe("matcher_skills")
    >>> doc = nlp("We use Kafka and gRPC.")
    >>> [span.kb_id_ for span in doc.spans["skills"]]
    ['apache_kafka', 'grpc']
    """
    del nlp, name
    return SkillsComponent(_taxonomy(taxonomy), spans_key)


@Language.factory(
    "matcher_requirements", default_config={"taxonomy": None, "spans_key": "requirements"}
)
def create_requirements_component(
    nlp: Language, name: str, taxonomy: str | list[str] | None, spans_key: str
) -> RequirementsComponent:
    """Factory of ``matcher_requirements``; the spans' labels are MUST, PREFERRED, BONUS, CONTEXT.

    Examples
    --------
    >>> import spacy
    >>> nlp = spacy.blank("en")
    >>> component = nlp.add_pipe("matcher_requirements")
    >>> doc = nlp("Requirements: Java. Kafka is a plus.")
    >>> [(span.label_, span.text) for span in doc.spans["requirements"]]
    [('MUST', 'Java.'), ('BONUS', 'Kafka is a plus')]
    """
    del nlp, name
    return RequirementsComponent(JobParser(_taxonomy(taxonomy), load_rules()), spans_key)


def _taxonomy(given: str | list[str] | None) -> Taxonomy:
    files = [given] if isinstance(given, str) else given or []
    return load_taxonomy([Path(file) for file in files])
