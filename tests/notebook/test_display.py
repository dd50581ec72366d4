"""What a notebook shows: everything escaped, and a style that reaches nothing else."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pandas as pd
import pytest

from matcher.report.page import VIEW
from matcher.report.scoped import scoped_style
from tests.notebook.conftest import JOB as SAMPLE

EVIL = "<img src=x onerror=alert(1)>"
JOB = f"Developer {EVIL}\n\nRequirements\n- Java or Go\n- Wrangling of {EVIL} things\n- SQL\n"
_RULE = re.compile(r"(?:^|[{}])\s*([^{}@]+?)\s*\{", re.MULTILINE)


class Page(HTMLParser):
    """Tags, and whether they are closed in their order."""

    VOID = ("img", "br", "meta", "input")

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open, self.tags, self.words = [], [], []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.words.append(data)


@pytest.fixture(scope="module")
def views(matcher):
    people = pd.DataFrame(
        {
            "id": [f"k{EVIL}", "k2", "k3"],
            "name": [EVIL, f'"{EVIL}"', "Ann"],
            "resume": [f"Java and SQL {EVIL}", f"Go, wrangling of {EVIL} things", None],
        }
    )
    results = matcher.rank_frame(JOB, people, as_of="2025-12-01")
    heavier = results.with_policy(results.policy.with_weights(must=12))
    first, second = results.to_frame().index[:2]
    return {
        "ranking": results._repr_html_(),
        "moved": heavier.to_html(since=results),
        "explanation": results.explain(first, certainty=True)._repr_html_(),
        "comparison": results.compare(first, second)._repr_html_(),
        "job": results.show_job()._repr_html_(),
    }


NAMES = ("ranking", "moved", "explanation", "comparison", "job")


@pytest.mark.parametrize("name", NAMES)
def test_nothing_from_outside_becomes_markup(views, name):
    page = Page(views[name])
    assert not page.open
    assert {tag for tag, _ in page.tags}.isdisjoint({"img", "script", "link", "iframe", "main"})
    assert not [key for _, attrs in page.tags for key in attrs if key.startswith("on")]
    assert "onerror" in "".join(page.words)


@pytest.mark.parametrize("name", NAMES)
def test_the_style_holds_inside_alone(views, name):
    html = views[name]
    assert html.startswith(f'<article class="{VIEW}"><style>')
    assert html.endswith("</article>")
    style = html[html.index("<style>") + 7 : html.index("</style>")]
    selectors = [each for head in _RULE.findall(style) for each in re.split(r",(?![^(]*\))", head)]
    assert len(selectors) > 20
    assert all(each.strip().startswith(f".{VIEW}.{VIEW}") for each in selectors)
    assert html.count("<style>") == 1
    assert not re.search(r' id="', html)


def test_a_ranking_shows_signs_and_not_colour_alone(results):
    html = results._repr_html_()
    page = Page(html)
    signs = [attrs for tag, attrs in page.tags if "sign " in attrs.get("class", "")]
    cells = [attrs for attrs in signs if attrs.get("role") == "img"]
    assert len(cells) == 15 * 20
    assert {attrs["aria-label"] for attrs in cells} <= {"met", "partly met", "missing", "unknown"}
    words = "".join(page.words)
    assert "63 ranked" in words
    assert "1 for a person to read" in words
    assert "… and 48 more." in words
    assert "Ayşe Demirkol" in words


def test_moves_have_a_sign_and_a_number(results):
    heavier = results.with_policy(results.policy.with_weights(must=12))
    moved = heavier.moved(results)["change"].head(15)
    page = Page(heavier.to_html(15, results))
    shown = [word for word in page.words if re.fullmatch(r"[▲▼] \d+|–", word)]
    assert shown == [f"▲ {n}" if n > 0 else f"▼ {-n}" if n else "–" for n in moved]
    assert {"▲", "▼"} <= {word[0] for word in shown}


def test_only_rules_that_can_match_are_carried(results):
    style, body = results._repr_html_().split("</style>")
    used = {name for given in re.findall(r'class="([^"]*)"', body) for name in given.split()}
    named = {name for head in _RULE.findall(style) for name in re.findall(r"\.([a-z-]+)", head)}
    assert named - {VIEW} <= used


@pytest.mark.parametrize(
    ("style", "scoped"),
    [
        ("td { top: 0 }", ".x td { top: 0 }"),
        (":root, body { top: 0 }", ".x, .x { top: 0 }"),
        (":is(.a, .b) i { top: 0 }", ".x :is(.a, .b) i { top: 0 }"),
        (".c i { top: 0 } i { top: 1px }", ".x i { top: 1px }"),
        ("@media print { .c { top: 0 } }", ""),
        ("", ""),
    ],
)
def test_rules_are_scoped(style, scoped):
    assert scoped_style(style, ".x", {"a", "b"}) == scoped


def test_a_style_with_an_open_brace_is_refused():
    with pytest.raises(ValueError, match="never closed"):
        scoped_style("td { top: 0", ".x")


def test_a_job_without_its_text_shows_what_was_read(matcher, people):
    _, job = matcher.read_job(str(SAMPLE))
    results = matcher.rank_frame(job, people.head(2), as_of="2025-12-01")
    html = results.show_job()._repr_html_()
    assert "Where it stands" not in html
    assert "Backend development, 5+ years" in html
    assert "r7 Must have: Backend development, 5+ years" in repr(results.show_job())
