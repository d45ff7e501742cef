"""Numbers as people read them."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gaiatsu.report.formats import FORMATS, show
from gaiatsu.terms import Concession


@pytest.mark.parametrize(
    ("value", "fmt", "expected"),
    [
        (0.0025, "p", ".0025"),
        (0.0013986, "p", ".0014"),
        (0.00995, "p", ".010"),
        (0.0782, "p", ".078"),
        (0.372, "p", ".372"),
        (0.00002, "p", "< .0001"),
        (1.0, "p", "1"),
        (0.9999, "p", "> .999"),
        (0.0025, "p3", ".003"),
        (0.0002, "p3", "< .001"),
        (1.0, "p3", "1.000"),
        (0.4377, "prob", ".44"),
        (0.001, "prob", "< .01"),
        (0.0, "prob", ".00"),
        (1.0, "prob", "1.00"),
        (0.999, "prob", "> .99"),
        (0.4377, "%", "44%"),
        (-0.0001, "%", "0%"),
        (0.4377, "%1", "43.8%"),
        (1400, "d", "1,400"),
        (8, "words", "eight"),
        (0, "words", "no"),
        (0, "none", "none"),
        (21, "words", "21"),
        (15, "Words", "Fifteen"),
        (1995.0, "year", "1995"),
        (-0.0831, "+2f", "\u22120.08"),
        (0.0831, "+2f", "+0.08"),
        (-0.0001, "+2f", "0.00"),
        (12345.678, "1f", "12,345.7"),
        (0.0012345, "2g", "0.0012"),
        (0.0, "3g", "0"),
        (math.log(6.8), "factor", "6.8"),
        (math.log(102.4), "factor", "102"),
        (math.log(0.15), "factor", ".15"),
        (20.0, "factor", "> 1,000,000"),
        (-20.0, "factor", "< .000001"),
        (math.inf, "1f", "\u221e"),
        (-math.inf, "1f", "\u2212\u221e"),
        (math.nan, "p", "\u2013"),
        (None, "d", "\u2013"),
        (True, "yesno", "yes"),
        (Concession.LARGE, "text", "largely successful"),
        ("3 -> 7", "text", "3 \u2192 7"),
    ],
)
def test_a_value_is_printed_as_political_science_prints_it(value: object, fmt: str, expected: str) -> None:
    assert expected == show(value, fmt)


@pytest.mark.parametrize("fmt", ["", "f", "2x", "%%", "p9"])
def test_an_unknown_format_names_the_known_ones(fmt: str) -> None:
    with pytest.raises(ValueError, match=r"no number format is called .*2f"):
        show(0.5, fmt)


@given(st.floats(min_value=0, max_value=1))
def test_a_printed_p_value_is_never_further_than_its_last_digit_from_the_whole_one(value: float) -> None:
    text = show(value, "p")
    if text[0] in "<>":
        return
    digits = len(text.partition(".")[2])

    assert abs(float(text) - value) <= 0.5 * 10**-digits + 1e-12


@given(st.floats(min_value=-1e6, max_value=1e6))
def test_a_difference_that_rounds_to_nothing_has_no_sign(value: float) -> None:
    text = show(value, "+2f")

    assert (text[0] in "+\u2212") == any(digit in text for digit in "123456789")


def test_every_format_is_described() -> None:
    described = show.__doc__ or ""

    assert all(f"``{name}``" in described for name in FORMATS)


def test_a_difference_of_shares_is_printed_in_points_with_its_sign() -> None:
    assert [show(value, "points") for value in (0.208, -0.214, 0.001)] == ["+21", "\u221221", "0"]
