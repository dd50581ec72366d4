"""Templates: everything is escaped and made visible that is not markup of our own."""

from __future__ import annotations

import hashlib
import json
from datetime import datetime
from functools import lru_cache
from importlib.resources import files
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape
from markupsafe import Markup

from matcher.model import Level, Status
from matcher.report.figures import points_text, share_text, signed_points
from matcher.report.harmless import one_line, visible
from matcher.report.sureness import rank_range
from matcher.report.wording import FIELDS, LEVELS, SIGNS, STATUS_MEANINGS, STATUSES
from matcher.web.shown import Decision

#: No inline style, no eval, no other host; an error's words go where the page shows errors.
HTMX_CONFIG = {
    "includeIndicatorStyles": False,
    "allowEval": False,
    "allowScriptTags": False,
    "selfRequestsOnly": True,
    "historyCacheSize": 0,
    "refreshOnHistoryMiss": True,
    # What is swapped in works at once: a click in between would go nowhere.
    "defaultSettleDelay": 0,
    "responseHandling": [
        {"code": "204", "swap": False},
        {"code": "[23]..", "swap": True},
        {
            "code": "[45]..",
            "swap": True,
            "error": True,
            "target": "#wrong",
            "select": "[role=alert]",
            "swapOverride": "innerHTML",
            "ignoreTitle": True,
        },
    ],
}
DECISIONS = {
    Decision.NONE: ("", "undecided"),
    Decision.SHORTLIST: ("★", "shortlisted"),
    Decision.REJECT: ("⊘", "rejected"),
    Decision.OVERRIDE: ("★!", "shortlisted in spite of the score"),
}


@lru_cache(maxsize=1)
def environment() -> Environment:
    """The templates of the page, with the words and figures of the reports as filters."""
    made = Environment(
        loader=PackageLoader("matcher.web", "templates"),
        autoescape=select_autoescape(default=True, default_for_string=True),
        undefined=StrictUndefined,
        finalize=_shown,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.do"],
    )
    made.filters |= {
        "points": points_text,
        "signed": signed_points,
        "share": share_text,
        "line": one_line,
        "day": _day,
        "moment": _moment,
        "size": size_text,
        "sign": lambda status: SIGNS[Status(status)],
        "status": lambda status: STATUSES[Status(status)],
        "meaning": lambda status: STATUS_MEANINGS[Status(status)],
        "rank_range": rank_range,
    }
    made.globals |= {
        "static": static_url,
        "htmx_config": Markup(json.dumps(HTMX_CONFIG)),
        "statuses": tuple(STATUSES),
        "levels": {str(level): words for level, words in LEVELS.items()},
        "level_order": tuple(map(str, Level)),
        "decision_words": {str(key): words for key, words in DECISIONS.items()},
        "fields": FIELDS,
    }
    return made


def _shown(value: Any) -> Any:
    return visible(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def _day(at: datetime) -> str:
    return f"{at:%Y-%m-%d}"


def _moment(at: datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M} UTC"


def size_text(size: int) -> str:
    """Bytes as people say them.

    Examples
    --------
    >>> size_text(512), size_text(20_480), size_text(5_000_000)
    ('512 bytes', '20 KB', '4.8 MB')
    """
    if size < 1024:
        return f"{size} bytes"
    return f"{size / 1024:.0f} KB" if size < 1024 * 1024 else f"{size / 1024 / 1024:.1f} MB"


@lru_cache(maxsize=64)
def static_url(name: str) -> str:
    """Address of a static file, with its digest so that a browser may keep it."""
    content = (files("matcher.web") / "static" / name).read_bytes()
    return f"/static/{name}?v={hashlib.sha256(content).hexdigest()[:12]}"


def render(template: str, **values: Any) -> str:
    """Fill a template."""
    return environment().get_template(template).render(**values)
