"""How well texts can be read, and what follows where they cannot."""

from __future__ import annotations

import pytest

from matcher.model import Kind, Level, Method, Need, Requirement, Status
from matcher.model.job import Cue, Job
from matcher.profile.quality import is_damaged, is_muddled, signs_of
from matcher.profile.rules import shipped_rules
from matcher.scoring import Policy, plan, score_candidate
from tests.profile.small import READER, TAXONOMY
from tests.scoring.builders import AS_OF

PROSE = "The keeper looks after gates, boats, ropes, nets and lamps at three canals in Java. " * 3
COLUMNS = """Keeper of gates and lamps at the canal      Speaks of boats all day
Looks after ropes in all seasons      Rows upstream every week
Paints the old boats in spring      Reads maps of rivers
Mends nets for the whole town      Sings in two choirs
Counts the lamps of three canals      Swims in cold water
Writes the log of every week in Java      Walks to work always
"""


def java_job() -> Job:
    leaf = Need("r1.1", Kind.SKILL, "Kotlin", None, Method.EXACT, skill="kotlin")
    asked = Requirement("r1", Level.MUST, Kind.SKILL, "Kotlin", None, Cue("", None, "person"), leaf)
    return Job(None, (asked,))


def status_of(profile) -> Status:
    planned = plan(java_job(), TAXONOMY, Policy.default(), AS_OF)
    return score_candidate(planned, profile).entries[0].assessment.status


def test_silence_of_a_text_that_was_read_is_missing():
    assert status_of(READER.read("k1", {"resume_text": PROSE})) is Status.MISSING


def test_muddled_columns_are_read_and_their_silence_is_unknown():
    profile = READER.read("k1", {"resume_text": COLUMNS})
    assert "muddled_columns" in profile.flags
    assert profile.unreadable == ("resume_text",)
    assert [e.skill for e in profile.evidence] == ["java"]
    assert status_of(profile) is Status.UNKNOWN


def test_pages_that_are_pictures_leave_the_rest_unknown():
    profile = READER.read(
        "k1", {"resume_text": PROSE}, signs={"resume_text": ("hidden_text", "image_pages")}
    )
    assert profile.flags == ("hidden_text", "image_pages")
    assert profile.unreadable == ("resume_text",)
    assert status_of(profile) is Status.UNKNOWN


def test_garbled_signs_are_said_so_and_read():
    profile = READER.read("k1", {"resume_text": PROSE + "MÃ¼nchen â€“ ZÃ¼rich, KÃ¶ln, KÃ¶ln"})
    assert profile.flags == ("garbled_text",)
    assert profile.unreadable == ()
    assert status_of(profile) is Status.MISSING


@pytest.mark.parametrize(
    "text",
    [
        "(cid:12)(cid:31)(cid:8) (cid:77)(cid:3)(cid:31)(cid:8)",
        "Ã©Ã¨ Ã©Ã¼ â€“ Ã©Ã¨ Ã©Ã¼ â€“ " * 6,
        "\uf0a1 \u2592\u2593 \u25a0\u25a1 " * 20,
        "#$%& *+,- ./:; <=>? @[] ^_` {|}~ " * 5,
    ],
)
def test_garble_is_not_read(text):
    profile = READER.read("k1", {"resume_text": text, "skills": "Java"})
    assert profile.unreadable == ("resume_text",)
    assert "garbled_text" in profile.flags
    assert status_of(profile) is Status.UNKNOWN


@pytest.mark.parametrize(
    "text",
    ["", "C++, C#", PROSE, "Łódź, Ålesund, São João, Kraków, naïve façade", "日本語の履歴書 " * 20],
)
def test_plain_texts_are_not_damaged(text):
    assert not is_damaged(signs_of(text))


@pytest.mark.parametrize(
    "text",
    [
        "Keeper, Canal Trust            Jan 2019 – Present\n" * 8,
        "Java        expert\nSQL         good\nGo          good\n" * 4,
        "EXPERIENCE      \n" + PROSE,
        "Skills:   Java\n" * 9,
    ],
)
def test_tables_and_dates_at_the_margin_are_no_muddle(text):
    assert not is_muddled(text, shipped_rules())


def test_a_reading_says_what_was_read():
    text = "EXPERIENCE\nKeeper, Jan 2019 – now\nEDUCATION\nBSc Physics"
    reading = READER.read("k1", {"resume_text": text, "years_experience": "7"}).reading
    assert (reading.characters, reading.words, reading.dated) == (len(text), 9, True)
    assert reading.sections == ("education", "work")
    assert reading.text_share == signs_of(text).share
    assert READER.read("k1", {}).reading.words == 0


@pytest.mark.parametrize(
    ("skills", "flagged"),
    [
        ("Java Java Java Java Kotlin", True),
        ("Java, Java, Java, Java", True),
        ("Java, Kotlin, Java, Kotlin, Java, Kotlin, Java", False),
        ("Java Java Java", False),
    ],
)
def test_repeated_words(skills, flagged):
    assert ("repeated_words" in READER.read("k1", {"skills": skills}).flags) is flagged


def test_one_name_over_and_over_between_other_words():
    stuffed = "Java and Kotlin with care and skill, day after day. " * 30
    career = "\n".join(
        f"Developer, {year} - {year + 1}\nBuilt services in Java for shops and banks, took part in "
        "interviews, wrote the reports of the quarter and answered the questions of the board."
        for year in range(1990, 2020)
    )
    assert "repeated_words" in READER.read("k1", {"resume_text": stuffed}).flags
    assert "repeated_words" not in READER.read("k1", {"resume_text": career}).flags


@pytest.mark.parametrize(
    ("text", "flagged"),
    [
        ("EXPERIENCE\nKeeper, Mar 2020 - Jan 2019", True),
        ("EXPERIENCE\nKeeper, Mar 2019 - Jan 2020", False),
        ("EXPERIENCE\nRolled out SQL Server 2016 - 2014", False),
        ("EDUCATION\nHarbour College, Mar 2020 - Jan 2019", False),
    ],
)
def test_dates_that_run_backwards(text, flagged):
    assert ("dates_contradict" in READER.read("k1", {"resume_text": text}).flags) is flagged
