"""Tables of figures: whole words and whole figures, however narrow the terminal is."""

from __future__ import annotations

import pytest
from rich.console import Console
from rich.text import Text

from matcher.tuning.figures_table import FiguresTable

RANKERS = ("matcher (strict_policy)", "matcher (shipped)", "TF-IDF", "skill overlap", "random")


def lines_at(width, table):
    console = Console(width=width, no_color=True)
    with console.capture() as captured:
        console.print(table)
    return [line.rstrip() for line in captured.get().splitlines()]


def by_job():
    table = FiguresTable("NDCG@10 by job", ("graded", *RANKERS), gap=1)
    table.add_row("digital_marketing_manager", "102", "0.984", "0.926", "0.251", "0.517", "0.163")
    return table


def test_with_room_heads_stand_in_one_line():
    head, row = lines_at(120, by_job())
    assert head.split() == ["NDCG@10", "by", "job", "graded", *" ".join(RANKERS).split()]
    assert row.startswith("digital_marketing_manager")


@pytest.mark.parametrize("width", [64, 72, 80])
def test_heads_are_broken_between_words_and_figures_stay_whole(width):
    lines = lines_at(width, by_job())
    assert max(map(len, lines)) <= width
    words = " ".join(lines).split()
    assert set(" ".join(RANKERS).split()) <= set(words)
    assert lines[-1].split()[1:] == ["102", "0.984", "0.926", "0.251", "0.517", "0.163"]


def test_at_eighty_columns_names_of_jobs_are_whole():
    assert lines_at(80, by_job())[-1].startswith("digital_marketing_manager ")


def test_names_give_way_between_words():
    table = FiguresTable("than", ("NDCG@10", "tau-b"))
    table.add_row(
        "matcher (strict_policy)", Text("+0.011\n−0.01…+0.04"), Text("−0.040\n−0.06…−0.02")
    )
    assert [line.split() for line in lines_at(44, table)] == [
        ["than", "NDCG@10", "tau-b"],
        ["matcher", "+0.011", "−0.040"],
        ["(strict_policy)", "−0.01…+0.04", "−0.06…−0.02"],
    ]


def test_printing_narrow_leaves_the_table_as_it_was():
    table = by_job()
    wide = lines_at(120, table)
    lines_at(80, table)
    assert lines_at(120, table) == wide
