"""How the credits of leaves become the credit of a requirement, and credit a status."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from matcher.model import All, AtLeast, Need, Node, Status

#: Lowest and highest credit, in ten-thousandths.
Credit = tuple[int, int]


def fold(node: Node, credits_by_leaf: Mapping[str, Credit]) -> Credit:
    """Credit of a logic tree by the algebra of ``docs/scoring.md``.

    ``all`` is the floored mean of its children, ``at least k`` the floored mean of the k largest;
    the low and the high ends are folded each for itself.

    Parameters
    ----------
    node : Node
        The tree.
    credits_by_leaf : mapping of str to (int, int)
        Low and high credit, 0 … 10,000, by leaf id.

    Examples
    --------
    >>> from matcher.model import Kind, Method
    >>> a, b = (Need(i, Kind.SKILL, i, None, Method.EXACT, skill=i) for i in "ab")
    >>> fold(All((a, b)), {"a": (10_000, 10_000), "b": (0, 10_000)})
    (5000, 10000)
    >>> fold(AtLeast(1, (a, b)), {"a": (10_000, 10_000), "b": (0, 10_000)})
    (10000, 10000)
    """
    if isinstance(node, Need):
        return credits_by_leaf[node.id]
    folded = [fold(child, credits_by_leaf) for child in node.children]
    count = node.count if isinstance(node, AtLeast) else len(folded)
    lows = sorted((low for low, _ in folded), reverse=True)[:count]
    highs = sorted((high for _, high in folded), reverse=True)[:count]
    return sum(lows) // count, sum(highs) // count


def counted_leaves(node: Node, credits_by_leaf: Mapping[str, Credit]) -> Iterator[str]:
    """Ids of the leaves whose low credit :func:`fold` counts; of equals, the first."""
    return (leaf_id for leaf_id, _ in counted_shares(node, credits_by_leaf))


def counted_shares(
    node: Node, credits_by_leaf: Mapping[str, Credit], whole: float = 1.0
) -> Iterator[tuple[str, float]]:
    """Each leaf whose low credit :func:`fold` counts, and its share of the tree, 0 … ``whole``.

    Their credits times the shares sum to the tree's, but for what the floors of the means take.

    Examples
    --------
    >>> from matcher.model import Kind, Method
    >>> a, b, c = (Need(i, Kind.SKILL, i, None, Method.EXACT, skill=i) for i in "abc")
    >>> credits_by_leaf = {"a": (6500, 6500), "b": (10_000, 10_000), "c": (0, 0)}
    >>> list(counted_shares(All((AtLeast(1, (a, b)), c)), credits_by_leaf))
    [('b', 0.5), ('c', 0.5)]
    """
    if isinstance(node, Need):
        yield node.id, whole
        return
    children = list(node.children)
    if isinstance(node, AtLeast):
        children.sort(key=lambda child: fold(child, credits_by_leaf)[0], reverse=True)
        children = children[: node.count]
    for child in children:
        yield from counted_shares(child, credits_by_leaf, whole / len(children))


def status_of(low: int, high: int, met_at: int) -> Status:
    """Status of a credit interval.

    Examples
    --------
    >>> [str(status_of(*c, 9500)) for c in ((9500, 9500), (0, 0), (0, 10_000), (6500, 6500))]
    ['met', 'missing', 'unknown', 'partial']
    """
    if low >= met_at:
        return Status.MET
    if high == 0:
        return Status.MISSING
    return Status.UNKNOWN if low == 0 else Status.PARTIAL


def pruned(node: Node, keep: Callable[[Need], bool]) -> Node | None:
    """The tree without the leaves that ``keep`` refuses; None where nothing is left.

    A group asks for no more than it still has; one of a single child is that child.
    """
    if isinstance(node, Need):
        return node if keep(node) else None
    kept = tuple(k for child in node.children if (k := pruned(child, keep)) is not None)
    if len(kept) < 2:
        return kept[0] if kept else None
    return All(kept) if isinstance(node, All) else AtLeast(min(node.count, len(kept)), kept)
