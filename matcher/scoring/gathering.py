"""Profiles to columns: one pass over what each holds, the rest over all of them at once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from matcher.model import Degree, Kind, Profile
from matcher.scoring import facets
from matcher.scoring.columns import DATED, FREE_TEXT, IRREGULAR, NONE, READABLE, UNFINISHED
from matcher.scoring.flat_evidence import STATED_MOST, FlatEvidence, ends, owners
from matcher.scoring.segments import cut
from matcher.scoring.string_table import StringTable
from matcher.scoring.view import (
    CARRIED,
    COMPLETE,
    EVERYTHING,
    KIND_BITS,
    is_free_text,
)
from matcher.scoring.word_places import no_places, word_places
from matcher.scoring.words import BLANKED, count_words, in_latin, mentions_studies

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Arrays = dict[str, "NDArray[Any]"]

_EVERY_BIT = sum(KIND_BITS[kind] for kind in EVERYTHING)
_FIELD_BITS = {field: sum(KIND_BITS[kind] for kind in kinds) for field, kinds in CARRIED.items()}
_COMPLETE_BITS = {field: KIND_BITS[kind] for kind, field in COMPLETE.items()}


def gathered(profiles: Sequence[Profile], *, words: bool) -> Arrays:
    """Every array of :class:`~matcher.scoring.columns.ProfileColumns` for some profiles."""
    flat = FlatEvidence.of(profiles)
    arrays, marks, complete = _rows(profiles)
    careers, masks, job_masks, irregular = _careers(profiles, flat)
    places, beyond = word_places(profiles, job_masks) if words else (no_places(), [])
    marks[owners(profile.tenures for profile in profiles)] |= DATED
    marks[flat.rows[flat.proves & flat.dated]] |= DATED
    marks[irregular] |= IRREGULAR
    marks[beyond] |= IRREGULAR
    complete[flat.rows[flat.studied]] |= KIND_BITS[Kind.EDUCATION]
    complete[flat.rows[flat.levelled]] |= KIND_BITS[Kind.LANGUAGE]
    names = StringTable.of(flat.names)
    return (
        arrays
        | {"marks": marks, "complete": complete}
        | {"skill_data": names.data, "skill_starts": names.starts}
        | careers
        | _shown(flat)
        | _dated(flat, masks)
        | _denied(flat)
        | _studies(profiles, flat.names)
        | _claims(flat)
        | places
    )


def _rows(profiles: Sequence[Profile]) -> tuple[Arrays, NDArray[np.uint8], NDArray[np.uint8]]:
    """What stands once in each profile; its marks and the carriers that were read."""
    import numpy as np

    size = len(profiles)
    unreadable, flags, years, marks, complete = [], [], [], [], []
    lists: dict[tuple[str, ...], int] = {}
    for profile in profiles:
        mark, carriers = _texts(profile)
        marks.append(mark)
        complete.append(carriers)
        bits = 0
        for field in profile.unreadable:
            bits |= _FIELD_BITS.get(field, _EVERY_BIT)
        unreadable.append(bits)
        flags.append(lists.setdefault(profile.flags, len(lists)))
        years.append(max((s.years for s in profile.years_stated), default=float(NONE)))
    ids = StringTable.of(profile.candidate_id for profile in profiles)
    flag_lists = StringTable.of("\n".join(each) for each in lists)
    arrays: Arrays = {
        "id_data": ids.data,
        "id_starts": ids.starts,
        "flag_data": flag_lists.data,
        "flag_starts": flag_lists.starts,
        "flags": np.fromiter(flags, np.int32, size),
        "words": _words(profiles),
        "unreadable": np.fromiter(unreadable, np.uint8, size),
        "stated": np.fromiter((round(y * 12) if y >= 0 else NONE for y in years), np.int32, size),
        "stated_years": np.fromiter(years, np.float64, size),
    }
    return arrays, np.fromiter(marks, np.uint8, size), np.fromiter(complete, np.uint8, size)


def _words(profiles: Sequence[Profile]) -> NDArray[np.int32]:
    """Words of all texts of each profile, as :func:`count_words` counts them."""
    import numpy as np

    texts = [text for profile in profiles for text in profile.texts.values()]
    rows = owners(profile.texts for profile in profiles)
    latin = [in_latin(text) for text in texts]
    whole = b" ".join([b"", *(each or b"" for each in latin)]).translate(BLANKED)
    inside = np.frombuffer(whole, dtype=np.uint8) == ord("w")
    begins = np.flatnonzero(inside[1:] & ~inside[:-1])
    lengths = np.fromiter((len(each or b"") + 1 for each in latin), np.int64, len(latin))
    of_text = np.diff(np.searchsorted(begins, np.cumsum(lengths)), prepend=0)
    for place, each in enumerate(latin):
        if each is None:
            of_text[place] = count_words(texts[place])
    return np.bincount(rows, of_text, len(profiles)).astype(np.int32)


def _texts(profile: Profile) -> tuple[int, int]:
    """Marks and carriers read of one profile's texts."""
    mark = carriers = 0
    for field, text in profile.texts.items():
        if text and not text.isspace():
            mark |= READABLE | FREE_TEXT if is_free_text(field) else READABLE
            carriers |= _COMPLETE_BITS.get(field, 0)
    education = KIND_BITS[Kind.EDUCATION]
    if profile.degrees or (
        not carriers & education and any(map(mentions_studies, profile.texts.values()))
    ):
        carriers |= education
    return mark | UNFINISHED if profile.degrees_unfinished else mark, carriers


