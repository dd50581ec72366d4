"""The lexicon, slow and obvious: every start, every end, every guard.

The words that guards look for are data and are taken from the code; how they are applied is
written here anew.
"""

from __future__ import annotations

import re

from matcher.taxonomy import company
from matcher.taxonomy.names import name_forms
from matcher.taxonomy.normal import fold_name

SPACES = re.compile(r"\s")
HYPHENS = "-\u2010\u2011\u2012\u2013\u2212\u00ad"
SIGNS = {"\u2018": "'", "\u2019": "'", "\u02bc": "'", "\u201c": '"', "\u201d": '"'}
VERSION = re.compile(r"[0-9]+(\.[0-9]+)*(\.x)?(?!\w)")
ADDRESS = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+|(?:(?i:https?)://|(?:www|WWW)\.)[^\s)\]>\"']+")


def find(text, skills, *, listed=False):
    """``(skill, start, end, exact)`` of every name in a text without broken words."""
    names = names_of(skills)
    folded, origin, hard = fold(ADDRESS.sub(lambda m: "\0" * len(m.group()), text))
    found = []
    at = 0
    while at < len(folded):
        end = longest(folded, hard, at, names)
        if end:
            found.append((at, end, names[folded[at:end]]))
            at = end
        else:
            at += 1
    kept = [name for i, name in enumerate(found) if counts(text, folded, origin, found, i, listed)]
    return [
        (skill.id, origin[start], origin[end - 1] + 1, fold_name(skill.name) == written_fold)
        for start, end, (skill, _, _, written_fold) in kept
    ]


def names_of(skills):
    """Folded form to skill, guard and name; a form as written goes before a derived one."""
    names = {}
    for own in (True, False):
        for skill in sorted(skills, key=lambda s: s.id):
            for name in skill.names:
                for form in name_forms(name, skill.kind):
                    if form not in names and (form == fold_name(name)) == own:
                        guard = next((g for g in skill.guards if name in g.names), None)
                        names[form] = skill, guard, name, fold_name(name)
    return names


def fold(text):
    """Folded characters, the original offset of each, and where names may not cross."""
    if "\r" in text and "\n" not in text:
        text = text.replace("\r", "\n")
    folded, origin, hard = [], [], set()
    at = 0
    while at < len(text):
        stop = at
        while stop < len(text) and (SPACES.match(text[stop]) or text[stop] in HYPHENS):
            stop += 1
        if stop > at:
            run = "".join("-" if c in HYPHENS else c for c in text[at:stop])
            run = "".join(c if c in "-\n" else " " for c in run)
            if re.search(r"\n *[\n-]", run):
                hard.add(len(folded))
            folded.append(" ")
            origin.append(stop - 1)
            at = stop
            continue
        char = text[at].lower()
        folded.append(SIGNS.get(text[at], char if len(char) == 1 else text[at]))
        origin.append(at)
        at += 1
    return "".join(folded), origin, hard


def longest(folded, hard, at, names):
    if is_word(folded[at]) and at and is_word(folded[at - 1]):
        return 0
    for end in range(min(len(folded), at + 60), at, -1):
        if folded[at:end] in names and may_end(folded, at, end) and not hard & {*range(at, end)}:
            return end
    return 0


def is_word(char):
    return char.isalnum() or char == "_"


def may_end(folded, start, end):
    if end == len(folded):
        return True
    last, after = folded[end - 1], folded[end]
    if not is_word(last):
        return after != last or last == ")"
    if after == "#":
        return False
    if after == "+":
        return end - start > 1 and folded[end + 1 : end + 2] != "+"
    if after in "0123456789":
        return end - start > 2 and last.isalpha() and bool(VERSION.match(folded, end))
    return not is_word(after)


def counts(text, folded, origin, found, index, listed):
    start, end, (_, guard, name, _) = found[index]
    if guard is None:
        return True
    for phrase in map(fold_name, guard.excluded):
        for at in range(len(folded)):
            whole = folded.startswith(phrase, at) and at <= start and end <= at + len(phrase)
            if whole and stands_alone(folded, at, at + len(phrase)):
                return False
    first, last = origin[start], origin[end - 1] + 1
    if company._in_compound(text, first, last):
        return False
    low = index
    while low and in_one_list(folded, found[low - 1], found[low]):
        low -= 1
    high = index + 1
    while high < len(found) and in_one_list(folded, found[high - 1], found[high]):
        high += 1
    group = found[low:high]
    free = [g for _, _, (_, g, _, _) in group if not (g and (g.company or g.near))]
    sure = len(group) > 1 and bool(free)
    likely = sure or len({s.id for _, _, (s, _, _, _) in group}) > 1
    line = (text[:first].rsplit("\n", 1)[-1], text[last:].split("\n", 1)[0])
    signs = company.LINE_SIGNS
    whole = f"{line[0]}{text[first:last]}{line[1]}".strip(signs)
    alone = listed or whole == text[first:last].strip(signs)
    if guard.case and text[first:last] not in (name, name + "s"):
        after = text[last : last + 1]
        closed = not after or after in company._CLOSING or company._AND_OR.match(folded, end)
        capitals = alone and text[first:last].isupper()
        if not (listed or capitals or (sure and closed)):
            return False
    if not (guard.company or guard.near) or alone or likely:
        return True
    around = folded[max(0, start - 80) : start] + "|" + folded[end : end + 80]
    for word in map(fold_name, guard.near):
        for at in range(len(around)):
            if around.startswith(word, at) and stands_alone(around, at, at + len(word)):
                return True
    return bool(
        company._BEFORE.search(folded, max(0, start - 70), start)
        or company._AFTER.match(folded, end)
    )


def stands_alone(folded, start, end):
    return not folded[start - 1 : start].isalnum() and not folded[end : end + 1].isalnum()


def in_one_list(folded, one, other):
    gap = folded[one[1] : other[0]]
    return len(gap) < 12 and company._BETWEEN.fullmatch(gap) is not None
