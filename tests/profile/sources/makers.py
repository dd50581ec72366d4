"""Small inputs of every kind, made here, sound and damaged."""

from __future__ import annotations

import io
import json
import zipfile

from tests.documents.makers import docx_bytes, pdf_bytes

#: The same three people in every format.
HEADER = ("candidate_id", "Full Name", "Skills", "resume_text", "Years of experience")
PEOPLE = (
    ("k1", "Ada Berg", "Java, SQL", "Java developer since 2015, wrote SQL reports", 5),
    ("k2", "Bo Cruz", "", "Gardener, loves roses and long walks", 2.5),
    ("k3", "Zoë Diaz", "Kotlin", "Kotlin and\nKafka", None),
)
RESUME = {
    "basics": {
        "name": "Ida Falk",
        "label": "Backend developer",
        "email": "ida@example.org",
        "phone": "+1 555 0100",
        "url": "https://ida.example.org",
        "image": "ida.png",
        "summary": "Builds services.",
        "location": {"address": "1 Hill Road", "city": "Springfield", "countryCode": "US"},
        "profiles": [{"network": "GitHub", "url": "https://git.example.org/idafalk"}],
    },
    "work": [
        {"name": "Oracle", "position": "Java developer", "startDate": "2019-03-01",
         "summary": "Services in Java.", "highlights": ["Moved reports to PostgreSQL"]},
        {"company": "Old Mill", "website": "https://mill.example.org", "position": "Tester",
         "startDate": "2016", "endDate": "2018", "highlights": ["Python scripts"]},
        {"company": "Corner Shop", "position": "Clerk", "summary": "Spreadsheets in Excel."},
    ],
    "education": [
        {"institution": "Spring College", "area": "Computer Science", "studyType": "Bachelor",
         "startDate": "2012", "endDate": "2016", "courses": ["Statistics"]}
    ],
    "skills": [{"name": "Cloud", "level": "Expert", "keywords": ["Docker", "Terraform"]}],
    "languages": [{"language": "German", "fluency": "C1"}],
    "certificates": [{"name": "AWS Certified Solutions Architect", "date": "2021-05-01"}],
    "references": [{"name": "Otto Referee", "reference": "Ida knows Scala."}],
    "projects": [{"name": "Ferry times", "keywords": ["Kafka"], "startDate": "2020-01"}],
}  # fmt: skip


def records() -> list[dict[str, object]]:
    """The people as objects."""
    return [dict(zip(HEADER, person, strict=True)) for person in PEOPLE]


def csv_bytes() -> bytes:
    import csv

    file = io.StringIO(newline="")
    writer = csv.writer(file)
    writer.writerow(HEADER)
    writer.writerows(["" if cell is None else cell for cell in person] for person in PEOPLE)
    return file.getvalue().encode()


def jsonl_bytes() -> bytes:
    return "".join(json.dumps(record) + "\n" for record in records()).encode()


def xlsx_bytes(*sheets, build=None) -> bytes:
    """A workbook of (title, rows) sheets; the people if none is given."""
    import openpyxl

    workbook = openpyxl.Workbook()
    workbook.remove(workbook.active)
    for title, rows in sheets or (("People", (HEADER, *PEOPLE)),):
        sheet = workbook.create_sheet(title)
        for row in rows:
            sheet.append(row)
    if build:
        build(workbook)
    file = io.BytesIO()
    workbook.save(file)
    return file.getvalue()


def parquet_bytes(table=None, **options) -> bytes:
    import pyarrow
    from pyarrow import parquet

    table = table or pyarrow.Table.from_pylist(records())
    file = io.BytesIO()
    parquet.write_table(table, file, **options)
    return file.getvalue()


def resume_docx() -> bytes:
    def build(document):
        document.add_heading("Skills", 1)
        document.add_paragraph("Java and PostgreSQL")

    return docx_bytes(build)


def resume_pdf(words: str = "Kotlin developer, wrote services in Kotlin") -> bytes:
    return pdf_bytes([(40, 60, words)])


def zip_bytes(entries) -> bytes:
    """An archive of (name, content) pairs."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries:
            archive.writestr(name, content)
    return file.getvalue()


def flipped(raw: bytes, flips, length: float = 1.0) -> bytes:
    """Bytes with some changed, given as (place from 0 to 1, value), and cut."""
    broken = bytearray(raw)
    for place, value in flips:
        broken[int(place * len(broken))] = value
    return bytes(broken[: int(len(broken) * length)])
