"""What every HTML page of the report shares: one file that asks nobody for anything."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from functools import lru_cache
from importlib.resources import files
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape
from markupsafe import Markup

from matcher.report.as_json import json_text
from matcher.report.harmless import visible
from matcher.report.scoped import scoped_style

#: Class of what stands among other people's HTML.
VIEW = "matcher-view"
_CLASSES = re.compile(r'class="([^"]*)"')
_MARKUP = {ord("<"): "\\u003c", ord(">"): "\\u003e", ord("&"): "\\u0026"}


@lru_cache(maxsize=1)
def environment() -> Environment:
    """Templates with everything escaped, and made visible, that is not said to be markup."""
    return Environment(
        loader=PackageLoader("matcher.report", "templates"),
        autoescape=select_autoescape(default=True, default_for_string=True),
        undefined=StrictUndefined,
        finalize=_shown,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _shown(value: Any) -> Any:
    return visible(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def script_json(value: Any) -> Markup:
    r"""JSON that can stand in a script element: no character of it can end the element.

    Examples
    --------
    >>> print(script_json(["</script><!--"]))
    ["\u003c/script\u003e\u003c!--"]
    """
    return Markup(json_text(value).translate(_MARKUP))


def render_page(template: str, *, script: str | None = None, **values: Any) -> str:
    """Fill a template, with its style and script inline and allowed by their hashes alone.

    Parameters
    ----------
    template : str
        Name of the page's template.
    script : str, optional
        Name of the script file the page runs; without one, none may run.
    values : Any
        What the template shows; plain values, which it escapes.
    """
    style = _asset("report.css")
    code = _asset(script) if script else ""
    allowed = f"script-src {_hash(code)}; " if script else ""
    policy = f"default-src 'none'; style-src {_hash(style)}; {allowed}"
    policy += "base-uri 'none'; form-action 'none'"
    page = environment().get_template(template)
    return page.render(
        **values, csp=policy, style=Markup(style), script=Markup(code), script_json=script_json
    )


def render_fragment(template: str, **values: Any) -> str:
    """What a page shows, to stand among other people's HTML: in an article with a style of its own.

    The style reaches nothing outside, and holds only the rules that can match inside.

    Parameters
    ----------
    template : str
        Name of a template with the blocks ``head`` and ``content``.
    values : Any
        What it shows; plain values, which it escapes.
    """
    page = environment().get_template(template)
    context = page.new_context(values)
    head, content = ("".join(page.blocks[name](context)) for name in ("head", "content"))
    body = f"{head}{content}"
    classes = {name for given in _CLASSES.findall(body) for name in given.split()}
    # Named twice, so that the rules outweigh those of the page around it.
    scope = f".{VIEW}.{VIEW}"
    style = scoped_style(_asset("report.css") + _asset("fragment.css"), scope, classes)
    return f'<article class="{VIEW}"><style>{style}</style>{body}</article>'


def _asset(name: str) -> str:
    """A file of the package, trusted as it stands."""
    return (files("matcher.report") / "templates" / name).read_text(encoding="utf-8")


def _hash(text: str) -> str:
    digest = hashlib.sha256(text.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"


def flat(value: Any, name: str = "") -> list[tuple[str, str]]:
    """Nested settings as pairs of dotted name and value.

    Examples
    --------
    >>> flat({"levels": {"must": 6}, "words": ["a", "b"]})
    [('levels.must', '6'), ('words', 'a, b')]
    """
    if isinstance(value, dict):
        dot = f"{name}." if name else ""
        return [pair for key, inner in value.items() for pair in flat(inner, f"{dot}{key}")]
    if isinstance(value, list | tuple):
        parts = (part if isinstance(part, str) else json.dumps(part) for part in value)
        return [(name, ", ".join(parts))]
    return [(name, value if isinstance(value, str) else json.dumps(value))]
