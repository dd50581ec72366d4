"""A small taxonomy for tests of profiles."""

from __future__ import annotations

from pathlib import Path

import yaml

from matcher.profile.evidence import TextRead
from matcher.profile.reader import FIELDS, ProfileReader
from matcher.profile.rules import SectionKind
from matcher.taxonomy.load import parse_skills
from matcher.taxonomy.taxonomy import Taxonomy

CASES = Path(__file__).parents[1] / "cases"

_SMALL = """
skills:
- {id: python, name: Python, kind: tool, category: code}
- {id: java, name: Java, kind: tool, category: code}
- {id: javascript, name: JavaScript, kind: tool, category: code, aliases: [JS]}
- {id: kotlin, name: Kotlin, kind: tool, category: code}
- {id: scala, name: Scala, kind: tool, category: code}
- {id: rust, name: Rust, kind: tool, category: code, guards: [{names: [Rust], case: true}]}
- {id: go, name: Go, kind: tool, category: code, aliases: [Golang], guards: [{names: [Go],
    case: true, company: true, not: [go live, on the go]}]}
- {id: c, name: C, kind: tool, category: code, guards: [{names: [C], case: true, company: true}]}
- {id: cpp, name: C++, kind: tool, category: code}
- {id: php, name: PHP, kind: tool, category: code}
- {id: angular, name: Angular, kind: tool, category: web}
- {id: react, name: React, kind: tool, category: web}
- {id: react_native, name: React Native, kind: tool, category: web}
- {id: kafka, name: Apache Kafka, kind: tool, category: data, aliases: [Kafka]}
- {id: rabbitmq, name: RabbitMQ, kind: tool, category: data}
- {id: pubsub, name: Pub/Sub, kind: tool, category: data}
- {id: sql, name: SQL, kind: tool, category: databases}
- {id: postgresql, name: PostgreSQL, kind: tool, category: databases, aliases: [Postgres]}
- {id: mysql, name: MySQL, kind: tool, category: databases}
- {id: nosql, name: NoSQL, kind: class, category: databases, aliases: [No SQL databases]}
- {id: docker, name: Docker, kind: tool, category: cloud}
- {id: kubernetes, name: Kubernetes, kind: tool, category: cloud, aliases: [K8s]}
- {id: terraform, name: Terraform, kind: tool, category: cloud}
- {id: team_management, name: Team management, kind: knowledge, category: business}
- {id: management_experience, name: Management experience, kind: knowledge, category: business}
- {id: team_leadership, name: Team leadership, kind: soft, category: business,
    aliases: [led a team]}
- {id: aws, name: Amazon Web Services, kind: tool, category: cloud, aliases: [AWS]}
- {id: excel, name: Microsoft Excel, kind: tool, category: office, aliases: [Excel, MS Excel]}
- {id: power_bi, name: Power BI, kind: tool, category: office}
- {id: sap, name: SAP, kind: tool, category: office}
- {id: rest_apis, name: REST APIs, kind: knowledge, category: web, aliases: [REST API design, REST]}
- {id: programming, name: Programming, kind: knowledge, category: code}
- {id: machine_learning, name: Machine learning, kind: knowledge, category: data, study: true}
- {id: statistics, name: Statistics, kind: knowledge, category: data, study: true}
- {id: accounting, name: Accounting, kind: knowledge, category: business, study: true}
- {id: marketing, name: Marketing, kind: knowledge, category: business, study: true}
- {id: computer_science, name: Computer science, kind: field, category: studies,
    aliases: [Computer sciences]}
- {id: information_technology_field, name: Information technology, kind: field, category: studies}
- {id: engineering_field, name: Engineering, kind: field, category: studies}
- {id: electronics_engineering_field, name: Electronics engineering, kind: field, category: studies}
- {id: electrical_engineering_field, name: Electrical engineering, kind: field, category: studies}
- {id: mechanical_engineering_field, name: Mechanical engineering, kind: field, category: studies}
- {id: business_administration, name: Business administration, kind: field, category: studies}
- {id: commerce_field, name: Commerce, kind: field, category: studies}
- {id: mathematics, name: Mathematics, kind: field, category: studies}
- {id: physics, name: Physics, kind: field, category: studies}
- {id: chemistry, name: Chemistry, kind: field, category: studies}
- {id: history_field, name: History, kind: field, category: studies}
- {id: nursing_degree, name: Nursing, kind: field, category: studies}
- {id: law_degree, name: Law, kind: field, category: studies}
- {id: fine_arts, name: Fine arts, kind: field, category: studies}
- {id: aws_architect, name: AWS Certified Solutions Architect, kind: certification, category: cloud}
- {id: english, name: English, kind: language, category: languages}
- {id: german, name: German, kind: language, category: languages, aliases: [German C1]}
- {id: french, name: French, kind: language, category: languages, aliases: [fluent in French]}
- {id: spanish, name: Spanish, kind: language, category: languages, aliases: [native Spanish]}
- {id: swedish, name: Swedish, kind: language, category: languages,
    guards: [{names: [Swedish], case: true, company: true}]}
- {id: italian, name: Italian, kind: language, category: languages}
- {id: hebrew, name: Hebrew, kind: language, category: languages}
"""

TAXONOMY = Taxonomy(parse_skills(_SMALL, "small.yaml"), "sha256:0")
READER = ProfileReader(TAXONOMY)


def cases(name: str) -> list[dict[str, object]]:
    """Rows of ``tests/cases/NAME.yaml``."""
    with (CASES / f"{name}.yaml").open(encoding="utf-8") as file:
        rows: list[dict[str, object]] = yaml.safe_load(file)
    return rows


def read_field(text: str, field: str = "resume_text") -> TextRead:
    """What one text of a profile shows."""
    default = FIELDS.get(field, SectionKind.SUMMARY)
    headings = field not in ("title", "skills", "languages")
    looked = READER._texts.look(field, text, default, headings=headings)
    return READER._texts.read(looked)
