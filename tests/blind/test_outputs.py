"""No output of a blind run says who somebody is."""

from __future__ import annotations

import itertools
import json
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from matcher.cli import run
from matcher.explaining import compare_candidates, explain_candidate
from matcher.identity import Pseudonyms
from matcher.job.parser import JobParser
from matcher.matching import Matcher
from matcher.model import Candidate
from matcher.profile.reader import reader_for
from matcher.report.as_csv import stream_csv
from matcher.report.as_json import json_text, stream_json
from matcher.report.blinding import blinding
from matcher.report.compare_text import compare_text
from matcher.report.explain_html import compare_html, explain_html
from matcher.report.explain_text import explain_text
from matcher.rules import load_rules
from matcher.scoring import Policy
from tests.blind.people import JOB, MAILS, PEOPLE, SECRET, SKILLED_JOB, labelled, tricky, write_list


def commands(ids):
    """Every output that shows candidates: the command with its options, and the format."""
    for chosen in ("json", "csv", "html", "table"):
        yield ["rank", "--certainty"], chosen
    for chosen in ("text", "json", "html"):
        yield ["compare", "--ids", ",".join(ids), "--certainty"], chosen
        for own_id in ids:
            yield ["explain", "--id", own_id, "--reach-score", "95", "--certainty"], chosen
        yield ["explain", "--id", ids[-1], "--audience", "candidate"], chosen


def outputs(arguments, ids, capsys):
    for (command, *more), chosen in commands(ids):
        shown = ["--format", chosen, "--as-of", "2026-01-01"]
        assert run([command, *arguments, *more, *shown]) == 3
        captured = capsys.readouterr()
        yield (command, *more, chosen), captured.out, captured.err


@pytest.fixture
def job(tmp_path):
    path = tmp_path / "job.txt"
    path.write_text(
        "Requirements\n- 3+ years of Java\n- Bachelor's degree\n- German at C1 level\n"
        "- 6+ years of SQL\nNice to have\n- Kubernetes\n- Terraform\n- A team player\n"
    )
    return str(path)


@pytest.mark.parametrize(("keyed", "lists"), [(False, 1), (True, 1), (False, 2)])
def test_no_output_of_a_blind_run_says_who_it_is(job, tmp_path, capsys, keyed, lists):
    paths, ids = [tmp_path / "rivermouth.csv"], MAILS
    write_list(paths[0], PEOPLE)
    if lists > 1:
        paths.append(tmp_path / "hillside.csv")
        write_list(paths[1], PEOPLE[:1])
        ids = [f"rivermouth:{MAILS[0]}", f"hillside:{MAILS[0]}"]
    options = ["--blind-key", str(tmp_path / "key")] if keyed else ["--blind"]
    secrets = {p[part] for p in PEOPLE for part in (*SECRET, "first", "last", "place", "family")}
    secrets |= {p[part] for p in PEOPLE for part in ("religion", "nation")}
    secrets |= {"set.aside", "Doubled", " her ", " him ", "Ms.", "Mr."}
    for asked, out, err in outputs([job, *map(str, paths), *options], ids, capsys):
        shown = (out + err).casefold()
        found = {s for s in secrets if s.casefold() in shown}
        found |= {path.stem for path in paths if path.stem in out.casefold()}
        assert not found, asked
        assert "Java" in out


@pytest.fixture(scope="module")
def small_matcher(taxonomy):
    return Matcher(taxonomy)


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(one=tricky, other=tricky, keyed=st.booleans())
def test_no_explanation_says_who_anybody_is(small_matcher, one, other, keyed):
    taxonomy, known, secrets = small_matcher.taxonomy, [], set()
    for own_id, person in (("ada.own@id.example", one), ("bob.own@id.example", other)):
        name, text = labelled(person)
        profile = reader_for(taxonomy).read(own_id, {"resume_text": text}, [name])
        known.append(Candidate(profile, len(known) + 1, {"name": name, "email": person["mail"]}))
        secrets |= {own_id, name, person["mail"], person["phone"], person["school"]}
    columns = {"name": "name", "email": "email"}
    job = small_matcher.parse_text(SKILLED_JOB + "- Terraform\n- A team player\n")
    plain = small_matcher.rank(job, known, Policy.default(), date(2026, 1, 1), columns=columns)
    blind = blinding(plain, b"sixteen bytes ok" if keyed else None)
    ids = [candidate.profile.candidate_id for candidate in known]
    pages = [compare_candidates(plain, ids, blinding=blind)]
    shown = [compare_text(*pages), compare_html(*pages), json_text(pages[0].to_dict())]
    for own_id in ids:
        for audience in ("recruiter", "candidate"):
            page = explain_candidate(plain, own_id, audience, reach_score=95, blinding=blind)
            shown += [explain_text(page), explain_html(page), json_text(page.to_dict())]
    for text in (*shown, "".join(stream_json(blind.shown)), "".join(stream_csv(blind.shown))):
        assert not {secret for secret in secrets if secret in text}


