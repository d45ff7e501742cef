"""A small report that holds one of everything, over a record that needs no study."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pytest

from gaiatsu.report.document import (
    Callout,
    Caveat,
    Chart,
    Column,
    FrontPage,
    Heading,
    Points,
    Prose,
    Report,
    Row,
    Section,
    Table,
)
from gaiatsu.report.figures.theme import NARROW, WIDE, chart, quantity, values
from gaiatsu.report.palette import light
from gaiatsu.report.trail import Trail
from gaiatsu.studies.provenance import Input, Provenance

SOURCE = Provenance(
    "gaiatsu.studies.sample.sample",
    (Input("schoppa1999/episodes", "ab" * 32, ("film-1996", "beef-oranges-1988")),),
    7,
    "0.1",
    ("schoppa1999",),
)
HOSTILE = 'A *stressed* word, a [link](#figure-2), hostile </script> & "quote" with #typst[ $x$ ].'


@dataclass(frozen=True)
class Sample:
    """A study.

    Parameters
    ----------
    p
        Probability of so large a difference
        if there were none.
    low, high
        Ends of the interval.
    counts
        Episodes of each type.
    provenance
        Where it came from.
    """

    p: float
    low: float
    high: float
    counts: dict[str, int]
    provenance: Provenance = SOURCE


@dataclass(frozen=True)
class Whole:
    """A replication of one study."""

    figure2: Sample


@pytest.fixture
def trail() -> Trail:
    return Trail(Whole(Sample(0.002486402486, -0.0812345, float("inf"), {"results": 6, "rule": 4})))


@pytest.fixture
def report(trail: Trail) -> Report:
    p = trail.number("figure2", "p", "p")
    low, high = trail.number("figure2", "low", "+2f"), trail.number("figure2", "high", "2f")
    columns = (Column("kind", "Kind of demand"), Column("episodes", "Episodes", "right"))
    table = Table(
        "kinds",
        "Episodes by type of demand",
        columns,
        (
            Row(("results-oriented", trail.number("figure2", "counts.results", "d")), group="Figure 2"),
            Row(("rule-oriented", trail.number("figure2", "counts.rule", "d")), strong=True),
        ),
        note="Counted from the case set & nothing else.",
    )
    drawing = Chart(
        "decline",
        f"Concessions became rarer (p = {p})",
        _spec(WIDE),
        _spec(NARROW),
        f'Two points; the later is lower, p = {p}. "Quoted" <alt>.',
        data=replace(table, id="drawn"),
    )
    front_chart = Chart("front", "Two points", _spec(WIDE), _spec(NARROW), "Two points.")
    second = Table("verdicts", "Explanations", columns, (Row(("trade", "too early")),), folded=True)
    section = Section(
        "figure-2",
        "Figure 2",
        "Did concessions become rarer?",
        f"They did: one-sided p = {p}, after [@schoppa1999].",
        (
            drawing,
            Caveat(f"Fifteen cases: the interval runs from {low} to {high}."),
            Heading("more", "What it stands on"),
            Prose(HOSTILE),
            Points(("one", "two")),
            table,
        ),
    )
    front = FrontPage(
        "Did it?", f"It did. The evidence is p = {p}.", front_chart, second, Callout("Box", ("One.",))
    )
    return Report("The article examined", "Schoppa", front, (section,), trail, ("gaiatsu 0.1",))


def _spec(width: int) -> dict[str, object]:
    return chart(
        {
            "data": values([{"x": 1990, "y": 1.0}, {"x": 1995, "y": 0.1}]),
            "mark": {"type": "point", "color": light("concede")},
            "encoding": {"x": quantity("x"), "y": quantity("y")},
        },
        size=(width, 180),
    )
