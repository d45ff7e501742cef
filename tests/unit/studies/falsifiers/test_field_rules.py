"""Every status of the falsifiers on field data is reached by numbers that call for it."""

from __future__ import annotations

import pytest

from gaiatsu.studies.falsifiers.field import Bounded, LagRow
from gaiatsu.studies.falsifiers.field_rules import (
    Replacement,
    deference_status,
    enforcement_status,
    growth_status,
    lag_status,
    legitimacy_status,
    replacement_status,
)
from gaiatsu.studies.falsifiers.rules import Status
from gaiatsu.studies.shares import Share

SUPPORTED, AGAINST, UNKNOWN = Status.SUPPORTED, Status.AGAINST, Status.CANNOT_TELL


def found(low: float, high: float, lowest: float | None = None, highest: float | None = None) -> Bounded:
    ends = (low if lowest is None else lowest, high if highest is None else highest)
    return Bounded((low + high) / 2, low, high, *ends, 100, 10)


@pytest.mark.parametrize(
    ("numbers", "status"),
    [
        (found(0.02, 0.3), SUPPORTED),
        (found(0.02, 0.3, lowest=-0.1), UNKNOWN),
        (found(-0.2, 0.05), AGAINST),
        (found(-0.2, 0.05, highest=0.2), UNKNOWN),
        (found(-0.2, 0.3), UNKNOWN),
    ],
)
def test_deference(numbers: Bounded, status: Status) -> None:
    assert deference_status(numbers) is status


@pytest.mark.parametrize(
    ("numbers", "smaller", "status"),
    [
        (found(0.05, 0.4), True, SUPPORTED),
        (found(0.05, 0.4, lowest=-0.2), True, UNKNOWN),
        (found(-0.2, 0.2), True, AGAINST),
        (found(-0.2, 0.2), False, UNKNOWN),
        (found(-0.4, -0.1), False, AGAINST),
        (found(-0.4, -0.1, highest=0.3), False, UNKNOWN),
    ],
)
def test_legitimacy(numbers: Bounded, smaller: bool, status: Status) -> None:
    assert legitimacy_status(numbers, published_smaller=smaller) is status


@pytest.mark.parametrize(
    ("without", "enforced", "status"),
    [
        (Share(12, 14), Share(4, 9), SUPPORTED),
        (Share(4, 6), Share(4, 9), UNKNOWN),
        (Share(0, 40), Share(8, 10), AGAINST),
        (Share(0, 40), Share(0, 10), UNKNOWN),
    ],
)
def test_enforcement(without: Share, enforced: Share, status: Status) -> None:
    assert enforcement_status(without, enforced, left_by_complying=False) is status


def test_compliance_that_sorts_the_disputes_supports_nothing() -> None:
    assert enforcement_status(Share(12, 14), Share(4, 9), left_by_complying=True) is UNKNOWN
    assert enforcement_status(Share(0, 40), Share(8, 10), left_by_complying=True) is AGAINST


@pytest.mark.parametrize(
    ("shares", "status"),
    [
        ([(0.4, 0.3), (0.5, 0.3)], SUPPORTED),
        ([(0.05, 0.0), (-0.1, -0.3)], AGAINST),
        ([(0.4, 0.3), (0.05, 0.0)], UNKNOWN),
    ],
)
def test_replacement(shares: list[tuple[float, float]], status: Status) -> None:
    assert replacement_status([Replacement("rule", share, low, 0.3, 0.1) for share, low in shares]) is status


def lags(none: float, others: float) -> list[LagRow]:
    return [LagRow(lag, name, 0.3, p) for name, p in (("none", none), ("others", others)) for lag in range(9)]


@pytest.mark.parametrize(
    ("rows", "soured", "status"),
    [
        (lags(0.01, 0.01), True, AGAINST),
        (lags(0.01, 0.4), True, UNKNOWN),
        (lags(0.3, 0.4), True, SUPPORTED),
        (lags(0.01, 0.01), False, UNKNOWN),
    ],
)
def test_threats(rows: list[LagRow], soured: bool, status: Status) -> None:
    assert lag_status(rows, soured=soured) is status


@pytest.mark.parametrize(
    ("numbers", "low_state", "status"),
    [
        (found(0.2, 0.6), True, AGAINST),
        (found(0.2, 0.6, lowest=-0.1), True, UNKNOWN),
        (found(-0.5, 0.05), True, SUPPORTED),
        (found(-0.5, 0.05, highest=0.4), True, UNKNOWN),
        (found(0.2, 0.6), False, UNKNOWN),
    ],
)
def test_growth(numbers: Bounded, low_state: bool, status: Status) -> None:
    assert growth_status(numbers, low_state=low_state) is status
