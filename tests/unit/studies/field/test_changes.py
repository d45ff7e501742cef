"""What the studies of rates compute alike, against brute force and closed forms."""

from __future__ import annotations

from itertools import product

import numpy as np
import polars as pl
import pytest
from scipy import stats

from gaiatsu.studies.field.changes import Sides, TwoChanges, blank_by_decade, bounded, compared, spread_of
from gaiatsu.studies.field.design import Design
from gaiatsu.studies.field.outcomes import Cell
from gaiatsu.studies.field.specification import specification

FOUR = (Cell(3, 5, 1), Cell(1, 4, 2), Cell(2, 3, 1), Cell(2, 2, 1))


def fillings(cell: Cell) -> list[float]:
    whole = cell.coded + cell.missing
    return [(cell.successes + won) / whole for won in range(cell.missing + 1)]


def test_the_bounds_of_two_changes_are_those_of_every_filling() -> None:
    changes = TwoChanges(FOUR[:2], FOUR[2:])
    every = [b - a - (d - c) for a, b, c, d in product(*map(fillings, FOUR))]

    assert changes.bounds == pytest.approx((min(every), max(every)))
    assert changes.value == pytest.approx(1 / 4 - 3 / 5 - (2 / 2 - 2 / 3))
    assert changes.smallest == 2


def test_a_bound_counts_what_is_missing() -> None:
    found = bounded(("broad", "trade", "gain"), (-0.5, 0.25), FOUR)

    assert (found.low, found.high, found.n) == (-0.5, 0.25, 19)
    assert found.details == {"missing": 5, "share_missing": pytest.approx(5 / 19)}


@pytest.mark.parametrize(("name", "higher"), [("decline", 0), ("legitimacy", 1)])
def test_the_side_that_is_asked_to_be_higher_decides_the_probability(name: str, higher: int) -> None:
    none = pl.DataFrame()
    sides = Sides(("first", "second"), higher, {"large": "margin"})
    pair = (Cell(10, 14, 11), Cell(5, 10, 9))
    found = compared(Design(specification(name), none, none, 1), pair, ("x", "broad", "trade"), sides=sides)
    grid = (np.arange(20_000) + 0.5) / 20_000
    falls = float(np.mean(stats.beta(10.5, 4.5).sf(stats.beta(5.5, 5.5).ppf(grid))))

    assert found.probability == pytest.approx(falls if higher == 0 else 1 - falls, abs=1e-3)
    assert found.value == pytest.approx(5 / 10 - 10 / 14)
    assert found.p == pytest.approx(stats.fisher_exact([[10, 4], [5, 5]]).pvalue)
    assert (found.details["first"], found.details["missing_second"]) == ("10/14", 9)


def test_the_spread_of_normal_draws_is_the_normal_laws() -> None:
    draws = stats.norm(0.2, 0.1).ppf((np.arange(100_000) + 0.5) / 100_000)
    low, high, p = spread_of(draws)

    assert (low, high) == pytest.approx((0.2 - 1.96 * 0.1, 0.2 + 1.96 * 0.1), abs=1e-3)
    assert p == pytest.approx(2 * stats.norm.sf(2), abs=1e-3)


def test_blanks_are_counted_by_decade_and_in_all() -> None:
    years, outcomes = [1989, 1990, 1995, 1999, 2000], ["x", None, "x", "x", None]
    table = pl.DataFrame({"start_year": years, "outcome": outcomes})
    groups = {"all": np.array([True] * 5), "late": np.array([False, False, True, True, True])}
    found = {one.variant: one.value for one in blank_by_decade(table, groups)}

    assert found == {
        "all 1980s": 0.0,
        "all 1990s": pytest.approx(1 / 3),
        "all 2000s": 1.0,
        "all all years": 0.4,
        "late 1990s": 0.0,
        "late 2000s": 1.0,
        "late all years": pytest.approx(1 / 3),
    }