def _careers(
    profiles: Sequence[Profile], flat: FlatEvidence
) -> tuple[Arrays, NDArray[np.uint64], NDArray[np.uint64], NDArray[np.int64]]:
    """Segments; the masks of each evidence and each dated job; rows beyond the columns."""
    import numpy as np

    size = len(profiles)
    job_rows = owners(profile.tenures for profile in profiles)
    job_first, job_last = ends([t.interval for profile in profiles for t in profile.tenures])
    jobs = len(job_rows)
    counts = flat.proves & flat.dated
    runs = flat.runs
    used = np.zeros(len(runs.rows), dtype=np.bool_)
    used[runs.of_evidence[counts]] = True
    of_work = used[runs.of_interval]
    rows = np.concatenate([job_rows, runs.rows[runs.of_interval[of_work]]])
    first = np.concatenate([job_first, runs.first[of_work]])
    last = np.concatenate([job_last, runs.last[of_work]])
    times = cut(size, rows, np.maximum(first, 0), last)
    by_run = np.zeros(len(runs.rows), dtype=np.uint64)
    np.bitwise_or.at(by_run, runs.of_interval[of_work], times.masks[jobs:])
    masks = np.zeros(len(flat.rows), dtype=np.uint64)
    masks[counts] = by_run[runs.of_evidence[counts]]
    tenure_masks = np.zeros(size, dtype=np.uint64)
    np.bitwise_or.at(tenure_masks, job_rows, times.masks[:jobs])
    latest = np.full(size, NONE, dtype=np.int32)
    np.maximum.at(latest, job_rows, job_first.astype(np.int32))
    arrays: Arrays = {
        "segment_starts": times.starts,
        "segment_first": times.first,
        "segment_last": times.last,
        "tenure_masks": tenure_masks,
        "latest_start": latest,
    }
    rows_beyond = (
        np.flatnonzero(times.overfull),
        rows[first < 0],
        flat.rows[flat.stated > STATED_MOST],
    )
    beyond: NDArray[np.int64] = np.concatenate(rows_beyond)
    return arrays, masks, times.masks[:jobs], beyond


def _shown(flat: FlatEvidence) -> Arrays:
    """What shows or promises a skill: each facet of a row once, with the most months stated."""
    import numpy as np

    held = np.flatnonzero(~flat.denies)
    keys = (flat.columns[held] * flat.size + flat.rows[held]) * facets.COUNT + flat.facets[held]
    order = np.argsort(keys, kind="stable")
    keys, begins = _distinct(keys[order])
    stated = np.minimum(flat.stated[held][order], STATED_MOST)
    places = keys // facets.COUNT
    return {
        "shown_starts": _column_starts(places, flat.size, 2 * len(flat.names)),
        "shown_rows": (places % max(flat.size, 1)).astype(np.int32),
        "shown_facets": (keys % facets.COUNT).astype(np.uint8),
        "shown_stated": _reduced(np.maximum, stated, begins).astype(np.int16),
    }


