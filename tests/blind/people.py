"""A job, and people as their lists and résumés show them."""

from __future__ import annotations

import csv

from hypothesis import strategies as st

JOB = """\
Requirements
- 3+ years of Java
- Bachelor's degree in Computer Science
- German at C1 level
Nice to have
- Oracle databases
- Mentoring
"""


#: Identity whose every word is a skill, a language or a place as well.
SKILLED_JOB = JOB + "- Julia\n- Ruby\n- Go\n- Kafka\n- Danish\n"
LABELLED = """\
{name}
{contact}
{street}
Date of birth: {born} | Gender: {gender} | Photo: {photo}
Nationality: {nation}
Marital status: {family}
Religion: {religion}

PROFILE
{title} {last} is a backend developer. {first} leads a team; {first}'s colleagues rely on {them}.
I am {nation}. My name is {name}.

EXPERIENCE
Java Developer, Oracle, Jan 2018 - Dec 2022
Wrote Java services and SQL reports.

EDUCATION
BSc Computer Science, {school}, 2017

LANGUAGES
German C1, English

SKILLS
Java, SQL
"""
firsts, lasts = ["Anna", "Julia", "Ruby", "Go", "Oluwaseun"], ["Stone", "Java", "Oracle", "Rust"]
tricky = st.fixed_dictionaries(
    {
        "first": st.sampled_from(firsts),
        "last": st.sampled_from(lasts),
        "mail": st.sampled_from(["julia@example.org", "ruby.go@kafka.example", "x@example.com"]),
        "phone": st.sampled_from(["+49 170 1234567", "(555) 010-9999", "020 7946 0018"]),
        "place": st.sampled_from(["Chelsea", "Java, Indonesia", "Oslo"]),
        "street": st.sampled_from(
            ["12 Ruby Road, Chelsea", "Julia Street 4, Oslo", "Kafkaweg 1, Go"]
        ),
        "born": st.sampled_from(["1 May 1961", "2001-12-24", "in Java, 1990"]),
        "gender": st.sampled_from(["male", "female", "non-binary"]),
        "photo": st.sampled_from(["julia.jpg", "none", "see Ruby"]),
        "nation": st.sampled_from(["Danish", "German", "Nigerian"]),
        "family": st.sampled_from(["married", "single", "divorced, Julia"]),
        "religion": st.sampled_from(["Hindu", "none", "Church of Ruby"]),
        "title": st.sampled_from(["Ms.", "Mr.", "Dr.", "Mr"]),
        "them": st.sampled_from(["him", "her", "them"]),
        "school": st.sampled_from(
            ["University of Java", "Ruby College", "MIT", "Oracle Academy", "Julia High School"]
        ),
    }
)  # fmt: skip


def labelled(person):
    name = f"{person['first']} {person['last']}"
    contact = f"{person['mail']} | {person['phone']} | {person['place']}"
    return name, LABELLED.format(**person, name=name, contact=contact)


ROWS = {
    "candidate_id": "{mail}",
    "full name": "{first} {last}",
    "email": "{mail}",
    "phone": "{phone}",
    "gender": "{gender}",
    "nationality": "{nation}",
    "photo": "https://example.org/{first}.jpg",
    "resume_text": "{text}",
    "education": "BSc Computer Science, {school}",
}
SECRET = ("mail", "phone", "street", "born", "photo", "school")


def write_list(path, people):
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file)
        out.writerow(ROWS)
        for person in people:
            name, text = labelled(person)
            text += person.get("more", "")
            out.writerow([c.format(**person, name=name, text=text) for c in ROWS.values()])
        out.writerow(["set.aside@example.org", "too", "short"])
        out.writerow([people[0]["mail"], *["Doubled"] * (len(ROWS) - 1)])


PEOPLE = [
    {"first": "Annabel", "last": "Quirk", "mail": "annabel.quirk@mail.example",
     "phone": "+49 170 7654321", "place": "Chelsea", "street": "12 Larch Road, Elmton",
     "born": "1 May 1961", "gender": "female", "photo": "quirk.jpg",
     "nation": "Nigerian", "family": "divorced", "religion": "Hindu", "title": "Ms.", "them": "her",
     "school": "Elmton College",
     "more": "\nPROJECTS\nAnnabel's Kubernetes cluster ran her blog at Elmton College.\n"},
    {"first": "Zoltan", "last": "Ibsen", "mail": "zi@post.example",
     "phone": "(555) 010-9998", "place": "Duluth", "street": "Birkenweg 77, Trier",
     "born": "24.12.1999", "gender": "male", "photo": "zoli.png",
     "nation": "Danish", "family": "widowed", "religion": "Sikh", "title": "Mr.", "them": "him",
     "school": "University of Trier",
     "more": "\nSUMMARY\nZoltan Ibsen (zi@post.example) has no experience with Kubernetes.\n"},
]  # fmt: skip


MAILS = [person["mail"] for person in PEOPLE]
