"""The OpenAPI description: what FastAPI knows, with tokens and the media type of errors."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from fastapi import FastAPI

from matcher.web.problems import PROBLEM_JSON

_TOKEN = {
    "type": "http",
    "scheme": "bearer",
    "description": "A token made on the page or with `matcher serve --add-token`.",
}


def described(app: FastAPI) -> Callable[[], dict[str, Any]]:
    """The application's ``openapi`` with what the framework does not know."""
    plain = app.openapi

    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            app.openapi_schema = _complete(plain())
        return app.openapi_schema

    return openapi


def _complete(found: dict[str, Any]) -> dict[str, Any]:
    found.setdefault("components", {})["securitySchemes"] = {"token": _TOKEN}
    found["security"] = [{"token": []}]
    for path in found["paths"].values():
        for operation in path.values():
            for status, response in operation["responses"].items():
                if int(status) >= 400:
                    content = response["content"]
                    content[PROBLEM_JSON] = content.pop("application/json")
    return found
