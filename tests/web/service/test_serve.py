"""The command as people run it."""

from __future__ import annotations

import http.client
import json
import os
import re
import signal
import socket
import subprocess
import sys

import pytest

from matcher.cli import run
from tests.web.service.served import PASSWORD

SECONDS = 60


@pytest.fixture
def folder(tmp_path):
    return str(tmp_path / "data")


@pytest.fixture
def ann(folder, tmp_path, capsys):
    """A folder in which a user is set up."""
    (tmp_path / "password").write_text(f"{PASSWORD}\n")
    arguments = ["--add-user", "ann", "--password-file", str(tmp_path / "password")]
    assert run(["serve", "--data", folder, *arguments]) == 0
    assert capsys.readouterr().out == "ann: may sign in\n"
    return folder


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--host", "0.0.0.0"], "--host: others could reach it, and no users are set up; allowed:"),
        (["--allowed-host", "hire.example"], "--allowed-host: others could reach it"),
        (["--allowed-host", "https://hire.example"], "is no host name"),
        (["--add-user", "ann"], "password: cannot be asked for here; allowed: a terminal, or"),
        (["--add-user", "ann", "--password-file", "no-such"], "no-such, --password-file: cannot"),
        (["--add-token", "x"], "--user: is not given"),
        (["--add-token", "x", "--user", "ann"], "user: there is no 'ann'"),
        (["--disable-user", "ann"], "user: there is no 'ann'"),
        (["--add-token", "x", "--show-users"], "is to do several things; allowed: one of them"),
        (["--database", "nonsense"], "--database: cannot be used: it is no URL; allowed: "),
        (["--port", "70000"], "--port"),
    ],
)
def test_wrong_use_is_one_line(folder, capsys, monkeypatch, options, words):
    monkeypatch.setattr(sys, "stdin", open(os.devnull))  # noqa: PTH123, SIM115
    assert run(["serve", "--no-browser", "--data", folder, *options]) == 2
    said = capsys.readouterr().err
    assert words in said
    assert said.count("\n") == 1


def test_a_port_in_use_is_named(folder, capsys):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        assert run(["serve", "--no-browser", "--data", folder, "--port", port]) == 2
    assert f"127.0.0.1:{port}: is in use; allowed: another --port" in capsys.readouterr().err


def test_without_the_extra_it_says_what_to_install(folder, capsys, monkeypatch):
    monkeypatch.setattr("matcher.cli_serve._NEEDED", ("no_such_library",))
    assert run(["serve", "--data", folder]) == 2
    assert capsys.readouterr().err == (
        "matcher: matcher serve: no_such_library is not installed; "
        "allowed: pip install 'requirement-matcher[web]'\n"
    )


def test_users_and_tokens_by_command(ann, capsys):
    arguments = ["serve", "--data", ann]
    assert run([*arguments, "--add-token", "ATS", "--user", "Ann", "--scope", "write"]) == 0
    said = capsys.readouterr()
    assert re.fullmatch(r"matcher_write_[\w-]{43}\n", said.out)
    number = said.err.split()[1]
    assert run([*arguments, "--show-users"]) == 0
    shown = capsys.readouterr().out
    assert shown.startswith(f"ann\n  token {number}  ATS (write), until ")
    assert run([*arguments, "--revoke-token", number, "--user", "ann"]) == 0
    assert run([*arguments, "--disable-user", "ann"]) == 0
    assert run([*arguments, "--show-users"]) == 0
    assert capsys.readouterr().out.endswith("ann (disabled)\n")


def test_a_password_is_never_an_argument_and_asked_for_twice(folder, capsys, monkeypatch):
    answers = [PASSWORD, PASSWORD, PASSWORD, "something else"]
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("getpass.getpass", lambda _: answers.pop(0))
    assert run(["serve", "--data", folder, "--add-user", "ann"]) == 0
    assert run(["serve", "--data", folder, "--add-user", "ann"]) == 2
    assert "was not typed twice alike" in capsys.readouterr().err


@pytest.fixture
def server(folder):
    """The command in a process of its own, and where it listens."""
    command = [sys.executable, "-m", "matcher", "serve", "--no-browser", "--port", "0"]
    process = subprocess.Popen(
        [*command, "--data", folder], stderr=subprocess.PIPE, text=True, bufsize=1
    )
    said = process.stderr.readline()
    found = re.match(r"serving on http://127\.0\.0\.1:(\d+)/, data in ", said)
    yield process, int(found[1])
    process.kill()
    process.wait(SECONDS)
    process.stderr.close()


def asked(port, method, path, body=None):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=SECONDS)
    headers = {"content-type": "application/json"} if body else {}
    connection.request(method, path, json.dumps(body) if body else None, headers)
    answer = connection.getresponse()
    return answer.status, json.loads(answer.read() or "null")


@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM])
def test_it_serves_until_it_is_stopped(server, stop):
    process, port = server
    assert asked(port, "GET", "/health") == (200, {"status": "ok"})
    status, job = asked(port, "POST", "/api/v1/jobs", {"text": "Requirements\n- Java"})
    assert status == 201
    assert job["requirements"][0]["worth"] == 10_000
    process.send_signal(stop)
    said = process.stderr.read()
    assert process.wait(SECONDS) == 0
    assert said.splitlines()[-1] == "stopped"
    assert " POST /api/v1/jobs 201 " in said
    assert "Traceback" not in said


def test_two_do_not_share_a_port(server, folder, capsys):
    _, port = server
    assert run(["serve", "--no-browser", "--data", folder, "--port", str(port)]) == 2
    assert "is matcher serve running already?" in capsys.readouterr().err
