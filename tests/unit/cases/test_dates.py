from __future__ import annotations

from datetime import date

import pytest

from gaiatsu.cases.dates import decimal_year, span, year_of


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("1986", date(1986, 1, 1), date(1986, 12, 31)),
        ("1988-02", date(1988, 2, 1), date(1988, 2, 29)),
        ("1989-11-09", date(1989, 11, 9), date(1989, 11, 9)),
        ("1500", date(1500, 1, 1), date(1500, 12, 31)),
        ("2200-12", date(2200, 12, 1), date(2200, 12, 31)),
    ],
)
def test_a_partial_date_covers_every_day_it_may_mean(text: str, first: date, last: date) -> None:
    assert (first, last) == span(text)


@pytest.mark.parametrize(
    "text",
    ["", "86", "19999", "1499", "2201", "1986-9", "1986-13", "1986-02-30", "1986-09-02T00:00", "1986/09",
     "1" * 5000, "1986-", " 1986"],
)  # fmt: skip
def test_other_text_is_no_date(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        span(text)


def test_the_year_19999_is_named_as_out_of_range() -> None:
    with pytest.raises(ValueError, match="the year 19999 is outside 1500 to 2200"):
        span("19999")


def test_a_year_stands_for_its_middle() -> None:
    assert decimal_year("1987") == 1987.5
    assert decimal_year("1988") == 1988.5


def test_a_day_lies_inside_its_month_and_its_month_inside_its_year() -> None:
    assert 1989 < decimal_year("1989-11") < 1990
    assert abs(decimal_year("1989-11-09") - decimal_year("1989-11")) < 31 / 365


def test_decimal_years_keep_the_order_of_days() -> None:
    texts = ["1993-07", "1993-12-15", "1994-02", "1994-09", "1995-01-01", "1995-06"]

    assert texts == sorted(texts, key=decimal_year)


def test_the_year_is_the_calendar_year() -> None:
    assert year_of("1991-12-26") == 1991
