"""Every computed falsifier gives each status it can give, from numbers that call for it."""

from __future__ import annotations

from math import log

import pytest

from gaiatsu.studies.falsifiers.rules import (
    FalsifierThresholds,
    Status,
    channel_status,
    conjunction_status,
    decline_status,
    independence_status,
    plasticity_status,
    threat_status,
    trust_status,
)

SUPPORTED, AGAINST, UNKNOWN = Status.SUPPORTED, Status.AGAINST, Status.CANNOT_TELL


@pytest.mark.parametrize(
    ("interval", "log_absence", "status"),
    [
        ((0.2, 1.4), -1.0, AGAINST),
        ((-1.4, -0.2), -1.0, AGAINST),
        ((-0.2, 0.3), log(4.0), SUPPORTED),
        ((-1.4, 1.6), 0.1, UNKNOWN),
    ],
)
def test_independence(interval: tuple[float, float], log_absence: float, status: Status) -> None:
    assert independence_status(interval, log_absence) is status


@pytest.mark.parametrize(
    ("through", "beside", "status"),
    [
        (log(20.0), -0.5, SUPPORTED),
        (-log(20.0), 0.0, AGAINST),
        (0.0, log(20.0), AGAINST),
        (log(20.0), 0.5, UNKNOWN),
        (0.1, 0.1, UNKNOWN),
    ],
)
def test_channel_of_reputation(through: float, beside: float, status: Status) -> None:
    assert channel_status(through, beside) is status


@pytest.mark.parametrize(
    ("rule", "hardest", "status"),
    [
        (0.7, 0.95, SUPPORTED),
        (0.05, 0.95, AGAINST),
        (0.7, 0.05, AGAINST),
        (0.7, 0.5, UNKNOWN),
        (0.3, 0.95, UNKNOWN),
        (0.1, 0.1, UNKNOWN),
    ],
)
def test_two_strikes_and_numbers(rule: float, hardest: float, status: Status) -> None:
    assert trust_status(rule, hardest) is status


@pytest.mark.parametrize(
    ("log_level", "status"),
    [(log(11.0), AGAINST), (log(9.0), UNKNOWN), (-log(9.0), UNKNOWN), (-log(11.0), SUPPORTED)],
)
def test_plasticity(log_level: float, status: Status) -> None:
    assert plasticity_status(log_level) is status


@pytest.mark.parametrize(
    ("factors", "gain", "error", "status"),
    [
        ([3.0, 2.5], 4.0, 1.0, SUPPORTED),
        ([3.0, 2.5], 1.0, 1.0, UNKNOWN),
        ([3.0, 1.0], 4.0, 1.0, UNKNOWN),
        ([-3.0, -2.5], -1.0, 1.0, AGAINST),
        ([-3.0, -2.5], 4.0, 1.0, UNKNOWN),
        ([0.3, 0.4], 0.1, 0.6, UNKNOWN),
    ],
)
def test_conjunction_against_lagged_materialism(
    factors: list[float], gain: float, error: float, status: Status
) -> None:
    assert conjunction_status(factors, gain, error) is status


@pytest.mark.parametrize(
    ("p_values", "declined", "status"),
    [
        ([0.0025, 0.048], True, SUPPORTED),
        ([0.0025, 0.07], True, UNKNOWN),
        ([0.9, 0.9], False, AGAINST),
    ],
)
def test_decline(p_values: list[float], declined: bool, status: Status) -> None:
    assert decline_status(p_values, declined=declined) is status


@pytest.mark.parametrize(
    ("p_rise", "soured", "status"),
    [(0.4, True, SUPPORTED), (0.004, True, UNKNOWN), (0.4, False, UNKNOWN)],
)
def test_threats_in_a_sour_context(p_rise: float, soured: bool, status: Status) -> None:
    assert threat_status(p_rise, soured=soured) is status


def test_thresholds_are_what_decides() -> None:
    assert plasticity_status(log(4.0), thresholds=FalsifierThresholds(bayes_factor=3.0)) is AGAINST
