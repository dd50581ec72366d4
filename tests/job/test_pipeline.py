"""The spaCy components give what the commands give."""

from __future__ import annotations

import spacy

from matcher.job.pipeline import JOB_KEY


def test_components_are_found_by_entry_point_and_agree_with_the_parser(parser):
    text = "Requirements\n- Java or Go\n- Kafka is a plus\n"
    nlp = spacy.blank("en")
    nlp.add_pipe("matcher_skills")
    nlp.add_pipe("matcher_requirements")
    doc = nlp(text)
    assert [s.kb_id_ for s in doc.spans["skills"]] == ["java", "go", "apache_kafka"]
    job = parser.parse(text)
    assert doc.user_data[JOB_KEY].requirements == job.requirements
    assert [s.label_ for s in doc.spans["requirements"]] == ["MUST", "BONUS"]


def test_spans_key_is_configurable_and_displacy_shows_it():
    nlp = spacy.blank("en")
    nlp.add_pipe("matcher_skills", config={"spans_key": "tools"})
    doc = nlp("We use Docker.")
    assert "Docker" in {span.text for span in doc.spans["tools"]}
    page = spacy.displacy.render(doc, style="span", options={"spans_key": "tools"}, jupyter=False)
    assert "SKILL" in page
