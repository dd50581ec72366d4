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
    stem = fold_name(name)
    stem = stem[:-1] if len(stem) > 3 and stem[-1] in "sy" else stem
    phrases = [fold_name(phrase) for phrase in guard.excluded]
    against = [phrase for phrase in phrases if stem not in phrase]
    for phrase in phrases:
        for at in range(len(folded)):
            whole = folded.startswith(phrase, at) and at <= start and end <= at + len(phrase)
            if whole and stands_alone(folded, at, at + len(phrase)):
                return False
    first, last = origin[start], origin[end - 1] + 1
    in_company = guard.company or bool(guard.near)
    if (guard.case or in_company) and company._in_compound(text, first, last):
        return False
    low = index
    while low and in_one_list(folded, found[low - 1], found[low]):
        low -= 1
    high = index + 1
    while high < len(found) and in_one_list(folded, found[high - 1], found[high]):
        high += 1
    group = found[low:high]
    free = [g for _, _, (_, g, _, _) in group if not (g and (g.company or g.near))]
    different = len({s.id for _, _, (s, _, _, _) in group})
    sure = len(group) > 1 and bool(free)
    item = listed and is_item(text, first, last)
    if not (sure or item) and close_by(folded, start, end, against, 40):
        return False
    alone = item or alone_on_line(text, first, last)
    surface = text[first:last]
    if guard.case and surface not in (name, name + "s"):
        if company.ROLES.match(folded, end):
            return True
        after = text[last : last + 1]
        closed = not after or after in company._CLOSING or company._AND_OR.match(folded, end)
        in_list = sure or (different >= 3 and surface.islower())
        if not (item or (alone and surface.isupper()) or (in_list and closed)):
            return False
    if not in_company or alone or sure or different > 1 or listed:
        return True
    return close_by(folded, start, end, map(fold_name, guard.near), 80) or bool(
        company._BEFORE.search(folded, max(0, start - 70), start)
        or company._AFTER.match(folded, end)
    )


def close_by(folded, start, end, words, reach):
    around = folded[max(0, start - reach) : start] + "|" + folded[end : end + reach]
    return any(
        around.startswith(word, at) and stands_alone(around, at, at + len(word))
        for word in words
        for at in range(len(around))
    )


def is_item(text, first, last):
    """A sign of lists on both sides; nothing stands between but blanks."""
    before, after = text[:first], text[last:]
    blank = re.search("[ \t\xa0]*$", before[-8:]).group()
    head = before[-8:][: len(before[-8:]) - len(blank)]
    opened = (
        (not before.strip(" \t\xa0") and len(before) <= 8)
        or (head and head[-1] in company.OPENING + "\r\n")
        or "\t" in blank
        or len(blank) > 1
        or (blank and head and head[-1] in company.BULLETS)
        or head.split(" ")[-1].lower() in ("and", "or")
    )
    blank = re.match("[ \t\xa0]*", after[:8]).group()
    tail = after[:8][len(blank) :]
    closed = (
        not tail
        or "\t" in blank
        or len(blank) > 1
        or tail[0] in company.ENDING
        or tail[0].isdigit()
        or tail.lower().startswith(("and ", "or "))
    )
    return bool(opened and closed)


def alone_on_line(text, first, last):
    line = text[:first].rsplit("\n", 1)[-1] + text[first:last] + text[last:].split("\n", 1)[0]
    signs = company.LINE_SIGNS
    if line.strip(signs) != text[first:last].strip(signs):
        return False
    if "\n" not in text[last:] or line.strip()[:1] in company.BULLETS:
        return True
    return len(text[last:].split("\n")[1]) < 60


def stands_alone(folded, start, end):
    return not folded[start - 1 : start].isalnum() and not folded[end : end + 1].isalnum()


def in_one_list(folded, one, other):
    gap = folded[one[1] : other[0]]
    gap = re.sub(r"^[0-9]+(\.[0-9x]+)*", "", gap)
    return len(gap) < 12 and company._BETWEEN.fullmatch(gap) is not None
