"""Atoms and the words between them to a logic tree.

Words that join names within one list ("A, B, or C") bind tighter than words that start a new
statement ("…, and experience with D").  An example marker ("such as", "e.g.") makes its list a
choice whatever joins it; examples stand for the class before them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import Enum, auto

from matcher.job.atoms import Atom, Sentence
from matcher.rules import Rules
from matcher.taxonomy.skill import SkillKind
from matcher.taxonomy.taxonomy import Taxonomy

_SIGNS = (
    r"(?P<and_or>,? ?(?:and ?/ ?or|or/and)\b)|(?P<or>\bor\b|\bversus\b)"
    r"|(?P<and>\band\b|&|\bplus\b|\bas well as\b|\b(?:along|together) with\b)"
    r"|(?P<comma>,|\||•|·)|(?P<slash>/)|(?P<semi>;|\. | [–—] )|(?P<open>\()|(?P<close>\))"
)
_OR_MORE = re.compile(r"[ ,]*(?:or|and/or)\b")
_PLURAL_HEAD = re.compile(r"[a-z]s$")
#: An opener of examples stands at most so many characters before them.
_OPENER_REACH = 34
#: More words than these between two names, and the second starts a statement of its own.
_MOST_LEADING, _MOST_TRAILING, _MOST_AMONG_EXAMPLES = 3, 4, 6


class Op(Enum):
    """How two neighbouring atoms are joined."""

    NONE = auto()
    SLASH = auto()
    COMMA = auto()
    AND = auto()
    OR = auto()


_OPS = {
    "or": Op.OR,
    "and_or": Op.OR,
    "and": Op.AND,
    "comma": Op.COMMA,
    "slash": Op.SLASH,
    "semi": Op.AND,
}


@dataclass(slots=True)
class Tree:
    """A mutable node while building; ``count`` 0 means all."""

    count: int
    children: list[Tree | Atom]


@dataclass(slots=True)
class _Gap:
    """What stands between two atoms."""

    op: Op
    weak: bool
    hard: bool
    opens: bool
    closes: bool
    example: bool
    part: bool
    choice: int
    words: int
    head: str
    bare: bool
    comma: bool


class TreeBuilder:
    """Builds logic trees with one taxonomy and the patterns of the rules.

    Parameters
    ----------
    taxonomy : Taxonomy
        Tells which names are classes of which.
    rules : Rules
        Openers of examples and choices, and the words between names.
    """

    def __init__(self, taxonomy: Taxonomy, rules: Rules) -> None:
        self.taxonomy, self.rules = taxonomy, rules
        filler = rules.pattern("list_filler").pattern
        self.filler = re.compile(filler)
        self.token = re.compile(rf"{_SIGNS}|(?P<filler>{filler}(?!\w))|(?P<word>[^\s,/;()|&•·]+)")
        self.lead = rules.pattern("list_lead")
        self.similar = rules.pattern("list_similar")
        self.etc = rules.pattern("list_etc")
        self.openers = (_whole(rules.examples), _whole(rules.parts))
        self.choices = [(_whole(rule.pattern), rule.at_least) for rule in rules.choices]

    def build(self, sentence: Sentence, atoms: list[Atom], *, listed_any: bool) -> Tree | Atom:
        """Logic tree over the atoms of one stretch.

        Parameters
        ----------
        sentence : Sentence
            The stretch.
        atoms : list of Atom
            At least one, from left to right.
        listed_any : bool
            Whether a bare list of names means any of them (a stack line) rather than all.
        """
        return _Builder(self, sentence, atoms, listed_any=listed_any).build()


class _Builder:
    def __init__(
        self, using: TreeBuilder, sentence: Sentence, atoms: list[Atom], *, listed_any: bool
    ) -> None:
        self.using, self.atoms, self.listed_any = using, atoms, listed_any
        self.chars = sentence.folded.text
        places = [(sentence.at(a.start), sentence.at(a.end)) for a in atoms]
        bounds = [0, *(x for place in places for x in place), len(self.chars)]
        self.gaps = [
            self._read_gap(self.chars[bounds[i] : bounds[i + 1]]) for i in range(0, len(bounds), 2)
        ]
        self.ends = [end for _, end in places]
        self.starts = [start for start, _ in places]

    def _read_gap(self, gap: str) -> _Gap:
        example, part, rest = self._openers(gap)
        choice = max((least for p, least in self.using.choices if p.search(gap)), default=0)
        op, before, hard, opens, closes = Op.NONE, Op.NONE, False, False, False
        words: list[list[str]] = [[]]
        for token in self.using.token.finditer(rest):
            kind = token.lastgroup or ""
            if kind in ("word", "filler"):
                words[-1].append(token.group())
                continue
            if kind == "open":
                opens, before = True, op
            elif kind == "close":
                closes, opens = (closes, False) if opens else (True, False)
            elif kind == "semi":
                hard = True
            op = max(op, _OPS.get(kind, Op.NONE), key=lambda o: o.value)
            words.append([])
        lead = [w for w in words[-1] if not self.using.filler.fullmatch(w)]
        tail = [w for w in words[0] if not self.using.filler.fullmatch(w)] if len(words) > 1 else []
        started = self.using.lead.search(" ".join(words[-1])) is not None
        weak = hard or started or len(lead) > _MOST_LEADING or len(tail) > _MOST_TRAILING
        if op is Op.NONE and not opens and not example and not part:
            weak = True
        count = sum(map(len, words))
        head = gap.split("(")[-2].strip() if opens else ""
        op = before if opens else op
        bare = not rest.strip(" ,:(") and not closes
        return _Gap(
            op, weak, hard or started, opens, closes, example, part, choice, count, head,
            bare=bare, comma="," in rest,
        )  # fmt: skip

    def _openers(self, gap: str) -> tuple[bool, bool, str]:
        """Whether the gap ends in an opener of examples or of parts, and the gap without it."""
        found = []
        for pattern, name in zip(self.using.openers, ("example", "part"), strict=True):
            last = max(pattern.finditer(gap), key=lambda m: m.start(), default=None)
            if (
                last
                and len(gap) - last.end() < _OPENER_REACH
                and not re.search(r"[;)]", gap[last.end() :])
            ):
                found.append((last.start(), last.end(), name))
        if not found:
            return False, False, gap
        start, end, name = max(found)
        rest = gap[:start] + " " + re.sub(r"[^()]", " ", gap[end:])
        return name == "example", name == "part", rest

    def build(self) -> Tree | Atom:
        node, at = self._sequence(0, len(self.atoms))
        assert at == len(self.atoms)
        return node

    def _sequence(self, start: int, stop: int) -> tuple[Tree | Atom, int]:
        """Fold atoms ``start:stop`` into statements joined by weak operators."""
        statements: list[tuple[Op, Tree | Atom]] = []
        at = start
        while at < stop:
            op = self.gaps[at].op if at > start else Op.NONE
            node, after = self._run(at, stop)
            statements.append((op, node))
            at = after
        return _join_statements(statements), at

    def _run(self, start: int, stop: int) -> tuple[Tree | Atom, int]:
        """A list of names joined by plain signs, with the examples inside it."""
        gap = self.gaps[start]
        open_ended = gap.choice > 0 or gap.example
        members: list[tuple[Op, Tree | Atom]] = []
        at = start
        while at < stop:
            join = self.gaps[at].op if at > start else Op.NONE
            node, after = self._with_examples(at, stop)
            members.append((join, node))
            at = after
            if at >= stop:
                break
            following = self.gaps[at]
            if following.hard or following.opens or (gap.opens and following.closes):
                break
            if open_ended:
                if following.closes and not gap.opens:
                    continue
                if following.choice or (following.weak and following.words > _MOST_AMONG_EXAMPLES):
                    break
            elif following.weak or following.op is Op.NONE or following.choice or following.example:
                break
        if gap.choice:
            flat = _flat(members)
            return Tree(min(gap.choice, len(flat)), flat) if len(flat) > 1 else flat[0], at
        tail = self.chars[self.ends[at - 1] : self.ends[at - 1] + 60]
        if gap.example or (at >= stop and _OR_MORE.match(tail)) or self.using.similar.match(tail):
            return _any(_flat(members)), at
        if (
            gap.opens
            and _PLURAL_HEAD.search(gap.head)
            and not any(op is Op.AND for op, _ in members)
        ):
            return _any(_flat(members)), at
        return self._join_members(members, start), at

    def _with_examples(self, at: int, stop: int) -> tuple[Tree | Atom, int]:
        """An atom and what follows it as examples, parts or in parentheses."""
        head = self.atoms[at]
        if at + 1 >= stop:
            return head, at + 1
        gap = self.gaps[at + 1]
        adjacent = (gap.op is Op.NONE or (gap.bare and gap.example)) and not gap.closes
        inside = gap.opens and adjacent and gap.head.count(" ") < 3
        listed = gap.choice and adjacent and gap.words < 9
        announced = gap.bare and self._colon_before(at + 1) and head.is_class
        of_class = announced or (
            self.gaps[at].choice
            and adjacent
            and gap.words < 5
            and self._is_class_of(head, [self.atoms[at + 1]])
        )
        if not (inside or listed or of_class or ((gap.example or gap.part) and adjacent)):
            return head, at + 1
        end = at + 2
        while end < stop:
            following = self.gaps[end]
            if following.hard or (inside and following.closes) or following.choice:
                break
            if (
                not inside
                and following.weak
                and (following.words > _MOST_AMONG_EXAMPLES or not gap.example)
            ):
                break
            if not inside and following.op is Op.NONE and not (gap.example or announced):
                break
            end += 1
        body, _ = self._inner(at + 1, end)
        if gap.choice:
            return (body if isinstance(body, Atom) or body.count > 1 else _any([head, body])), end
        etc = inside and self.using.etc.match(self.chars, self.ends[end - 1])
        if gap.example or of_class or etc:
            return _any([head, *_leaves(body)]), end
        if not gap.part and (self._is_class_of(head, _leaves(body)) or _is_any(body)):
            return _any(
                [head, *(_leaves(body) if not isinstance(body, Tree) or _is_flat(body) else [body])]
            ), end
        return Tree(
            0, [head, *(body.children if isinstance(body, Tree) and body.count == 0 else [body])]
        ), end

    def _colon_before(self, at: int) -> bool:
        gap = self.chars[self.ends[at - 1] : self.starts[at]]
        return gap.strip() == ":"

    def _inner(self, start: int, stop: int) -> tuple[Tree | Atom, int]:
        saved = self.gaps[start]
        self.gaps[start] = replace(
            saved, op=Op.NONE, weak=False, hard=False, opens=False, example=saved.example
        )
        result = self._sequence(start, stop)
        self.gaps[start] = saved
        return result

    def _is_class_of(self, head: Atom, members: list[Atom]) -> bool:
        """Whether the members are ways to have the head: tools of a kind, not parts of a whole."""
        if head.skill is None:
            return bool(_PLURAL_HEAD.search(head.label))
        if head.is_class:
            return True
        skills = self.using.taxonomy.skills
        if skills[head.skill].kind is SkillKind.TOOL:
            return False
        tools = [m for m in members if m.skill and skills[m.skill].kind is not SkillKind.KNOWLEDGE]
        return len(tools) * 2 > len(members) and any(
            m.skill is not None and self.using.taxonomy.is_broader(head.skill, m.skill)
            for m in members
        )

    def _or_binds_tight(self, members: list[tuple[Op, Tree | Atom]], start: int) -> bool:
        """Whether a list ends in ", and" and holds an "or" without a comma: "A, B or C, and D"."""
        ops = [op for op, _ in members]
        if Op.OR not in ops or ops[-1] is not Op.AND or Op.COMMA not in ops:
            return False
        gaps = [
            g for g in self.gaps[start + 1 : start + 1 + len(self.atoms)] if g.op is not Op.NONE
        ]
        ors = [g for g in gaps if g.op is Op.OR]
        ands = [g for g in gaps if g.op is Op.AND]
        return bool(ands and ands[-1].comma and ors and not any(g.comma for g in ors))

    def _join_members(self, members: list[tuple[Op, Tree | Atom]], start: int) -> Tree | Atom:
        if len(members) == 1:
            return members[0][1]
        if self.listed_any and all(op in (Op.NONE, Op.COMMA, Op.SLASH) for op, _ in members):
            return _any([node for _, node in members])
        slashed: list[tuple[Op, Tree | Atom]] = []
        for op, node in members:
            if op is Op.SLASH and slashed:
                joined, last = slashed[-1]
                slashed[-1] = (joined, _any([*_alternatives(last), node]))
            else:
                slashed.append((op, node))
        tight = self._or_binds_tight(members, start)
        parts: list[list[tuple[Op, Tree | Atom]]] = [[]]
        for op, node in slashed:
            if op is Op.AND or (tight and op is Op.COMMA):
                parts.append([])
            parts[-1].append((op, node))
        every: list[Tree | Atom] = []
        for part in parts:
            ors = [i for i, (op, _) in enumerate(part) if op is Op.OR]
            if not ors:
                every += [node for _, node in part]
                continue
            end = ors[-1] + 1
            every.append(_any([node for _, node in part[:end]]))
            every += [node for _, node in part[end:]]
        return every[0] if len(every) == 1 else Tree(0, every)


def _whole(pattern: re.Pattern[str]) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{pattern.pattern})(?!\w)")


def _alternatives(node: Tree | Atom) -> list[Tree | Atom]:
    return node.children if isinstance(node, Tree) and node.count == 1 else [node]


def _any(nodes: list[Tree | Atom]) -> Tree | Atom:
    flat: list[Tree | Atom] = []
    for node in nodes:
        flat += _alternatives(node)
    return flat[0] if len(flat) == 1 else Tree(1, flat)


def _is_any(node: Tree | Atom) -> bool:
    return isinstance(node, Tree) and node.count == 1


def _is_flat(tree: Tree) -> bool:
    return all(isinstance(child, Atom) for child in tree.children)


def _leaves(node: Tree | Atom) -> list[Atom]:
    if isinstance(node, Atom):
        return [node]
    return [leaf for child in node.children for leaf in _leaves(child)]


def _flat(members: list[tuple[Op, Tree | Atom]]) -> list[Tree | Atom]:
    flat: list[Tree | Atom] = []
    for _, node in members:
        if isinstance(node, Tree) and _is_flat(node):
            flat += node.children
        else:
            flat.append(node)
    return flat


def _join_statements(statements: list[tuple[Op, Tree | Atom]]) -> Tree | Atom:
    """Statements joined by "or" are alternatives; all else is asked together."""
    every: list[Tree | Atom] = []
    for op, node in statements:
        if op is Op.OR and every:
            every[-1] = _any([*_alternatives(every[-1]), node])
        else:
            every.append(node)
    flat: list[Tree | Atom] = []
    for node in every:
        flat += node.children if isinstance(node, Tree) and node.count == 0 else [node]
    return flat[0] if len(flat) == 1 else Tree(0, flat)
