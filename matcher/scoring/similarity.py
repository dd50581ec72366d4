"""Words outside the taxonomy, looked for in a profile by the content words they share.

The vocabulary and the weights come from the job alone, so no candidate changes another's score;
all arithmetic is in integers, so every machine finds the same.  (scikit-learn's vectorisers do this
too, and a test demands the same of both; importing them takes 2.3 s on one core of the machine this
was measured on, this module none.)
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from matcher.model import FULL_CREDIT, Span
from matcher.scoring.policy import Similar
from matcher.taxonomy.normal import fold_chars

#: A word of a folded text.
WORD = re.compile(r"[^\W_]+")
#: Divisible by 1 … 10, so that weights of words shared by few phrases stay exact.
_RAREST = 2520
_MIN_STEM = 4
_ENDINGS = re.compile(
    "(?:[ia]?[sz]ations?|i[sz](?:ing|ed|es?|ers?)|at(?:ions?|ing|ed|es?|ors?)|e?ments?|ings?|ers?"
    "|ors?|ions?|ies|ied|es|ed|s|y|e)$"
)


def stem(word: str) -> str:
    """A word without its inflection, so that "optimizing" meets "optimization".

    Examples
    --------
    >>> stem("optimizing"), stem("optimization"), stem("queries"), stem("query"), stem("bus")
    ('optim', 'optim', 'quer', 'quer', 'bus')
    """
    ending = _ENDINGS.search(word, _MIN_STEM)
    return word[: ending.start()] if ending else word


def content_stems(text: str, settings: Similar) -> frozenset[str]:
    """Stems of the words that say what is asked: no figures, no words the policy ignores.

    Examples
    --------
    >>> from matcher.scoring.policy import Policy
    >>> sorted(content_stems("Strong knowledge of query optimization", Policy.default().similar))
    ['optim', 'quer']
    """
    ignored = frozenset(settings.ignored)
    words = {match[0] for match in WORD.finditer(fold_chars(text))}
    return frozenset(stem(word) for word in words if word not in ignored and not word.isdigit())


@dataclass(frozen=True, slots=True)
class Resemblance:
    """A stretch of a profile that shares words with a phrase.

    ``similarity`` is the weighted share of the phrase's content words, 1 … 10,000.
    """

    similarity: int
    field: str
    span: Span


@dataclass(frozen=True, slots=True)
class _Hit:
    position: int
    stem: str
    span: Span


class PhraseIndex:
    """The phrases of one job, ready to be looked for in any profile.

    Parameters
    ----------
    phrases : mapping of str to str
        Words by leaf id.
    settings : Similar
        Threshold, window and ignored words.

    Examples
    --------
    >>> from matcher.scoring.policy import Policy
    >>> index = PhraseIndex({"r1.1": "query optimization"}, Policy.default().similar)
    >>> [found] = index.find({"resume_text": "Optimised slow queries."})["r1.1"]
    >>> found.similarity, found.span
    (10000, Span(start=0, end=22))
    """

    def __init__(self, phrases: Mapping[str, str], settings: Similar) -> None:
        self._settings = settings
        stems = {leaf: content_stems(phrase, settings) for leaf, phrase in phrases.items()}
        shared = Counter(word for words in set(stems.values()) for word in words)
        weights = {word: max(_RAREST // times, 1) for word, times in shared.items()}
        self.phrases = {
            leaf: {word: weights[word] for word in sorted(words)} for leaf, words in stems.items()
        }
        self._beginnings = frozenset(word[:_MIN_STEM] for word in weights)
        self._vocabulary = frozenset(weights)

    def find(
        self, texts: Mapping[str, str], leaves: Iterable[str] | None = None
    ) -> dict[str, tuple[Resemblance, ...]]:
        """Stretches above the threshold by leaf id, the closest first.

        Parameters
        ----------
        texts : mapping of str to str
            A profile's texts by field.
        leaves : iterable of str, optional
            Ids of the phrases to look for; all by default.
        """
        hits = {field: self._hits(text) for field, text in texts.items()}
        return {
            leaf: tuple(
                sorted(
                    (
                        found
                        for field, in_field in hits.items()
                        for found in self._windows(self.phrases[leaf], field, in_field)
                    ),
                    key=lambda found: -found.similarity,
                )
            )
            for leaf in (self.phrases if leaves is None else leaves)
        }

    def _hits(self, text: str) -> list[_Hit]:
        folded = fold_chars(text)
        hits = []
        for position, match in enumerate(WORD.finditer(folded)):
            word = match[0]
            if word[:_MIN_STEM] in self._beginnings:
                stemmed = stem(word)
                if stemmed in self._vocabulary:
                    hits.append(_Hit(position, stemmed, Span(*match.span())))
        return hits

    def _windows(
        self, words: Mapping[str, int], field: str, hits: list[_Hit]
    ) -> Iterator[Resemblance]:
        """The best stretches that do not overlap, in the order of the text."""
        whole = sum(words.values())
        best: Resemblance | None = None
        window: list[_Hit] = []
        for hit in (hit for hit in hits if hit.stem in words):
            first = hit.position - self._settings.window
            window = [h for h in window if h.position > first and h.stem != hit.stem] + [hit]
            similarity = sum(words[h.stem] for h in window) * FULL_CREDIT // whole
            if similarity < self._settings.threshold:
                continue
            found = Resemblance(similarity, field, Span(window[0].span.start, hit.span.end))
            if best is not None and not best.span.overlaps(found.span):
                yield best
                best = found
            elif best is None or found.similarity > best.similarity:
                best = found
        if best is not None:
            yield best
