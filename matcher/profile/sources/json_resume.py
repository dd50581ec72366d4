"""JSON Resume (schema 1.0.0 and its older keys) as the texts of a profile.

Only what is listed here is read.  Name, e-mail, telephone, address, links, employers and schools
are carried beside the profile: here their names are known to be names, and no evidence of a skill
("Dropbox").  Photographs, references (words about and by other people), what an employer makes, who
gave an award or certificate, and grades are left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from matcher.profile.sources.values import date_range, scalar_text

#: What each carried value identifies.
USES = {
    "name": "name",
    "email": "email",
    "phone": "phone",
    "link": "link",
    "location": "city",
    "employer": "carried",
    "institution": "carried",
}
_SECTIONS = (
    *("work", "volunteer", "education", "awards", "certificates", "publications", "skills"),
    *("languages", "interests", "references", "projects"),
)
_BESIDE = ("basics", "meta", "$schema", "id", "candidate_id", "uuid")
_IDS = ("candidate_id", "id", "uuid")
_SIGNS = frozenset(
    (
        *("position", "startDate", "endDate", "highlights", "studyType", "institution", "area"),
        *("keywords", "fluency", "organization", "issuer", "publisher", "releaseDate", "awarder"),
    )
)


def is_json_resume(record: Mapping[str, object]) -> bool:
    """Whether an object is a JSON Resume rather than a row of a table.

    Examples
    --------
    >>> is_json_resume({"basics": {}}), is_json_resume({"id": 1, "skills": ["Java"]})
    (True, False)
    """
    if isinstance(record.get("basics"), Mapping):
        return True
    if not set(record) <= {*_SECTIONS, *_BESIDE}:
        return False
    items = (item for section in _SECTIONS for item in _items(record.get(section)))
    return any(isinstance(item, Mapping) and _SIGNS & set(item) for item in items)


def own_id(record: Mapping[str, object]) -> str:
    """The id that an object gives itself; empty where it gives none."""
    return next((text for key in _IDS if (text := _words(record, key))), "")


def texts_of(record: Mapping[str, object]) -> dict[str, str]:
    r"""Texts by field of the profile; empty ones are left out.

    Examples
    --------
    >>> job = {"name": "Acme", "position": "Nurse", "startDate": "2019-03-01"}
    >>> texts_of({"basics": {"name": "Ann", "label": "Nurse"}, "work": [job]})
    {'title': 'Nurse', 'experience': '2019-03 – present\nNurse'}
    """
    basics = record.get("basics")
    basics = basics if isinstance(basics, Mapping) else {}
    experience = [
        *_jobs(record.get("work")),
        *_section("Projects", (_project(entry) for entry in _items(record.get("projects")))),
        *_section("Volunteering", (_service(entry) for entry in _items(record.get("volunteer")))),
        *_section(
            "Publications", (_work_of(entry) for entry in _items(record.get("publications")))
        ),
    ]
    summary = [
        _words(basics, "summary", "bio"),
        *_section("Awards", (_award(entry) for entry in _items(record.get("awards")))),
        *_section("Interests", (_interest(entry) for entry in _items(record.get("interests")))),
    ]
    texts = {
        "title": _words(basics, "label"),
        "summary": _blocks(summary),
        "experience": _blocks(experience),
        "education": _blocks(_study(entry) for entry in _items(record.get("education"))),
        "skills": "\n".join(filter(None, map(_named_list, _items(record.get("skills"))))),
        "certifications": _blocks(
            _certificate(entry) for entry in _items(record.get("certificates"))
        ),
        "languages": "\n".join(filter(None, map(_language, _items(record.get("languages"))))),
    }
    return {field: text for field, text in texts.items() if text.strip()}


def carried_of(record: Mapping[str, object]) -> dict[str, str]:
    """What identifies the person; empty values are left out.

    Examples
    --------
    >>> carried_of({"basics": {"name": "Ann", "location": {"city": "Lyon"}, "image": "x.png"}})
    {'name': 'Ann', 'location': 'Lyon'}
    """
    basics = record.get("basics")
    basics = basics if isinstance(basics, Mapping) else {}
    place = basics.get("location")
    where = place if isinstance(place, Mapping) else {"address": place}
    parts = ("address", "postalCode", "city", "region", "countryCode", "country")
    links = [_words(basics, "url", "website")]
    links += [_words(profile, "url") for profile in _mappings(basics.get("profiles"))]
    employers = (_words(job, "name", "company") for job in _mappings(record.get("work")))
    schools = (_words(study, "institution") for study in _mappings(record.get("education")))
    carried = {
        "name": _words(basics, "name"),
        "email": _words(basics, "email"),
        "phone": _words(basics, "phone"),
        "link": ", ".join(filter(None, links)),
        "location": ", ".join(filter(None, (_words(where, part) for part in parts))),
        "employer": ", ".join(dict.fromkeys(filter(None, employers))),
        "institution": ", ".join(dict.fromkeys(filter(None, schools))),
    }
    return {name: text for name, text in carried.items() if text}


def _jobs(entries: object) -> list[str]:
    """Jobs, those without dates first: below a dated one they would count as part of it."""
    jobs = [(bool(_dates(job)), _service(job)) for job in _items(entries)]
    return [text for _, text in sorted(jobs, key=lambda job: job[0])]


def _project(entry: object) -> str:
    if not isinstance(entry, Mapping):
        return _text(entry)
    roles = ", ".join(filter(None, map(_text, _items(entry.get("roles")))))
    head = ", ".join(filter(None, (_words(entry, "name"), roles)))
    told = [_words(entry, "description"), *_told(entry), _keywords(entry)]
    return "\n".join(filter(None, (_dates(entry), head, *told)))


def _service(entry: object) -> str:
    """A job or voluntary work."""
    if not isinstance(entry, Mapping):
        return _text(entry)
    head = ", ".join(filter(None, (_words(entry, "position"), _words(entry, "organization"))))
    return "\n".join(filter(None, (_dates(entry), head, *_told(entry))))


def _work_of(entry: object) -> str:
    if not isinstance(entry, Mapping):
        return _text(entry)
    return "\n".join(filter(None, (_words(entry, "name"), _words(entry, "summary"))))


def _award(entry: object) -> str:
    if not isinstance(entry, Mapping):
        return _text(entry)
    return "\n".join(filter(None, (_words(entry, "title", "name"), _words(entry, "summary"))))


def _study(entry: object) -> str:
    if not isinstance(entry, Mapping):
        return _text(entry)
    degree, area = _words(entry, "studyType"), _words(entry, "area")
    head = " in ".join(filter(None, (degree, area)))
    courses = ", ".join(filter(None, map(_text, _items(entry.get("courses")))))
    dated = ", ".join(filter(None, (head, _dates(entry))))
    return "\n".join(filter(None, (dated, f"Courses: {courses}" if courses else "")))


def _certificate(entry: object) -> str:
    if not isinstance(entry, Mapping):
        return _text(entry)
    parts = (_words(entry, "name", "title"), _words(entry, "date")[:7])
    return ", ".join(filter(None, parts))


def _language(entry: object) -> str:
    if not isinstance(entry, Mapping):
        return _text(entry)
    name, fluency = _words(entry, "language", "name"), _words(entry, "fluency", "level")
    return f"{name} ({fluency})" if name and fluency else name


def _named_list(entry: object) -> str:
    """A skill with its level and keywords in one line."""
    if not isinstance(entry, Mapping):
        return _text(entry)
    name, level, keywords = _words(entry, "name"), _words(entry, "level"), _keywords(entry)
    head = f"{name} ({level})" if name and level else name or level
    return ": ".join(filter(None, (head, keywords)))


def _interest(entry: object) -> str:
    """An interest and its keywords; a colon would make its name a heading."""
    if not isinstance(entry, Mapping):
        return _text(entry)
    return " – ".join(filter(None, (_words(entry, "name"), _keywords(entry))))


def _told(entry: Mapping[object, object]) -> Iterator[str]:
    yield _words(entry, "summary")
    for highlight in _items(entry.get("highlights")):
        if _text(highlight):
            yield f"- {_text(highlight)}"


def _dates(entry: object) -> str:
    """The words for a start and an end; an end that is absent is now."""
    if not isinstance(entry, Mapping):
        return ""
    start = _words(entry, "startDate", "start_date")
    return date_range(start, _words(entry, "endDate", "end_date"))


def _keywords(entry: Mapping[object, object]) -> str:
    return ", ".join(filter(None, map(_text, _items(entry.get("keywords")))))


def _section(heading: str, entries: Iterator[str]) -> list[str]:
    """Entries under their heading; nothing where there are none."""
    filled = list(filter(None, entries))
    return [heading, *filled] if filled else []


def _blocks(texts: Iterator[str] | list[str]) -> str:
    return "\n\n".join(filter(None, texts))


def _items(value: object) -> Sequence[object]:
    """The items of a list; a value that stands alone is one item."""
    if isinstance(value, list):
        return value
    return [] if value is None or value == "" else [value]


def _mappings(value: object) -> Iterator[Mapping[str, object]]:
    return (item for item in _items(value) if isinstance(item, Mapping))


def _words(entry: Mapping[object, object] | Mapping[str, object], *keys: str) -> str:
    """The first of some keys that holds text."""
    return next((text for key in keys if (text := _text(entry.get(key)))), "")


def _text(value: object) -> str:
    return "" if isinstance(value, Mapping | list) else scalar_text(value).strip()
