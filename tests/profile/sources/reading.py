"""Write a list, read it, and see what came of it."""

from __future__ import annotations

from matcher.profile.read import open_candidates, read_candidates
from tests.profile.small import TAXONOMY


def write(folder, name, raw):
    path = folder / name
    path.write_bytes(raw)
    return str(path)


def read(folder, name, raw):
    return read_candidates(write(folder, name, raw), TAXONOMY)


def ids(found):
    return [candidate.profile.candidate_id for candidate in found.candidates]


def errors(found):
    return [(aside.row, aside.error) for aside in found.set_aside]


def notes_of(folder, name, raw):
    with open_candidates(write(folder, name, raw), TAXONOMY) as opened:
        list(opened)
        return opened.notes
