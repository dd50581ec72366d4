"""A job and a list, small enough to be checked by hand."""

from __future__ import annotations

import csv
import io

from matcher.web.shown import LOCAL

JOB = """Canal engineer

Must-have requirements
- 5+ years of Java
- PostgreSQL or MySQL
- Bachelor's degree in computer science

Nice to have
- Docker and Kubernetes
- Kafka
"""
HEAD = ("id", "name", "email", "resume")
PEOPLE = (
    ("k1", "Ada Quillfeather", "ada@example.org",
     "Experience\nEngineer, Lock & Sluice, 2015 - present\n- Java services with PostgreSQL\n"
     "- Docker and Kubernetes in production\n\nEducation\nBSc in Computer Science, 2014\n"),
    ("k2", "Bo Tanglewood", "bo@example.org",
     "Experience\nDeveloper, Towpath, 2022 - present\n- MySQL and Python\n"),
    ("k3", "Cy Merriweather", "cy@example.org", "Skills: Java, Kafka\n"),
    ("k4", "Di Underhill", "di@example.org", ""),
)  # fmt: skip


def table(people=PEOPLE, head=HEAD) -> bytes:
    """A list as CSV."""
    buffer = io.StringIO()
    csv.writer(buffer).writerows([head, *people])
    return buffer.getvalue().encode()


def filled(workspace, people=PEOPLE, name="list.csv"):
    """A job with applicants."""
    job = workspace.create_job(LOCAL, JOB)
    intake = workspace.add_applicants(LOCAL, job.id, [(name, table(people))])
    assert workspace.wait(intake.id, 120)
    return job


def by_name(workspace, job_id) -> dict[str, str]:
    """Applicant by name."""
    return {line.name: line.id for line in workspace.applicants(LOCAL, job_id)}