def test_the_same_list_without_blind_shows_all_of_it(job, tmp_path, capsys):
    path = tmp_path / "people.csv"
    write_list(path, PEOPLE)
    for asked, out, _ in outputs([job, str(path)], MAILS, capsys):
        if MAILS[1] not in asked:
            assert "annabel" in out.casefold(), asked


def blind_json(arguments, capsys):
    run(["rank", *arguments, "--format", "json", "--as-of", "2026-01-01"])
    return json.loads(capsys.readouterr().out)


def test_scores_of_a_blind_run_are_those_of_a_seeing_one(job, tmp_path, capsys):
    path = tmp_path / "people.csv"
    write_list(path, PEOPLE)
    seeing = blind_json([job, str(path)], capsys)
    blind = blind_json([job, str(path), "--blind"], capsys)
    for one, other in zip(seeing["candidates"], blind["candidates"], strict=True):
        for key in ("rank", "score_hundredths", "score_high_hundredths", "flags", "coverage"):
            assert one[key] == other[key]
        assert other["row"] is None
        assert other["carried"] == {}
    assert len(seeing["set_aside"]) == len(blind["set_aside"]) == 2
    assert all(aside["row"] is None for aside in blind["set_aside"])


def test_a_key_gives_lasting_pseudonyms_and_none_gives_numbers(job, tmp_path, capsys, monkeypatch):
    first, second = tmp_path / "a.csv", tmp_path / "b.csv"
    write_list(first, PEOPLE)
    write_list(second, PEOPLE[::-1])
    key = tmp_path / "key"
    named = blind_json([job, str(first), "--blind-key", str(key)], capsys)
    assert key.stat().st_mode & 0o777 == 0o600
    assert len(key.read_bytes().strip()) >= 32
    again = blind_json([job, str(second), "--blind-key", str(key)], capsys)
    ids = [c["candidate_id"] for c in named["candidates"]]
    assert ids == [c["candidate_id"] for c in again["candidates"]]
    pseudonyms = Pseudonyms(key.read_bytes().strip())
    assert set(ids) == {pseudonyms.of(person["mail"]) for person in PEOPLE}
    monkeypatch.setenv("MATCHER_BLIND_KEY", "another key, long enough")
    other = blind_json([job, str(first), "--blind"], capsys)
    assert not {c["candidate_id"] for c in other["candidates"]} & set(ids)
    monkeypatch.delenv("MATCHER_BLIND_KEY")
    numbered = blind_json([job, str(first), "--blind"], capsys)
    assert [c["candidate_id"] for c in numbered["candidates"]] == ["candidate-1", "candidate-2"]


def test_the_order_of_equals_tells_nothing(job, tmp_path, capsys):
    """Equal candidates under any ids and in any order give the same bytes without a key."""
    texts = [
        f"Java developer, Jan 2018 - Dec 2022 in {town}" for town in ("Oslo", "Bergen", "Bodø")
    ]
    shown = set()
    for ids in itertools.permutations(("anna", "bert", "cleo")):
        path = tmp_path / "list.csv"
        path.write_text(
            "id,cv\n" + "".join(f'{i},"{t}"\n' for i, t in zip(ids, texts, strict=True))
        )
        run(["rank", job, str(path), "--blind", "--format", "html", "--as-of", "2026-01-01"])
        shown.add(capsys.readouterr().out)
    assert len(shown) == 1


def said(arguments, capsys, status=3):
    assert run([*arguments, "--as-of", "2026-01-01"]) == status
    captured = capsys.readouterr()
    return captured.out if status == 3 else captured.err


