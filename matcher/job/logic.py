"""Atoms and the words between them to a logic tree.

Words that join names within one list ("A, B, or C") bind tighter than words that start a new
statement ("…, and experience with D").  An example marker ("such as", "e.g.") makes its list a
choice whatever joins it; examples stand for the class before them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum, auto

from matcher.job.atoms import Atom, Sentence
from matcher.rules import Rules
from matcher.taxonomy.taxonomy import Taxonomy

_FILLER = (
    r"(?:an?|the|other|similar|modern|related|strong|good|solid|basic|both|either|some|any|with|in|of|on|using|for"
    r"|to|advanced|various|relevant|different|also|especially|preferably|ideally|popular|common|major"
    r"|microsoft|apache|google|amazon|adobe|ms|aws|tools?|technologies|platforms?|frameworks?|languages?"
    r"|systems?|software|libraries|solutions|services|products|environments?|providers?|practices|methodologies"
    r"|databases?|programming|data|web|cloud|design|development|principles|concepts|techniques|skills?|environment|experience)"
)
_TOKEN = re.compile(
    rf"(?P<and_or>,? ?(?:and ?/ ?or|and / or|or/and)\b)"
    r"|(?P<or>\bor\b|\bversus\b)|(?P<and>\band\b|&|\bplus\b|\bas well as\b|\balong with\b|\btogether with\b)"
    r"|(?P<comma>,|\||•|·)|(?P<slash>/)|(?P<semi>;|\. | [–—] )|(?P<open>\()|(?P<close>\))|(?P<colon>:)"
    rf"|(?P<filler>{_FILLER}(?!\w))|(?P<word>[^\s,/;:()|&•·]+)"
)
_SIMILAR = re.compile(
    r"^[ ,)]*(?:etc\.?,? ?)?(?:,? ?(?:or|and/or) (?:any )?(?:other )?(?:similar|equivalent|comparable|related|other|alike|another|so on|more|the like|relevant)\b|or similar)"
)
_BOTH = re.compile(r"\bboth\b")


class Op(Enum):
    """How two neighbouring atoms are joined."""

    NONE = auto()
    COMMA = auto()
    AND = auto()
    OR = auto()
    SLASH = auto()


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
    opens: int
    closes: int
    example: bool
    part: bool
    choice: int


def build_tree(
    sentence: Sentence, atoms: list[Atom], rules: Rules, taxonomy: Taxonomy, *, listed_any: bool
) -> Tree | Atom:
    """Logic tree over the atoms of one stretch.

    Parameters
    ----------
    sentence : Sentence
        The stretch.
    atoms : list of Atom
        At least one, from left to right.
    rules : Rules
        Openers of examples and choices.
    taxonomy : Taxonomy
        Tells which names are classes of which.
    listed_any : bool
        Whether a bare list of names means any of them (a stack line) rather than all.
    """
    return _Builder(sentence, atoms, rules, taxonomy, listed_any=listed_any).build()


class _Builder:
    def __init__(
        self,
        sentence: Sentence,
        atoms: list[Atom],
        rules: Rules,
        taxonomy: Taxonomy,
        *,
        listed_any: bool,
    ) -> None:
        self.chars, self.atoms, self.rules, self.taxonomy = (
            sentence.folded.text,
            atoms,
            rules,
            taxonomy,
        )
        self.listed_any = listed_any
        places = [(sentence.at(a.start), sentence.at(a.end)) for a in atoms]
        bounds = [0, *(x for place in places for x in place), len(self.chars)]
        self.gaps = [
            self._read_gap(self.chars[bounds[i] : bounds[i + 1]], first=i == 0)
            for i in range(0, len(bounds), 2)
        ]
        self.last_text = self.chars[bounds[-2] :]
        self.ends = [end for _, end in places]

    def _read_gap(self, gap: str, *, first: bool) -> _Gap:
        example = part = False
        choice = 0
        rest = gap
        for pattern, name in ((self.rules.examples, "example"), (self.rules.parts, "part")):
            found = None
            for found in re.finditer(rf"(?<!\w)(?:{pattern.pattern})(?!\w)", gap):
                pass
            if found and len(gap) - found.end() < 34 and not re.search(r"[;)]", gap[found.end() :]):
                example |= name == "example"
                part |= name == "part"
                rest = gap[: found.start()] + " " + _only_signs(gap[found.end() :])
        for rule in self.rules.choices:
            found = rule.pattern.search(gap)
            if found and re.search(rf"(?<!\w)(?:{rule.pattern.pattern})(?!\w)", gap):
                choice = max(choice, rule.at_least)
        if choice and example:
            example = False
        op, weak, opens, closes = Op.NONE, False, 0, 0
        after_op = False
        for token in _TOKEN.finditer(rest):
            kind = token.lastgroup
            if kind in ("or", "and_or"):
                op, after_op = Op.OR, True
            elif kind == "and":
                op, after_op = (Op.AND if op is not Op.OR else op), True
            elif kind == "comma":
                op, after_op = (Op.COMMA if op is Op.NONE else op), True
            elif kind == "slash":
                op, after_op = (Op.SLASH if op is Op.NONE else op), True
            elif kind == "open":
                opens += 1
            elif kind == "close":
                closes += 1
                opens = max(0, opens - 1) if opens else 0
            elif kind == "semi":
                op, weak = (op if op is Op.OR else Op.AND), True
            elif kind == "word":
                weak = True
        if not after_op and op is Op.NONE and not opens and not example and not part:
            weak = True
        return _Gap(op, weak, opens, closes, example, part, 0 if first and not choice else choice)

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
            node, after = self._run(at, stop, op)
            statements.append((op, node))
            at = after
        return _join_statements(statements), at

    def _run(self, start: int, stop: int, op: Op) -> tuple[Tree | Atom, int]:
        """A list of names joined by plain signs, with the examples inside it."""
        gap = self.gaps[start]
        choice = gap.choice
        as_examples = gap.example and not choice
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
            if following.weak or following.op is Op.NONE or following.choice or following.example:
                break
        tail = self.chars[self.ends[at - 1] :] if at >= stop else self._text_before(at)
        if choice:
            flat = _flat(members)
            return Tree(min(choice, len(flat)), flat) if len(flat) > 1 else flat[0], at
        similar = bool(_SIMILAR.match(tail))
        if as_examples or similar:
            return _any(_flat(members)), at
        return self._join_members(members), at

    def _text_before(self, at: int) -> str:
        return self.chars[self.ends[at - 1] : self.ends[at - 1] + 40]

    def _with_examples(self, at: int, stop: int) -> tuple[Tree | Atom, int]:
        """An atom and what follows it as examples or in parentheses."""
        head = self.atoms[at]
        if at + 1 >= stop:
            return head, at + 1
        gap = self.gaps[at + 1]
        inside = gap.opens > 0
        if not (inside or ((gap.example or gap.part) and gap.op is Op.NONE and not gap.closes)):
            return head, at + 1
        end = at + 2
        while end < stop:
            following = self.gaps[end]
            if inside and following.closes:
                break
            if not inside and (following.weak or following.op is Op.NONE or following.choice):
                break
            end += 1
        body, _ = self._inner(at + 1, end)
        listed = _leaves(body)
        if gap.example or self._is_class_of(head, listed) or _is_any(body):
            return _any(
                [head, *listed] if not isinstance(body, Tree) or _is_flat(body) else [head, body]
            ), end
        return Tree(
            0, [head, *(body.children if isinstance(body, Tree) and body.count == 0 else [body])]
        ), end

    def _inner(self, start: int, stop: int) -> tuple[Tree | Atom, int]:
        saved = self.gaps[start]
        self.gaps[start] = _Gap(Op.NONE, False, 0, 0, False, False, saved.choice)
        result = self._sequence(start, stop)
        self.gaps[start] = saved
        return result

    def _is_class_of(self, head: Atom, members: list[Atom]) -> bool:
        if head.skill is None:
            return False
        return head.is_class or any(
            m.skill is not None and self.taxonomy.is_broader(head.skill, m.skill) for m in members
        )

    def _join_members(self, members: list[tuple[Op, Tree | Atom]]) -> Tree | Atom:
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
        parts: list[list[tuple[Op, Tree | Atom]]] = [[]]
        for op, node in slashed:
            if op is Op.AND:
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


def _only_signs(text: str) -> str:
    return re.sub(r"[^()]", " ", text)


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