def _dated(flat: FlatEvidence, masks: NDArray[np.uint64]) -> Arrays:
    """Segments of work with each skill."""
    import numpy as np

    at_work = np.flatnonzero(masks)
    keys = flat.columns[at_work] * flat.size + flat.rows[at_work]
    order = np.argsort(keys, kind="stable")
    keys, begins = _distinct(keys[order])
    return {
        "dated_starts": _column_starts(keys, flat.size, 2 * len(flat.names)),
        "dated_rows": (keys % max(flat.size, 1)).astype(np.int32),
        "dated_masks": _reduced(np.bitwise_or, masks[at_work][order], begins),
    }


def _denied(flat: FlatEvidence) -> Arrays:
    """Denials that no job or project disproves."""
    import numpy as np

    places = flat.skills * flat.size + flat.rows
    keys = np.setdiff1d(places[flat.denies], places[flat.proves])
    return {
        "denied_starts": _column_starts(keys, flat.size, len(flat.names)),
        "denied_rows": (keys % max(flat.size, 1)).astype(np.int32),
    }


def _studies(profiles: Sequence[Profile], names: Sequence[str]) -> Arrays:
    """Degrees, and the distinct ones among them."""
    import numpy as np

    codes = {name: i for i, name in enumerate(names)}
    studies: dict[tuple[Degree, tuple[str, ...]], int] = {}
    degrees = [degree for profile in profiles for degree in profile.degrees]
    each = [studies.setdefault((d.degree, d.fields), len(studies)) for d in degrees]
    fields = [codes[field] for _, shown in studies for field in shown]
    starts = np.cumsum([0, *(len(shown) for _, shown in studies)])
    return {
        "degree_rows": owners(profile.degrees for profile in profiles).astype(np.int32),
        "degree_studies": np.array(each, dtype=np.int32),
        "study_ranks": np.array([degree.rank() for degree, _ in studies], dtype=np.uint8),
        "study_starts": starts.astype(np.int32),
        "study_fields": np.array(fields, dtype=np.int32),
    }


def _claims(flat: FlatEvidence) -> Arrays:
    """Years stated of a skill that dated work shows too, with the first month of that work."""
    import numpy as np

    width = max(len(flat.names), 1)
    places = flat.rows * width + flat.skills
    claims = flat.stated >= 0
    keys, at = np.unique(places[claims], return_inverse=True)
    years = np.zeros(len(keys), dtype=np.float64)
    np.maximum.at(years, at, flat.stated_years[claims])
    never = np.iinfo(np.int32).max
    first = np.full(len(keys), never, dtype=np.int32)
    if len(keys):
        worked = np.flatnonzero(flat.at_work & flat.dated)
        where = np.minimum(np.searchsorted(keys, places[worked]), len(keys) - 1)
        same = keys[where] == places[worked]
        begun = flat.runs.begun[flat.runs.of_evidence[worked[same]]]
        np.minimum.at(first, where[same], begun.astype(np.int32))
    dated = first < never
    return {
        "claim_rows": (keys[dated] // width).astype(np.int32),
        "claim_years": years[dated],
        "claim_first": first[dated],
    }


def _distinct(keys: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Distinct values of sorted keys, and where each begins."""
    import numpy as np

    begins = np.flatnonzero(np.diff(keys, prepend=NONE))
    return keys[begins], begins


def _reduced(by: np.ufunc, values: NDArray[Any], begins: NDArray[np.int64]) -> NDArray[Any]:
    return by.reduceat(values, begins) if len(begins) else values


def _column_starts(places: NDArray[np.int64], size: int, columns: int) -> NDArray[np.int64]:
    """Where each column begins among sorted places, which are column × size + row."""
    import numpy as np

    return np.searchsorted(places, np.arange(columns + 1) * max(size, 1))