@pytest.mark.parametrize("keyed", [False, True])
def test_ids_and_the_pseudonyms_shown_name_the_same_candidates(job, tmp_path, capsys, keyed):
    path = tmp_path / "people.csv"
    write_list(path, PEOPLE)
    blind = ["--blind-key", str(tmp_path / "key")] if keyed else ["--blind"]
    shown = [c["candidate_id"] for c in blind_json([job, str(path), *blind], capsys)["candidates"]]
    seen = [c["candidate_id"] for c in blind_json([job, str(path)], capsys)["candidates"]]
    explained = ["explain", job, str(path), *blind]
    for pseudonym, own_id in zip(shown, seen, strict=True):
        one, other = (said([*explained, "--id", i], capsys) for i in (pseudonym, own_id))
        assert one == other
        assert pseudonym in one
    compared = ["compare", job, str(path), *blind]
    pairs = (",".join(shown), ",".join(seen), f"{seen[1]},{shown[0]}")
    assert len({said([*compared, "--ids", pair], capsys) for pair in pairs}) == 1
    same = said([*compared, "--ids", f"{seen[0]},{shown[0]}"], capsys, status=2)
    assert "are the same candidate" in same
    unknown = said([*explained, "--id", "nobody"], capsys, status=2).splitlines()[-1]
    assert f"such as {shown[0]}, {shown[1]}" in unknown
    assert "@" not in unknown
    aside = said([*explained, "--id", "set.aside@example.org"], capsys, status=2)
    assert "was set aside: row 3: row: line 5" in aside


def test_a_pseudonym_that_is_an_id_as_well_is_refused(job, tmp_path, capsys):
    path = tmp_path / "list.csv"
    path.write_text("id,cv\ncandidate-1,Gardener\nx,Java developer for 9 years\n")
    asked = ["explain", job, str(path), "--id", "candidate-1"]
    err = said([*asked, "--blind"], capsys, status=2)
    assert "is the id of one candidate and the pseudonym of another" in err
    assert "--blind-key" in err
    assert run([*asked, "--blind-key", str(tmp_path / "key")]) == 0


def explained_json(arguments, capsys):
    return json.loads(said(["explain", *arguments, "--format", "json"], capsys))


def test_what_would_change_a_score_is_the_same_blind(job, tmp_path, capsys):
    path = tmp_path / "people.csv"
    write_list(path, PEOPLE)
    for person in PEOPLE:
        asked = [job, str(path), "--id", person["mail"], "--reach-score", "99", "--certainty"]
        seeing, blind = (explained_json([*asked, *b], capsys) for b in ([], ["--blind"]))
        assert blind["what_if"] == seeing["what_if"] != []
        assert blind["certainty"] == seeing["certainty"]
        for key in ("rank", "ranked", "score_hundredths", "questions", "flags", "coverage"):
            assert blind[key] == seeing[key]
        points = [[e["points_hundredths"] for e in plain["entries"]] for plain in (blind, seeing)]
        assert points[0] == points[1]


def test_a_denial_beside_a_school_quotes_no_school(taxonomy):
    """Denials quote their sentence; beside studies a blind one quotes the words alone."""
    text = "EDUCATION\nBSc Computer Science, Harrow, no Java there, 2017\n"
    parser = JobParser(taxonomy, load_rules())
    candidate = Candidate(reader_for(taxonomy).read("k1", {"resume_text": text}, []), 1, {})
    assert any(e.skill == "java" for e in candidate.profile.evidence)
    plain = Matcher(taxonomy).rank(
        parser.parse(JOB), [candidate], Policy.default(), date(2026, 1, 1)
    )
    shown = "".join(stream_json(plain.blinded()))
    assert "java" in shown
    assert "Harrow" not in shown


@pytest.mark.parametrize("key", ["short", ""])
def test_a_weak_key_is_refused(job, tmp_path, capsys, key):
    path, keys = tmp_path / "people.csv", tmp_path / "key"
    write_list(path, PEOPLE)
    keys.write_text(key)
    assert run(["rank", job, str(path), "--blind-key", str(keys)]) == 2
    assert "at least 16 bytes" in capsys.readouterr().err
    assert run(["rank", job, str(path), "--blind-key", str(tmp_path / "no" / "key")]) == 2
    assert "cannot be used as a key" in capsys.readouterr().err


def test_evidence_of_a_blind_output_points_into_the_masked_text(taxonomy, parser):
    name, text = labelled(PEOPLE[0])
    candidate = Candidate(
        reader_for(taxonomy).read("k1", {"resume_text": text}, [name]), 1, {"name": name}
    )
    matcher = Matcher(taxonomy)
    plain = matcher.rank(
        parser.parse(JOB), [candidate], Policy.default(), date(2026, 1, 1), columns={"name": "name"}
    )
    blind = plain.blinded()
    (ranked,) = blind.ranked
    (profile,) = (c.profile for c in blind.candidates.values())
    found = [e.evidence for entry in ranked.ledger.entries for e in entry.assessment.evidence]
    assert found
    assert all(e.span.of(profile.texts[e.field]) == e.surface for e in found)
    assert "[name]" in profile.texts["resume_text"]
