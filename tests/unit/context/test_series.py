"""Dated series: reading, quality, and the two sides."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from gaiatsu.context.series import DatedSeries, MaterialSeries, Quality, Reading, SocialSeries
from gaiatsu.errors import InvalidData


def make(reading: Reading = Reading.ANNUAL, **changes: Any) -> MaterialSeries:
    given = {
        "name": "x",
        "years": np.asarray([1990.0, 1991.0, 1993.0]),
        "values": np.asarray([1.0, 2.0, 4.0]),
        "unit": "units",
        "source": "somebody1999",
        "reading": reading,
    }
    return MaterialSeries(**{**given, **changes})


def test_an_annual_series_reads_the_calendar_year() -> None:
    assert make().at(np.asarray([1990.0, 1990.99, 1991.0, 1992.5, 1993.4])).tolist() == [1, 1, 2, 2, 4]


def test_a_step_series_holds_its_last_value() -> None:
    steps = make(Reading.STEP, years=np.asarray([1990.2, 1991.7, 1993.0]))

    assert steps.at(np.asarray([1990.2, 1991.69, 1991.7, 1999.0])).tolist() == [1, 1, 2, 4]


def test_a_linear_series_is_interpolated_and_flat_after_its_end() -> None:
    values = make(Reading.LINEAR).at(np.asarray([1990.5, 1992.0, 1993.0, 2000.0]))

    np.testing.assert_allclose(values, [1.5, 3.0, 4.0, 4.0])


def test_a_linear_series_of_one_value_is_constant() -> None:
    one = make(Reading.LINEAR, years=np.asarray([1990.0]), values=np.asarray([7.0]))

    assert one.at(np.asarray([1990.0, 1999.0])).tolist() == [7.0, 7.0]


def test_a_lag_reads_earlier_values() -> None:
    series = make()

    assert series.at(1993.5, lag=2.0) == series.at(1991.5)


def test_a_number_gives_a_number() -> None:
    assert np.asarray(make().at(1991.2)).shape == ()


def test_a_value_carried_past_its_own_year_is_marked() -> None:
    marks = make().quality_at(np.asarray([1993.99, 1994.0, 1996.2]))

    assert marks == (Quality.AS_PUBLISHED, Quality.CARRIED_FORWARD, Quality.CARRIED_FORWARD)


def test_a_step_is_never_marked_as_carried() -> None:
    assert make(Reading.STEP).quality_at(2020.0) == (Quality.AS_PUBLISHED,)


def test_a_date_before_the_series_is_refused_with_the_date_and_the_start() -> None:
    with pytest.raises(InvalidData, match=r"asked for 1989\.50 but starts in 1990\.00"):
        make().at(1991.5, lag=2)


def test_covers_says_whether_a_lag_can_be_read() -> None:
    assert make().covers(np.asarray([1990.0, 1999.0]))
    assert not make().covers(np.asarray([1990.0, 1999.0]), lag=0.5)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"years": np.asarray([1990.0, 1990.0, 1991.0])}, "not in order"),
        ({"years": np.asarray([1990.0, np.nan, 1991.0])}, "not in order"),
        ({"values": np.asarray([1.0, 2.0])}, "3 dates, 2 values"),
        ({"values": np.asarray([1.0, np.nan, 2.0])}, "no number for 1991"),
        ({"years": np.asarray([]), "values": np.asarray([])}, "0 dates"),
        ({"quality": (Quality.CODED,)}, "1 qualities"),
    ],
)
def test_a_series_that_makes_no_sense_is_refused(changes: dict[str, Any], message: str) -> None:
    with pytest.raises(InvalidData, match=message):
        make(**changes)


def test_the_arrays_of_a_series_cannot_be_written_to() -> None:
    with pytest.raises(ValueError, match="read-only"):
        make().values[0] = 9.0


def test_the_arrays_handed_in_stay_writable() -> None:
    values = np.asarray([1.0, 2.0, 4.0])
    make(values=values)
    values[0] = 5.0

    assert values[0] == 5.0


def test_equal_content_on_different_sides_is_not_equal() -> None:
    columns = ("x", np.asarray([1990.0]), np.asarray([1.0]), "unit", "source")

    assert MaterialSeries(*columns) == MaterialSeries(*columns)
    assert hash(MaterialSeries(*columns)) == hash(MaterialSeries(*columns))
    assert MaterialSeries(*columns) != SocialSeries(*columns)


def test_a_series_without_a_side_cannot_be_made() -> None:
    with pytest.raises(TypeError, match="abstract"):
        DatedSeries("x", np.asarray([1990.0]), np.asarray([1.0]), "unit", "source")  # type: ignore[abstract]


def test_the_digest_changes_with_any_content() -> None:
    base = make()
    others = [
        make(name="y"),
        make(unit="other"),
        make(values=np.asarray([1.0, 2.0, 5.0])),
        make(years=np.asarray([1990.0, 1991.0, 1994.0])),
        make(Reading.STEP),
        make(quality=(Quality.SUSPECT,) * 3),
    ]

    assert len({series.digest for series in (base, *others)}) == len(others) + 1
