"""What of a page is read, and pages that would cost a parser too much."""

import pytest

from matcher.documents import read_bytes
from matcher.errors import InputError


def lines_of(html: str) -> list[str]:
    text = read_bytes(f"<html><body>{html}".encode(), "x.html").text
    return [line for line in text.split("\n") if line]


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<h1>A</h1><h4>B <i>c</i></h4>", ["## A", "## B c"]),
        ("<ul><li><p>Java</p><ul><li>Spring</ul><li>Go</ul>", ["- Java", "  - Spring", "- Go"]),
        ("<ol><li>one<br>two</ol>", ["- one", "  two"]),
        ("<ul><li></li><li> <b>x</b>: y</ul>", ["- x: y"]),
        ("<table><tr><th>A<th>B<tr><td><p>c</p><td><p>d</p></table>", ["A | B", "c | d"]),
        ("<table><tr><td>A<td><ul><li>b<li>c</ul></table>", ["A", "- b", "- c"]),
        ("<table><tr><td>a<p>b<td><table><tr><td>c<td>d</table></table>", ["a", "b", "c | d"]),
        ("<dl><dt>Place<dd>Bonn</dl>", ["Place", "Bonn"]),
        ("<pre>a\n  b</pre>", ["a", "  b"]),
        ("a<br>b<div>c</div>d", ["a", "b", "c", "d"]),
        ("<p>R&amp;D &lt;3 &euro;&nbsp;5</p>", ["R&D <3 €\xa05"]),
        ("<p><strong>Must have</strong></p><p>Java <b>now</b></p>", ["**Must have**", "Java now"]),
        ("a<nav>n</nav><header>h</header><footer>f</footer><aside>s</aside>", ["a"]),
        ("<article><header><h1>Cook</h1></header>Soup</article><footer>f", ["## Cook", "Soup"]),
        ("a<script>s</script><style>t</style><noscript>n</noscript><template>m</template>", ["a"]),
        ("<form>a<button>b</button><select><option>c</select><textarea>d</textarea></form>", ["a"]),
        ("a<p hidden>b<p style='Display : none'>c<p aria-hidden=true>d", ["a"]),
        ("a<div role=navigation>b</div>", ["a"]),
        ("a<!-- b -->", ["a"]),
    ],
)
def test_structure(html, expected):
    assert lines_of(html) == expected


def test_a_page_that_is_all_frame_is_read_and_said_so():
    document = read_bytes(b"<html><header><h1>Cook</h1></header>", "x.html")
    assert document.text == "## Cook"
    assert "nav, header, footer, aside" in document.notes[0]


def test_left_over_tags_stay_text():
    raw = b"<b>Cook</b><br>Soup &amp; stew"
    assert read_bytes(raw, "x.txt").text == raw.decode()
    assert read_bytes(raw, "-").format == "text"
    assert read_bytes(b"<!-- x --> <!DOCTYPE html><p>Soup", "x.txt").format == "html"


@pytest.mark.parametrize(
    ("declared", "python"), [("windows-1251", "cp1251"), ("shift_jis", "shift_jis")]
)
def test_declared_encodings(declared, python):
    word = {"cp1251": "Повар", "shift_jis": "料理"}[python]
    raw = f'<html><meta charset="{declared}"><p>{word}'.encode(python)
    document = read_bytes(raw, "x.html")
    assert (document.text, document.encoding, document.notes) == (word, python, ())


@pytest.mark.parametrize(
    ("html", "found"),
    [
        ("<div>" * 10_000 + "x", "nests too deeply"),
        ("<ul><li>x" * 10_000, "nests too deeply"),
        ("".join(f"<font size={n}>x<p>" for n in range(20_000)), "unclosed"),
        (f"<p {' '.join(f'a{n}' for n in range(100_000))}>x", "too many attributes"),
        ("<p>x</p>" * 700_000, "5,000,000 characters"),
        ("<p>x" * 1_200_000, "too many elements"),
    ],
    ids=["divs", "lists", "formatting", "attributes", "long", "elements"],
)
def test_pages_that_cost_too_much(html, found):
    with pytest.raises(InputError, match=found):
        read_bytes(b"<html>" + html.encode(), "x.html")


@pytest.mark.parametrize(
    "html",
    ["<div>" * 2_000 + "x", "<p>x" * 5_000, "<ul><li>x" * 2_000, "<table><tr><td>x" * 1_000],
    ids=["divs", "paragraphs", "lists", "tables"],
)
def test_deep_pages_within_the_limits_are_read(html):
    assert "x" in read_bytes(b"<html>" + html.encode(), "x.html").text


def test_tags_in_comments_and_scripts_do_not_count():
    html = f"<html><!--{'<div>' * 9_000}--><script>{'<div>' * 9_000}</script><p>x"
    assert read_bytes(html.encode(), "x.html").text == "x"
