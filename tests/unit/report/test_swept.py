"""The page of a sweep: words that the numbers choose, and tiles that are single cells."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from gaiatsu.report.document import Caveat, Chart, Report
from gaiatsu.report.figures.heat import HeatPanel, HeatPlot, heat
from gaiatsu.report.narrative.swept import compose_sweep
from gaiatsu.report.narrative.swept_parts import headline_of, spaced
from gaiatsu.report.sources import bare
from gaiatsu.studies.sweeps import SweepResult, find_sweep, plan_sweep, sweep
from gaiatsu.studies.sweeps.paired import Compared, Contrast, Interaction

SHORT = "based_on: template\ntitle: Short\nyears: 1994-1997\n"
SPEC = """
title: Told
scenarios: [short.yaml]
worlds: [article, materialist]
grid: {trust: [0, 1, 2], hierarchy: [0, 2]}
draws: 30
measures: [concession, first_refusal]
periods: [all]
"""
QUESTION = ("concession", "all", "all", 1994, 1997)


def swept(folder: Path, text: str = SPEC, *, years: str = "1994-1997") -> SweepResult:
    (folder / "short.yaml").write_text(SHORT.replace("1994-1997", years))
    (folder / "told.yaml").write_text(text)
    spec, beside = find_sweep(folder / "told.yaml")
    return sweep(plan_sweep(spec, beside=beside), folder / "out")


@pytest.fixture(scope="module")
def result(tmp_path_factory: pytest.TempPathFactory) -> SweepResult:
    return swept(tmp_path_factory.mktemp("told"))


def verdict(report: Report) -> str:
    return bare(report.front.verdict, report.trail.entries)


def contrast(axis: str, level: str, mean: float, *, error: float = 0.01, reach: float = 0.1) -> Contrast:
    ends = (mean - reach, mean + reach, error, error, 1, 2)
    return Contrast(
        axis, level, "0", *QUESTION, mean, 0.0, mean, error, -1.0, 1.0, *ends, 4, 0, identical=False
    )


def interaction(alone: float, there: float, error: float) -> Interaction:
    said = ("trust", "2", "world", "materialist", *QUESTION)
    return Interaction(*said, there, alone, there - alone, error, -1.0, 1.0)


MINUS = "\N{MINUS SIGN}"
MOST = (
    "Of what was varied, the parameter hierarchy moves it most: hierarchy 2 instead of 0 changes it by "
    "+0.200 (simulation error 0.010), from +0.100 to +0.300 depending on the rest. No effect hangs on"
)
TURNS = (
    f"from {MINUS}0.150 to +0.050 depending on the rest; even the sign hangs on the rest. What trust 2 "
    f"does hangs most on whose account holds: {MINUS}0.100 with article, +0.300 with materialist"
)
NOTHING = (
    "Nothing that was varied moves the grade of concession by more than the simulation could see: the "
    f"largest difference is {MINUS}0.050, with a simulation error of 0.040."
)


@pytest.mark.parametrize(
    ("contrasts", "interactions", "said"),
    [
        (
            (contrast("trust", "1", -0.05), contrast("hierarchy", "2", 0.2)),
            (interaction(-0.1, -0.11, 0.1),),
            MOST,
        ),
        ((contrast("trust", "1", -0.05),), (interaction(-0.1, 0.3, 0.1),), TURNS),
        (
            (contrast("trust", "1", -0.05, error=0.04), contrast("hierarchy", "2", 0.02, error=0.02)),
            (),
            NOTHING,
        ),
    ],
    ids=["most", "turns", "nothing"],
)
def test_the_verdict_is_that_of_the_numbers(
    result: SweepResult, contrasts: tuple[Contrast, ...], interactions: tuple[Interaction, ...], said: str
) -> None:
    told = compose_sweep(replace(result, compared=Compared((), contrasts, interactions)))

    assert said in verdict(told)


def texts(chart: Chart) -> list[str]:
    """Everything that the tiles' drawing writes."""
    layers: list[Any] = chart.spec["layer"]
    written = [layer for layer in layers if layer["mark"]["type"] == "text"]
    return [row["label"] for layer in written for row in layer["data"]["values"]]


def test_a_page_has_every_section_and_its_tiles_are_single_cells(result: SweepResult) -> None:
    report = compose_sweep(result)
    charts = {one.id: one for one in report.charts()}
    values = [row["value"] for row in result.rows if row["measure"] == "concession"]

    assert [one.id for one in report.sections] == [
        "ranges",
        "together",
        "hanging",
        "measures",
        "varied",
        "sources",
    ]
    assert list(charts) == ["effects", "ranges", "together", "effects-first_refusal"]
    assert len(values) == 12
    written = texts(charts["together"])
    assert sorted(text for text in written if "." in text) == sorted(f"{value:.2f}" for value in values)
    assert {"world article", "world materialist"} <= set(written)
    effects = next(table for table in report.tables() if table.id == "effects")
    assert len(effects.full) == len(result.contrasts)


def test_a_sweep_that_compares_nothing_shows_its_cells(result: SweepResult) -> None:
    report = compose_sweep(replace(result, compared=Compared((), (), ())))

    assert verdict(report).startswith("Nothing was compared")
    assert [one.id for one in report.charts()] == ["cells", "ranges", "together"]
    assert len(report.front.table.rows) == 12


def test_scenarios_of_other_years_and_blocks_are_told_once_a_cell(tmp_path: Path) -> None:
    text = SPEC.replace("[short.yaml]", "[short.yaml, longer.yaml]").replace(", first_refusal", "")
    text = text.replace("worlds: [article, materialist]\n", "").replace("trust: [0, 1, 2], ", "")
    for periods, shown in (("[all]", ["2"]), ("[blocks]", ["longer", "2"])):
        folder = tmp_path / f"sweep {periods}*"  # a name that would be read as a pattern
        folder.mkdir()
        (folder / "longer.yaml").write_text("based_on: short.yaml\ntitle: Longer\nyears: 1999-2003\n")
        result = swept(
            folder, text.replace("[all]", periods).replace("draws: 30", "draws: 10"), years="1999-2002"
        )
        report = compose_sweep(result)
        (together,) = [one for one in report.sections if one.id == "together"]

        assert [row.cells[0] for row in report.front.table.rows] == shown
        assert any(isinstance(block, Caveat) for block in together.blocks) == (len(shown) == 1)
        assert len(headline_of(result).rows(result)) == 4


def test_a_headline_is_the_first_question_of_its_measure(result: SweepResult) -> None:
    head = headline_of(result, "first_refusal")

    assert (head.subject, head.signed, head.plain) == (
        "the year of the first demand of the period that won nothing",
        "+2f",
        "2f",
    )
    assert spaced(range(100), 5) == [0, 25, 50, 74, 99]


@pytest.mark.parametrize("narrow", [False, True])
def test_tiles_without_room_for_their_numbers_are_not_written_in(*, narrow: bool) -> None:
    def plot(many: int) -> HeatPlot:
        panel = HeatPanel("", ((0.5,) * many, (None,) + (0.1,) * (many - 1)), (("0.50",) * many,) * 2, (0, 0))
        return HeatPlot((panel,), ("a", "b"), tuple(map(str, range(many))), "down", "across", 0.2)

    few, most = (Chart("a", "", heat(plot(many), narrow=narrow), {}, "") for many in (4, 60))

    assert texts(few).count("0.50") == 8
    assert "0.50" not in texts(most)
    fills = [row["fill"] for row in few.spec["layer"][0]["data"]["values"]]
    assert len(fills) == 7  # the tile without a number has no color
    assert len(set(fills)) == 2
