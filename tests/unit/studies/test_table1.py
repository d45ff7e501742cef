"""What the study of Table 1 computes, on the shipped table and on changed ones."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from gaiatsu import cases
from gaiatsu.cases import CaseSet
from gaiatsu.errors import InvalidSpecification, UnknownName
from gaiatsu.studies.table1 import Table1Study, table1


@pytest.fixture(scope="module")
def article() -> CaseSet:
    return cases.load("schoppa1999")


@pytest.fixture(scope="module")
def study(article: CaseSet) -> Table1Study:
    return table1(article)


def changed(case_set: CaseSet, **columns: Any) -> CaseSet:
    """The set with columns of Table 1 computed from the row by functions."""
    series = case_set.table("table1")
    rows = []
    for row in series.rows:
        cells = dict(zip(series.columns, row, strict=True))
        cells.update({name: rule(cells) for name, rule in columns.items()})
        rows.append(tuple(cells[name] for name in series.columns))
    return case_set.model_copy(update={"series": (series.model_copy(update={"rows": tuple(rows)}),)})


def test_true_ratios_lie_where_rounding_allows(study: Table1Study, rng: np.random.Generator) -> None:
    for row in study.rows:
        japan = row.japan_exports_share + rng.uniform(-0.05, 0.05, 500)
        america = row.us_exports_share + rng.uniform(-0.005, 0.005, 500)

        assert row.lowest_ratio <= np.min(japan / america)
        assert np.max(japan / america) <= row.highest_ratio
        assert row.lowest_ratio <= row.recomputed_ratio <= row.highest_ratio


def test_a_misprint_is_noticed(article: CaseSet) -> None:
    wrong = changed(article, ratio=lambda cells: 9.9 if cells["year"] == 1980 else cells["ratio"])
    agreement = table1(wrong).agreement

    assert (agreement.agreeing, agreement.possible) == (25, 25)
    assert agreement.largest_difference_year == 1980


def test_a_difference_that_rounding_of_the_inputs_explains_is_possible(article: CaseSet) -> None:
    off = changed(article, ratio=lambda cells: 6.5 if cells["year"] == 1970 else cells["ratio"])
    row = table1(off).rows[0]

    assert not row.agrees
    assert row.possible


def test_a_straight_decline_is_called_roughly_linear(article: CaseSet) -> None:
    line = changed(
        article,
        ratio=lambda cells: 8.0 - 0.2 * (cells["year"] - 1970) + 0.05 * (-1) ** int(cells["year"]),
    )
    collapse = table1(line).collapse

    assert collapse.roughly_linear
    assert collapse.share_done == pytest.approx(5 / 7, abs=0.05)


def test_a_rising_asian_share_is_called_rising(article: CaseSet) -> None:
    rising = changed(article, japan_asia_share=lambda cells: 1.0 + 0.1 * (cells["year"] - 1970))
    asia = table1(rising).asian_share

    assert asia.rises_in_eighties
    assert asia.eighties.slope == pytest.approx(0.1)


def test_a_share_that_never_leads_has_no_year_of_leading(article: CaseSet) -> None:
    asia = table1(changed(article, japan_asia_share=lambda _: 0.5)).asian_share

    assert (asia.years_above_us, asia.first_year_above_us, asia.first_lasting_year_above_us) == (
        (),
        None,
        None,
    )
    assert not asia.above_us_in_bush_years


def test_three_year_means_are_centered(study: Table1Study) -> None:
    by_year = {row.year: row.printed_ratio for row in study.rows}
    for one in study.collapse.three_year_means:
        expected = np.mean([by_year[one.center + step] for step in (-1, 0, 1)])

        assert expected == pytest.approx(one.mean)


def test_break_years_are_those_of_the_preferred_partition(study: Table1Study) -> None:
    collapse = study.collapse

    assert collapse.break_years == tuple(1969 + k for k in collapse.breaks.best.breaks)
    assert [one.estimate for one in collapse.break_intervals] == list(collapse.breaks.best.breaks)


def test_each_trend_says_what_kind_of_window_it_has(study: Table1Study) -> None:
    kinds = {(one.first_year, one.last_year): one.window for one in study.trends}

    assert kinds[1977, 1992].startswith("calendar years")
    assert "before the outcomes" in kinds[1976, 1991]


def test_a_missing_year_is_named(article: CaseSet) -> None:
    series = article.table("table1")
    rows = tuple(row for row in series.rows if row[0] != 1983)
    short = article.model_copy(update={"series": (series.model_copy(update={"rows": rows}),)})

    with pytest.raises(InvalidSpecification, match="1983"):
        table1(short)


def test_a_set_without_the_table_is_refused(article: CaseSet) -> None:
    with pytest.raises(UnknownName, match="table1"):
        table1(article.model_copy(update={"series": ()}))


def test_the_trail_names_the_rows(study: Table1Study) -> None:
    (rows,) = study.provenance.inputs

    assert (study.provenance.function, rows.name) == (
        "gaiatsu.studies.table1.table1",
        "schoppa1999/table1",
    )
    assert len(rows.rows) == 26
