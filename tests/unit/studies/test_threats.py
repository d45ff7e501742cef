"""Counting threats, on cases made for the purpose."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest

from gaiatsu.studies.shares import Share
from gaiatsu.studies.threats import (
    STRICT,
    CaseCoding,
    before_after,
    concession_by_target,
    concession_share,
    obliged_decades,
    threat_outcomes,
)


def counts() -> pl.DataFrame:
    rows = [(740, 1980, 3, 3, 1), (740, 1990, 8, 5, 2), (713, 1990, 1, 0, 0), (20, 1990, 0, 2, 2)]
    names = ["ccode2", "decade", "concede", "stand_firm", "back_down"]
    return pl.DataFrame(rows, names, orient="row").with_columns(ccode1=pl.lit(2))


def episodes(*rows: tuple[int, int, str | None]) -> pl.DataFrame:
    """Cases by target, year and outcome; the United States leads each."""
    table = pl.DataFrame(rows, ["target", "start_year", "outcome"], orient="row")
    senders: Any = {f"sender{n}": pl.lit(None, pl.Int64) for n in range(1, 6)}
    return table.with_columns(
        primary_sender=pl.lit(2), issue1=pl.lit(13), end_year=pl.col("start_year"), **senders
    )


def test_outcomes_are_added_up() -> None:
    assert threat_outcomes(counts()) == {"concede": 12, "stand_firm": 10, "back_down": 5}
    assert concession_share(counts()) == Share(12, 27)


def test_targets_are_ranked_by_rate_and_the_rarely_threatened_left_out() -> None:
    assert list(concession_by_target(counts())) == [713, 740, 20]
    assert list(concession_by_target(counts(), at_least=4)) == [740, 20]


def test_a_decade_counts_as_obliged_from_five_years_on() -> None:
    years = [(2, 740, year, 1) for year in range(1985, 1990)] + [
        (2, 20, year, 1) for year in range(1996, 2000)
    ]
    pacts = pl.DataFrame(years, ["ccode1", "ccode2", "year", "defense"], orient="row")

    found = obliged_decades(counts(), pacts).select("ccode2", "decade", "obliged").rows()

    assert found == [(740, 1980, True), (740, 1990, False), (713, 1990, False), (20, 1990, False)]


def test_an_obligation_of_the_target_is_none_of_the_sender() -> None:
    pacts = pl.DataFrame(
        {"ccode1": [740] * 9, "ccode2": [2] * 9, "year": range(1981, 1990), "defense": [1] * 9}
    )

    assert not obliged_decades(counts(), pacts)["obliged"].any()


CASES = episodes(
    (740, 1990, "complete acquiescence"),
    (740, 1991, "negotiated settlement"),
    (740, 1992, None),
    (740, 1993, "stalemate"),
    (740, 1994, None),
    (20, 1994, "complete acquiescence"),
)


def test_cases_are_parted_at_the_end_of_1992() -> None:
    found = before_after(CASES, CaseCoding(), (740,))

    assert (found.before, found.after) == (Share(2, 2), Share(0, 1))
    assert (found.missing_before, found.missing_after) == (1, 1)
    assert found.change == -1


def test_what_counts_as_success_is_part_of_the_coding() -> None:
    assert before_after(CASES, CaseCoding(success=STRICT), (740,)).before == Share(1, 2)


def test_missing_outcomes_bound_the_change() -> None:
    assert before_after(CASES, CaseCoding(), (740,)).bounds == pytest.approx((0 / 2 - 3 / 3, 1 / 2 - 2 / 3))


def test_without_targets_everyone_but_japan_is_counted() -> None:
    assert before_after(CASES, CaseCoding()).after == Share(1, 1)


def test_a_sender_that_does_not_lead_counts_unless_leading_is_asked_for() -> None:
    joint = CASES.with_columns(primary_sender=pl.lit(20), sender3=pl.lit(2))

    assert before_after(joint, CaseCoding(), (740,)).before.cases == 2
    assert before_after(joint, CaseCoding(leading_sender=True), (740,)).before.cases == 0


def test_other_issues_are_left_out_on_request() -> None:
    other = CASES.with_columns(issue1=pl.lit(8))

    assert before_after(other, CaseCoding(trade_only=True), (740,)).before.cases == 0


def test_a_coding_says_what_it_is() -> None:
    words = CaseCoding(success=STRICT, trade_only=True, dated_by="end_year", leading_sender=True).words

    assert words == "gave in; trade cases; United States leading; by end year, to 1992 and after"
