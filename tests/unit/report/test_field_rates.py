"""What the reports on rates share: words chosen by intervals and thresholds, and dots that stay whole."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from gaiatsu.report.figures.lines import Line, LinePlot, lines
from gaiatsu.report.narrative.field_parts import BINARY, DAGGER, SEPARATED, STEP, Cells, Key
from gaiatsu.report.narrative.field_rates import by_coding, missing_chart, narrowly, straddling, worst_decade
from gaiatsu.report.trail import Trail
from gaiatsu.studies.field.estimates import Estimate

ENDS = {"a": (-0.1, 0.1), "b": (0.1, 0.2), "c": (-0.3, 0.4), "d": (-0.3, -0.1)}
ABSENT = {
    "Japan 1980s": (0.1, 9),
    "Japan 1990s": (0.5, 30),
    "Japan 2000s": (0.9, 2),
    "Japan all years": (0.4, 41),
}


def cells() -> Cells:
    found = [Estimate(name, low=low, high=high) for name, (low, high) in ENDS.items()]
    found += [Estimate("missingness", variant=name, value=value, n=n) for name, (value, n) in ABSENT.items()]
    study = SimpleNamespace(
        estimates=tuple(found),
        specification=SimpleNamespace(thresholds={"against": 0.05}),
        provenance=None,
    )
    return Cells(Trail({STEP: study}))


@pytest.mark.parametrize(
    ("names", "words"),
    [
        ("ac", "all contain zero"),
        ("abc", "most contain zero"),
        ("abb", "few contain zero"),
        ("abd", "few contain zero"),
        ("abcd", "few contain zero"),
        ("bd", "none contains zero"),
    ],
)
def test_intervals_that_contain_zero_are_counted_in_words(names: str, words: str) -> None:
    assert straddling(cells(), [Key(name) for name in names]) == words


def test_an_estimate_that_leans_on_its_penalty_is_marked_where_it_stands() -> None:
    found = [
        Estimate("logit", coding, "trade", value=0.1, low=0.0, high=0.2, details={"status": status})
        for coding, status in zip(BINARY, ["CONVERGED", "QUASI_SEPARATED"] * 3, strict=True)
    ]
    study = SimpleNamespace(estimates=(*found, Estimate("plain", value=0.1)), provenance=None)
    marked = Cells(Trail({STEP: study}))
    first, second = (Key("logit", coding, "trade") for coding in BINARY[:2])

    assert [marked.mark(key) for key in (first, second, Key("plain"))] == ["", DAGGER, ""]
    assert [marked.remark(first), marked.remark(first, second)] == ["", f" {SEPARATED}"]
    assert [dot.printed for dot in by_coding(marked, "logit", "", "ink")] == ["+10", f"+10{DAGGER}"] * 3


@pytest.mark.parametrize(
    ("value", "words"), [(0.049, "under .05"), (0.05, "under .05"), (0.06, "over .05"), (0.2, ""), (0.01, "")]
)
def test_a_probability_near_its_threshold_is_said_to_be_near(value: float, words: str) -> None:
    assert narrowly(cells(), value, below="under {line}", above="over {line}") == words


def test_a_decade_with_two_cases_is_neither_drawn_nor_the_worst() -> None:
    trail = cells().trail
    chart = missing_chart(trail, {"Japan": "refuse"}, "Missing")

    assert worst_decade(trail, "Japan") == "1990s"
    assert "most often in the 1990s" in chart.alt
    shown = [layer["data"]["values"] for layer in chart.spec["layer"] if "point" in layer["mark"]]
    assert [row["x"] for rows in shown for row in rows] == [1980, 1990]


@pytest.mark.parametrize(("end", "clip"), [(1.0, False), (1.5, True)])
def test_a_dot_on_the_edge_is_whole_and_a_line_beyond_it_is_cut(end: float, clip: bool) -> None:
    plot = LinePlot(lines=(Line("", ((0.0, 0.0), (1.0, end)), dots=True),), x=(0.0, 1.0), y=(0.0, 1.0))
    drawn = [layer["mark"] for layer in lines(plot)["layer"] if layer["mark"]["type"] == "line"]

    assert [mark["clip"] for mark in drawn] == [clip]
