import pytest

from matcher.documents import read_bytes
from matcher.errors import InputError


def text_of(body: str) -> str:
    return read_bytes(f"<html><body>{body}</body></html>".encode(), "job.html").text


@pytest.mark.parametrize(
    ("body", "lines"),
    [
        ("<h2>Must</h2><p>Java</p>", ["## Must", "Java"]),
        ("<ul><li>A<ul><li>B</ul><li>C</ul>", ["- A", "  - B", "- C"]),
        ("<table><tr><th>Java<td>3 years<tr><th>Go<td>1</table>", ["Java | 3 years", "Go | 1"]),
        ("<dl><dt>Must<dd>Java</dl>", ["Must", "Java"]),
        ("<pre>a\n  b</pre>", ["a", "  b"]),
        ("one<br>two<br/>three", ["one", "two", "three"]),
        ("<p hidden>no</p><p style='display: none'>no</p><p>yes", ["yes"]),
        ("<script>no()</script><style>no{}</style>yes", ["yes"]),
        ("<nav>no</nav><header>no</header><p>yes</p><footer>no</footer>", ["yes"]),
        ("C &amp; C&#43;&#43; &lt;3&nbsp;Go", ["C & C++ <3\xa0Go"]),
        ("<p>a<b>b</i></p></div><li>c", ["ab", "- c"]),
    ],
)
def test_structure_becomes_lines(body, lines):
    assert [line for line in text_of(body).split("\n") if line] == lines


def test_deep_nesting_is_read():
    assert "Java" in text_of("<div>" * 3_000 + "Java")


def test_nesting_that_would_hold_up_the_parser_is_refused():
    with pytest.raises(InputError, match="nests too deeply"):
        text_of("<div>" * 200_000 + "Java")
