"""Codings read the words of an outcome; bounds hold over every filling of what is missing."""

from __future__ import annotations

from itertools import product

import numpy as np
import polars as pl
import pytest

from gaiatsu.errors import InvalidSpecification
from gaiatsu.studies.field.outcomes import (
    Cell,
    change_bounds,
    coded,
    double_change_bounds,
    prepared,
    sampled,
)
from gaiatsu.studies.field.specification import Coding, Sample, specification

PLAN = specification("decline")


def table(**columns: list[object]) -> pl.DataFrame:
    n = len(next(iter(columns.values())))
    usual: dict[str, list[object]] = {
        "case": list(range(1, n + 1)),
        "start_year": [1990] * n,
        "primary_sender": [2] * n,
        **{f"sender{place}": [None] * n for place in range(1, 6)},
        "target": [740] * n,
        "institution": [0] * n,
        "issue1": [13] * n,
        "threat": [1] * n,
        "imposition": [0] * n,
        "clear_demand": [None] * n,
        "commitment": [None] * n,
        "target_costs": [None] * n,
        "sender_costs": [None] * n,
        "settlement_sender": [None] * n,
        "settlement_target": [None] * n,
        "outcome": [None] * n,
        "outcome_stage": [None] * n,
    }
    frame = pl.DataFrame(usual | columns, strict=False)
    nulls = [name for name in frame.columns if frame[name].dtype == pl.Null]
    kinds = {name: pl.String if "outcome" in name else pl.Int64 for name in nulls}
    return frame.with_columns(pl.col(name).cast(kind) for name, kind in kinds.items())


OUTCOMES = ["partial acquiescence", "complete acquiescence", "negotiated settlement", "stalemate", None]
STAGED = table(
    outcome=[*OUTCOMES, "negotiated settlement", None],
    outcome_stage=["threat", "threat", "threat", "threat", None, "imposition", None],
    imposition=[0, 0, 0, 0, 0, 1, 1],
)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("broad", [1, 1, 1, 0, None, 1, None]),
        ("strict", [1, 1, 0, 0, None, 0, None]),
        ("full", [0, 1, 0, 0, None, 0, None]),
        ("threat-stage", [1, 1, 1, 0, None, 0, 0]),
        ("ordered", [1, 2, 1, 0, None, 1, None]),
    ],
)
def test_a_coding_reads_the_words_it_lists(name: str, expected: list[float | None]) -> None:
    assert coded(STAGED, PLAN.coding(name))["y"].to_list() == expected


def test_the_stage_after_imposition_takes_imposed_cases_only() -> None:
    found = coded(STAGED, PLAN.coding("final-stage"))

    assert found["case"].to_list() == [6, 7]
    assert found["y"].to_list() == [1, None]


def test_scores_are_compared_and_never_averaged() -> None:
    scored = table(settlement_sender=[7, 5, None], settlement_target=[3, 5, 2])

    assert coded(scored, PLAN.coding("favorable"))["y"].to_list() == [1, 0, None]


def test_a_sample_keeps_what_its_options_say() -> None:
    rows = table(
        issue1=[13, 8, 13, 13, 13],
        clear_demand=[2, 2, 1, None, 2],
        start_year=[1980, 1980, 1980, 1980, 2003],
    )

    assert sampled(rows, PLAN.sample("trade"))["case"].to_list() == [1, 3, 4, 5]
    assert sampled(rows, PLAN.sample("clear"))["case"].to_list() == [1, 5]
    assert sampled(rows, PLAN.sample("window"))["case"].to_list() == [1, 3, 4]


def test_an_option_or_kind_that_nobody_reads_is_refused() -> None:
    with pytest.raises(InvalidSpecification, match="the options weekday"):
        sampled(STAGED, Sample("x", "x", options={"weekday": 1}))
    with pytest.raises(InvalidSpecification, match="of the kind 'mean'"):
        coded(STAGED, Coding("x", "x", options={"kind": "mean"}))
    with pytest.raises(InvalidSpecification, match="no stage 'later'"):
        coded(STAGED, Coding("x", "x", options={"kind": "binary", "stage": "later"}))


def test_what_is_not_coded_is_a_circumstance_of_its_own() -> None:
    rows = table(clear_demand=[2, 1, None], outcome=["stalemate"] * 3, outcome_stage=["threat"] * 3)
    found = prepared(rows, PLAN.sample("trade"), PLAN.coding("broad"))
    X, names = found.matrix(("clear", "institution"))

    assert names == ("clear", "clear_unknown")
    assert X.tolist() == [[1, 0], [0, 0], [0, 1]]


def fillings(cell: Cell) -> list[float]:
    return [
        (cell.successes + sum(way)) / (cell.coded + cell.missing)
        for way in product((0, 1), repeat=cell.missing)
    ]


def test_bounds_are_those_of_every_filling() -> None:
    japan, others = (Cell(3, 5, 2), Cell(1, 3, 3)), (Cell(2, 6, 1), Cell(2, 4, 2))
    changes = [b - a for a in fillings(japan[0]) for b in fillings(japan[1])]
    elsewhere = [b - a for a in fillings(others[0]) for b in fillings(others[1])]
    doubles = [first - second for first in changes for second in elsewhere]

    assert change_bounds(*japan) == pytest.approx((min(changes), max(changes)))
    assert double_change_bounds(japan, others) == pytest.approx((min(doubles), max(doubles)))


def test_a_cell_counts_what_is_there() -> None:
    rows = table(
        outcome=["stalemate", "complete acquiescence", None], outcome_stage=["threat", "threat", None]
    )
    found = prepared(rows, PLAN.sample("trade"), PLAN.coding("broad"))

    assert found.cell(np.ones(3, dtype=bool)) == Cell(1, 2, 1)
