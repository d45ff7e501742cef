"""Reputation for resolve."""

from __future__ import annotations

import numpy as np
import pytest
import scipy.stats

from gaiatsu.theory.norm_change.reputation import decayed_sum, resolve, resolve_from_record, resolve_step


def test_without_forgetting_it_is_conjugate_updating() -> None:
    """The posterior mean of a Beta prior after Bernoulli data, integrated numerically."""
    kept, broken = 3, 2
    grid = (np.arange(200_000) + 0.5) / 200_000
    density = scipy.stats.beta(6.6, 3.4).pdf(grid) * grid**kept * (1 - grid) ** broken

    a, b = 6.6, 3.4
    for _ in range(kept):
        a = resolve_step(a, 6.6, memory=1.0, observed=1.0)
    for _ in range(broken):
        b = resolve_step(b, 3.4, memory=1.0, observed=1.0)

    assert resolve(a, b) == pytest.approx(np.average(grid, weights=density), rel=1e-8)


def test_what_was_seen_is_forgotten_towards_the_prior() -> None:
    count = resolve_step(6.6, 6.6, memory=0.8, observed=5.0)
    for _ in range(200):
        count = resolve_step(count, 6.6, memory=0.8, observed=0.0)

    assert count == pytest.approx(6.6)


def test_steps_of_half_a_year_compose_to_a_year() -> None:
    half = resolve_step(9.0, 6.6, memory=0.8, observed=0.0, years=0.5)

    assert resolve_step(half, 6.6, memory=0.8, observed=0.0, years=0.5) == pytest.approx(
        resolve_step(9.0, 6.6, memory=0.8, observed=0.0)
    )


def test_reading_a_record_in_one_go_equals_stepping_through_it() -> None:
    events = np.asarray([1980.25, 1983.0, 1983.5, 1990.75])
    kept = np.asarray([1.0, 0.0, 0.5, 0.0])
    broken = np.asarray([0.0, 1.0, 0.0, 0.5])
    a, b, now = 6.6, 3.4, 1979.0
    for date, up, down in zip(events, kept, broken, strict=True):
        a = resolve_step(a, 6.6, memory=0.7, observed=up, years=date - now)
        b = resolve_step(b, 3.4, memory=0.7, observed=down, years=date - now)
        now = float(date)
    a = resolve_step(a, 6.6, memory=0.7, observed=0.0, years=1993.0 - now)
    b = resolve_step(b, 3.4, memory=0.7, observed=0.0, years=1993.0 - now)

    read = resolve_from_record(
        np.asarray([1993.0]), events, followed_through=kept, dropped=broken, prior=(6.6, 3.4), memory=0.7
    )

    assert float(read[0]) == pytest.approx(resolve(a, b), rel=1e-14)


def test_a_record_of_draws_has_a_row_a_draw() -> None:
    memory = np.asarray([0.5, 0.9, 1.0])
    read = resolve_from_record(
        np.asarray([1990.0, 1995.0]),
        np.asarray([1989.0]),
        followed_through=np.ones(1),
        dropped=np.zeros(1),
        prior=(np.full((3, 1), 6.6), np.full((3, 1), 3.4)),
        memory=memory[:, None, None],
    )

    assert read.shape == (3, 2)
    assert np.all(np.diff(read[:, 0]) > 0)
    assert read[2, 0] == read[2, 1]


def test_an_event_on_the_date_does_not_count_yet() -> None:
    assert decayed_sum(np.asarray([1990.0]), np.asarray([1990.0]), weights=1.0, memory=1.0).tolist() == [0.0]


def test_memory_of_zero_forgets_at_once() -> None:
    assert decayed_sum(np.asarray([1990.1]), np.asarray([1990.0]), weights=1.0, memory=0.0).tolist() == [0.0]
