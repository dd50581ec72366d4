"""The OpenAPI description holds, whatever is sent: no answer is a defect, none is undescribed."""

from __future__ import annotations

import json
from types import SimpleNamespace

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from jsonschema import Draft202012Validator
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from matcher.web.app import create_app
from matcher.web.serving import Serving
from tests.web.service.served import DESCRIPTION, HOME, PASSWORD, PEOPLE, SECONDS, Served

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
#: Examples of an operation in each way (what is described, and what is not).
EXAMPLES = 12
DESCRIBED = create_app(SimpleNamespace(accounts=None)).openapi()
OPERATIONS = [
    (path, method) for path, operations in DESCRIBED["paths"].items() for method in operations
]


@pytest.fixture(scope="module")
def asked(workspace, tmp_path_factory):
    """A service in use, its description, a token, and ids of what there is."""
    often = Serving(request_burst=10**6, upload_burst=10**6)
    made = Served(workspace, tmp_path_factory.mktemp("described"), often)
    made.access.add_user("ann", PASSWORD)
    api = made.program()
    files = [
        ("job", ("job.txt", DESCRIPTION.encode())),
        ("applicants", ("people.csv", PEOPLE.encode())),
    ]
    batch = api.post("/api/v1/batches", files=files).json()
    assert workspace.wait(batch["id"], SECONDS)
    rows = api.get(f"/api/v1/jobs/{batch['job_id']}/ranking").json()["rows"]
    there = {
        "job_id": batch["job_id"],
        "intake_id": batch["id"],
        "batch_id": batch["id"],
        "applicant_id": rows[0]["applicant_id"],
        "upload_id": batch["intake"]["uploads"][0]["id"],
    }
    schema = schemathesis.openapi.from_dict(json.loads(json.dumps(made.app.openapi())))
    schema.app = made.app
    return schema, api.headers["authorization"], there


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE], ids=str)
@pytest.mark.parametrize(("path", "method"), OPERATIONS, ids=lambda value: str(value))
def test_every_answer_is_described(asked, path, method, mode):
    schema, token, there = asked
    if path.endswith("/jobs/{job_id}") and method == "delete":
        there = {}
    known = {name: value for name, value in there.items() if f"{{{name}}}" in path}
    cases = schema[path][method].as_strategy(mode, path_parameters=known)

    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        derandomize=True,
        database=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=cases)
    def holds(case):
        headers = {"authorization": token, "host": HOME.removeprefix("http://")}
        case.call_and_validate(base_url=HOME, headers=headers, checks=CHECKS)

    holds()


def test_every_operation_is_described_in_full():
    for path, method in OPERATIONS:
        operation = DESCRIBED["paths"][path][method]
        assert operation["summary"], path
        assert operation["description"], path
        assert operation["tags"], path
        assert {"401", "403", "404", "422", "429"} <= operation["responses"].keys(), path
        problem = operation["responses"]["422"]["content"]
        assert list(problem) == ["application/problem+json"], path


def resolved(schema):
    return {**schema, "components": DESCRIBED["components"]}


def examples(schema, found):
    """All examples under a schema, with the schema they stand in."""
    if isinstance(schema, dict):
        found += [(schema, example) for example in schema.get("examples", ())]
        for value in schema.values():
            examples(value, found)
    elif isinstance(schema, list):
        for value in schema:
            examples(value, found)
    return found


def test_examples_are_what_they_show():
    shown = examples(DESCRIBED["components"]["schemas"], [])
    assert len(shown) > 10
    for schema, example in shown:
        Draft202012Validator(resolved(schema)).validate(example)


def test_the_description_is_served_to_anybody(team):
    answer = team.client().get("/api/v1/openapi.json")
    assert answer.status_code == 200
    assert answer.json() == json.loads(json.dumps(DESCRIBED))
