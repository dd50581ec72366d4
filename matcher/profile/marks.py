"""What stands around the dates of a text: found once for the text, not once for each date."""

from __future__ import annotations

import re

from matcher.profile.rules import ProfileRules
from matcher.profile.spans import Following, Preceding, WordPlaces

#: The end of a sentence with the blanks behind it.
SENTENCE = re.compile(r"[.!?][\"')\]]?\s+(?=[A-ZÀ-Þ\"(\[])")
_SEMICOLON = re.compile(";")
_BLANK_LINE = re.compile(r"\n[ \t\r]*\n")


class Marks:
    """What is asked of one text for each of its dates, from left to right."""

    def __init__(self, text: str, lower: str, rules: ProfileRules) -> None:
        self._lower = lower
        self._rules = rules
        self.sentence = Following(SENTENCE, text)
        self.semicolon_before = Preceding(";", text)
        self.semicolon = Following(_SEMICOLON, text)
        self.blank_line = Following(_BLANK_LINE, text)
        self.clause = tuple(Preceding(sign, text) for sign in (",", ";", "("))
        self._schools: WordPlaces | None = None
        self._jobs: WordPlaces | None = None

    @property
    def schools(self) -> WordPlaces:
        """Words that make a dated line one about studies; looked for at first use."""
        if self._schools is None:
            self._schools = self._rules.school_finder.places(self._lower)
        return self._schools

    @property
    def jobs(self) -> WordPlaces:
        """Words that make it one about a job; looked for at first use."""
        if self._jobs is None:
            self._jobs = self._rules.job_finder.places(self._lower)
        return self._jobs
