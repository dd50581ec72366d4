"""The names of a taxonomy as columns: what the lexicon looks up, quick to store and to load."""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterable, Iterator, Sequence

import msgspec

from matcher.taxonomy.normal import fold_name
from matcher.taxonomy.skill import Skill, SkillKind

#: What a key's code says: the word stands after a space inside a name; a longer name goes on after
#: a space, with a sign ("c++", "ci/cd"), with a sign after a space ("foo (bar)"); a name begins
#: with signs before this word (".net").
LATER, FURTHER, SIGNED, SPACED, LEAD = 1, 2, 4, 8, 16
#: The rest of a code is the place of a name, counted from 1; 0 for none.
PLACE_SHIFT = 5

_WORD = re.compile(r"\w+")
_PLURALS = frozenset(
    {
        SkillKind.KNOWLEDGE,
        SkillKind.CLASS,
        SkillKind.DOMAIN,
        SkillKind.FIELD,
        SkillKind.CERTIFICATION,
    }
)
_NO_PLURAL = ("ss", "us", "is", "ics", "ing", "ous", "ies")


class NameTable(msgspec.Struct, frozen=True, array_like=True):
    """All forms of all names, and every beginning of one that ends with a word.

    Parameters
    ----------
    keys : str
        Forms and beginnings, folded, one a line; single words first.
    words : int
        How many keys are single words.
    codes : bytes
        One unsigned integer a key: its flags and the place of the name it is.
    owners : bytes
        One unsigned integer a place: twice the position of the skill among the sorted ids, plus
        one for the canonical name.
    guards : dict
        By place: position of the guard in its skill, and the name as written there.
    """

    keys: str
    words: int
    codes: bytes
    owners: bytes
    guards: dict[int, tuple[int, str]]

    def code_by_key(self) -> dict[str, int]:
        """Code of every key."""
        return dict(zip(self.keys.split("\n"), _integers(self.codes), strict=False))

    def owner_by_place(self) -> Sequence[int]:
        """Owner of every place; the first place is 1."""
        return _integers(self.owners)

    def forms(self) -> Iterator[tuple[str, int]]:
        """Every form with the position of its skill among the sorted ids."""
        owners = self.owner_by_place()
        for key, code in self.code_by_key().items():
            if code >> PLACE_SHIFT:
                yield key, owners[code >> PLACE_SHIFT] >> 1


def name_forms(name: str, kind: SkillKind) -> Iterator[str]:
    """Folded forms in which a name may stand: as written, "&" and "and", plural, ".js".

    Examples
    --------
    >>> sorted(name_forms("Relational databases", SkillKind.CLASS))
    ['relational database', 'relational databases']
    >>> sorted(name_forms("Node.js", SkillKind.TOOL))
    ['node js', 'node.js', 'nodejs']
    """
    yield from _forms(fold_name(name), kind, is_acronym=name.isupper())


def _forms(base: str, kind: SkillKind, *, is_acronym: bool) -> set[str]:
    """Forms of a folded name."""
    forms = {base}
    if " and " in base:
        forms.add(base.replace(" and ", " & "))
    if " & " in base:
        forms.add(base.replace(" & ", " and "))
    if base.endswith(".js"):
        forms |= {base[:-3] + "js", base[:-3] + " js"}
    if kind in _PLURALS and len(base) > 3:
        for form in tuple(forms):
            if is_acronym:
                forms.add(form + "s")
            elif form.endswith("ies") and len(form) > 5:
                forms.add(form[:-3] + "y")
            elif form.endswith("s") and not form.endswith(_NO_PLURAL):
                forms.add(form[:-1])
            elif form.endswith("y") and form[-2] not in "aeiou":
                forms.add(form[:-1] + "ies")
            elif form[-1].isalpha() and not form.endswith(_NO_PLURAL):
                forms.add(form + "s")
    return forms


def name_table(skills: Iterable[Skill]) -> NameTable:
    """The table of some skills, whatever their order; a form as written goes before a derived one.

    Examples
    --------
    >>> table = name_table([Skill("cpp", "C++", SkillKind.TOOL, "code")])
    >>> table.code_by_key() == {"c": SIGNED, "c++": 1 << PLACE_SHIFT}, list(table.forms())
    (True, [('c++', 0)])
    """
    rows: dict[str, tuple[bool, int, tuple[int, str] | None]] = {}
    for position, skill in enumerate(sorted(skills, key=lambda s: s.id)):
        guards = {name: i for i, guard in enumerate(skill.guards) for name in guard.names}
        for name in skill.names:
            written = fold_name(name)
            owner = 2 * position + (name == skill.name)
            guard = (guards[name], name) if name in guards else None
            for form in _forms(written, skill.kind, is_acronym=name.isupper()):
                own = form == written
                if form not in rows or (own and not rows[form][0]):
                    rows[form] = own, owner, guard
    owners = array("I", [0])
    guarded: dict[int, tuple[int, str]] = {}
    codes: dict[str, int] = {}
    beginnings: dict[str, None] = {}
    later: dict[str, None] = {}
    for place, form in enumerate(sorted(rows), 1):
        _, owner, guard = rows[form]
        owners.append(owner)
        if guard:
            guarded[place] = guard
        codes[form] = codes.get(form, 0) | place << PLACE_SHIFT
        first, *others = form.split(" ")
        if first.isalnum() and all(map(str.isalnum, others)):
            later.update(dict.fromkeys(others))
            space = form.find(" ")
            while space >= 0:
                beginnings[form[:space]] = None
                space = form.find(" ", space + 1)
        else:
            for key, flag in _beginnings(form):
                codes[key] = codes.get(key, 0) | flag
    for keys, flag in ((beginnings, FURTHER), (later, LATER)):
        for key in keys:
            codes[key] = codes.get(key, 0) | flag
    words = {key: code for key, code in codes.items() if _is_word(key)}
    ordered = {**words, **codes}
    values = array("I", ordered.values())
    return NameTable("\n".join(ordered), len(words), values.tobytes(), owners.tobytes(), guarded)


def _is_word(key: str) -> bool:
    return key.isalnum() or ("_" in key and _WORD.fullmatch(key) is not None)


def _beginnings(form: str) -> Iterator[tuple[str, int]]:
    """Beginnings of a form that end with a word, and what follows there; its later words."""
    previous = 0
    for word in _WORD.finditer(form):
        if previous:
            yield form[:previous], _goes_on(form[previous : word.start()])
            yield word.group(), LATER
        elif word.start():
            yield word.group(), LEAD
        previous = word.end()
    if 0 < previous < len(form):
        yield form[:previous], _goes_on(form[previous:])


def _goes_on(signs: str) -> int:
    return FURTHER if signs == " " else SPACED if signs[0] == " " else SIGNED


def _integers(raw: bytes) -> array[int]:
    values = array("I")
    values.frombytes(raw)
    return values
