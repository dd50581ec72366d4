"""A small taxonomy of names that are hard to find, and texts made of their pieces."""

from __future__ import annotations

from hypothesis import strategies as st

from matcher.taxonomy.lexicon import Lexicon
from matcher.taxonomy.load import parse_skills

_SKILLS = """
skills:
- {id: java, name: Java, kind: tool, category: c, aliases: [Java SE, Java EE 7, Java8 streams]}
- {id: javascript, name: JavaScript, kind: tool, category: c, aliases: [JS, ES6, ECMAScript 6]}
- {id: c, name: C, kind: tool, category: c, guards: [{names: [C], case: true, company: true}]}
- {id: cpp, name: C++, kind: tool, category: c, aliases: [C++ programming, cpp, C/C++]}
- {id: csharp, name: "C#", kind: tool, category: c, aliases: ["C# .NET", C-sharp]}
- {id: net, name: .NET, kind: tool, category: c, aliases: [.NET Core, .NET 5+, dot net]}
- {id: asp, name: ASP.NET, kind: tool, category: c, aliases: [ASP.NET MVC]}
- {id: objc, name: Objective-C, kind: tool, category: c}
- {id: r, name: R, kind: tool, category: c, guards: [{names: [R], case: true, company: true,
    not: [R and D, toys r us]}]}
- {id: go, name: Go, kind: tool, category: c, aliases: [Golang], guards: [{names: [Go], case: true,
    company: true, near: [goroutines, grpc], not: [go live, on the go, go to market]}]}
- {id: rest, name: REST APIs, kind: knowledge, category: c, aliases: [REST, RESTful services],
    guards: [{names: [REST], case: true}]}
- {id: spring, name: Spring, kind: tool, category: c, aliases: [Spring Framework],
    guards: [{names: [Spring], company: true, not: [spring semester], near: [java]}]}
- {id: spring_boot, name: Spring Boot, kind: tool, category: c}
- {id: sba, name: Spring Boot Admin Server, kind: tool, category: c}
- {id: node, name: Node.js, kind: tool, category: c, aliases: [Node],
    guards: [{names: [Node], case: true, company: true}]}
- {id: react, name: React, kind: tool, category: c, aliases: [React.js]}
- {id: react_native, name: React Native, kind: tool, category: c}
- {id: sql, name: SQL, kind: tool, category: c, aliases: [SQL++]}
- {id: sqlserver, name: Microsoft SQL Server, kind: tool, category: c, aliases: [SQL Server]}
- {id: ml, name: Machine learning, kind: knowledge, category: c, aliases: [ML]}
- {id: db, name: Relational databases, kind: class, category: c}
- {id: rnd, name: Research and development, kind: knowledge, category: c, aliases: [R&D]}
- {id: ab, name: A/B testing, kind: knowledge, category: c}
- {id: cicd, name: CI/CD, kind: knowledge, category: c, aliases: [CI / CD]}
- {id: track, name: Track-It!, kind: tool, category: c}
- {id: cissp, name: (ISC)2 CISSP, kind: certification, category: c, aliases: [CISSP]}
- {id: nix, name: "*nix", kind: tool, category: c}
- {id: k510, name: 510(k), kind: knowledge, category: c}
- {id: bgp, name: "Routing protocols (BGP, OSPF)", kind: tool, category: c, aliases: [BGP]}
- {id: s4, name: SAP S/4HANA, kind: tool, category: c, aliases: [SAP, "S/4"]}
- {id: trello, name: "M.Sc.", kind: field, category: c, aliases: [MSc]}
- {id: russian, name: Russian, kind: language, category: c, aliases: [fluent Russian]}
"""
SKILLS = parse_skills(_SKILLS, "tricky.yaml")
LEXICON = Lexicon(SKILLS)

_GAPS = ["", " ", " ", " ", "  ", "\n", "\n\n", "\n- ", "\r\n", "\r\n\r\n", "-", " - ", ", ", "/",
    " / ", ".", ". ", "; ", "(", ") ", " and ", " or ", "&", "'", "’s ", "\u2013", "\xa0", "\u2028",
    "|", "\t", "+", "#", "_", "• ", ": ", "\0"]  # fmt: skip
_WORDS = ["we", "the", "rest of", "go live", "on the go", "go to market", "spring semester",
    "skills", "experience with", "knowledge of", "such as", "hands on", "Ph. D.", "developer",
    "is a plus", "1.5", "8",
    "3.11", "2.x", "7", "goroutines", "toys r us", "programming", "server", "é",
    "İ", "ß", "x@java.org", "www.sql.com/go", "http://r.io", "based", "like", "s", "lang", "of",
    "using"]  # fmt: skip
_NAMES = sorted({name for skill in SKILLS for name in skill.names})
_PIECES = sorted({part for name in _NAMES for part in name.replace("/", " ").split(" ")})
_WORD = st.one_of(
    st.sampled_from(_NAMES), st.sampled_from(_PIECES), st.sampled_from(_WORDS)
).flatmap(
    lambda word: st.sampled_from([word, word, word.lower(), word.upper(), word + "s", word[:-1]])
)
TEXTS = st.one_of(
    st.lists(st.tuples(_WORD, st.sampled_from(_GAPS)), max_size=14).map(
        lambda pairs: "".join(word + gap for word, gap in pairs)
    ),
    st.text(max_size=30),
)
