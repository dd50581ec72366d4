from collections.abc import Sequence

from matcher.model import Method, Span
from matcher.taxonomy.company import CompiledGuard, Scene
from matcher.taxonomy.lexicon import Mention

class NameFinder:
    def __init__(self, keys: str, codes: bytes) -> None: ...
    def scan(self, chars: str) -> list[tuple[int, int, int]]: ...
    def every(self, chars: str) -> set[int]: ...

def fold(original: str, breaks: bool) -> tuple[str, tuple[int, ...], tuple[int, ...]] | None: ...
def may_be_broken(text: str) -> bool: ...
def in_company(
    scene: Scene,
    found: list[tuple[int, int, int]],
    guards: list[CompiledGuard | None],
    skills: list[int],
) -> list[tuple[int, int, int]]: ...
def mentions(
    found: list[tuple[int, int, int]],
    cuts: tuple[int, ...],
    shifts: tuple[int, ...],
    owners: Sequence[int],
    ids: list[str],
    make: type[Mention],
    span: type[Span],
    exact: Method,
    alias: Method,
) -> list[Mention]: ...
