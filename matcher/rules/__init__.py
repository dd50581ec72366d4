"""The language rules: headings, cues and quantities as data, each with an example.

``en.yaml`` holds them; every rule carries an ``example`` that a test runs.  Patterns are regular
expressions over folded text: lower case, hyphens and line ends as single spaces.
"""

from matcher.rules.load import CueRule, Direction, HeadingRule, Rules, Section, load_rules

__all__ = ["CueRule", "Direction", "HeadingRule", "Rules", "Section", "load_rules"]
