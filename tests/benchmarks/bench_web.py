"""Decides whether twenty people can move sliders over 2,000 applicants at once.

    pytest tests/benchmarks/bench_web.py -s --override-ini=addopts=--import-mode=importlib

``matcher serve`` runs as people run it, in a process of its own, with users set up; the applicants
are generated résumés.  Twenty clients, each with a token, ask for the first page of the ranking
with weights of their own, again and again, with half a second on average to look at it; one of them
also edits the job.  It prints the 50th and the 95th percentile of a re-rank, and what it is without
any pause; the bound is for people, who look.
"""

from __future__ import annotations

import csv
import http.client
import json
import random
import re
import subprocess
import sys
import threading
import time

import pytest

from matcher.taxonomy.store import load_taxonomy
from tests.benchmarks.bench_lexicon import resume

APPLICANTS, USERS, RERANKS, PAUSE, SEED = 2000, 20, 30, 0.5, 9
LIMIT_MS = 300
PASSWORD = "a bridge over nine rivers"
JOB = """\
Backend developer

Requirements
- 3+ years of Python or Java
- PostgreSQL and Redis
- Docker
- English B2
- At least 5 years of experience
- REST APIs

Nice to have
- Kubernetes
- Kafka
- Terraform or Ansible
- Bachelor's degree in computer science
"""


class Client:
    """One user's program."""

    def __init__(self, port, token):
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=600)
        self._headers = {"authorization": f"Bearer {token}"}

    def ask(self, method, path, body=None, kind="application/json"):
        headers = self._headers | ({"content-type": kind} if body else {})
        self._connection.request(method, f"/api/v1{path}", body, headers)
        answer = self._connection.getresponse()
        content = answer.read()
        assert answer.status in (200, 201, 202), (answer.status, content[:300])
        return json.loads(content)


def command(folder, *arguments):
    words = [sys.executable, "-m", "matcher", "serve", "--data", str(folder), *arguments]
    return subprocess.run(words, capture_output=True, text=True, check=True).stdout


@pytest.fixture(scope="module")
def applicants(tmp_path_factory):
    chance = random.Random(SEED)
    names = [skill.name for skill in load_taxonomy().skills.values()]
    path = tmp_path_factory.mktemp("list") / "applicants.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["candidate_id", "resume_text"])
        for number in range(APPLICANTS):
            asked = chance.sample(["Python", "Java", "PostgreSQL", "Redis", "Docker", "Kafka"], 3)
            text = f"{', '.join(asked)}\n{resume(chance, names)}"
            writer.writerow([f"k{number:04d}", text])
    return path.read_bytes()


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    """Where the command listens, and a token for each user."""
    folder = tmp_path_factory.mktemp("data")
    (folder / "password").write_text(PASSWORD)
    command(folder, "--add-user", "ann", "--password-file", str(folder / "password"))
    tokens = [
        command(folder, "--add-token", f"t{n}", "--user", "ann", "--scope", "write").strip()
        for n in range(USERS)
    ]
    words = [sys.executable, "-m", "matcher", "serve", "--data", str(folder)]
    log = (folder / "log").open("w+")
    process = subprocess.Popen([*words, "--no-browser", "--port", "0"], stderr=log)
    while not (found := re.search(r":(\d+)/, data in", (folder / "log").read_text())):
        assert process.poll() is None
        time.sleep(0.1)
    yield int(found[1]), tokens
    process.terminate()
    process.wait(60)
    log.close()


def filled(client, applicants):
    job = client.ask("POST", "/jobs", json.dumps({"text": JOB}))
    part = (
        b'--x\r\ncontent-disposition: form-data; name="files"; filename="a.csv"\r\n\r\n'
        + applicants
        + b"\r\n--x--\r\n"
    )
    kind = "multipart/form-data; boundary=x"
    intake = client.ask("POST", f"/jobs/{job['id']}/applicants", part, kind)
    while not client.ask("GET", f"/intakes/{intake['id']}")["finished"]:
        time.sleep(0.5)
    return job["id"]


def percentile(times, share):
    return sorted(times)[round(share * (len(times) - 1))]


def rerank(port, tokens, job_id, pause):
    """Milliseconds of every re-rank of all users."""
    times = []

    def use(number):
        chance = random.Random(SEED + number)
        client = Client(port, tokens[number])
        for _ in range(RERANKS):
            time.sleep(chance.uniform(0, 2 * pause))
            weights = "&".join(f"weight=r{n}:{chance.uniform(0, 10):.2f}" for n in range(1, 4))
            began = time.perf_counter()
            page = client.ask("GET", f"/jobs/{job_id}/ranking?{weights}")
            times.append((time.perf_counter() - began) * 1000)
            assert len(page["rows"]) == 50
            if number == 0:
                version = client.ask("GET", f"/jobs/{job_id}")["version"]
                change = {"edit": "set_weight", "requirement_id": "r2", "weight": chance.random()}
                sent = json.dumps({"version": version, "change": change})
                client.ask("POST", f"/jobs/{job_id}/edits", sent)

    threads = [threading.Thread(target=use, args=(number,)) for number in range(USERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(times) == USERS * RERANKS
    return times


def test_twenty_users(served, applicants):
    port, tokens = served
    job_id = filled(Client(port, tokens[0]), applicants)
    Client(port, tokens[0]).ask("GET", f"/jobs/{job_id}/ranking")
    for pause in (PAUSE, 0.0):
        times = rerank(port, tokens, job_id, pause)
        middle, late = percentile(times, 0.5), percentile(times, 0.95)
        words = f"with {pause:g} s to look" if pause else "without a pause"
        sys.stdout.write(
            f"\n{USERS} users, {APPLICANTS:,} applicants, {len(times)} re-ranks {words}: "
            f"p50 {middle:.0f} ms, p95 {late:.0f} ms (bound {LIMIT_MS} ms for people)\n"
        )
        if pause:
            assert late < LIMIT_MS
