"""Replacement against change within cohorts."""

from __future__ import annotations

import numpy as np
import pytest

from gaiatsu.theory.norm_change.decomposition import decompose


def test_only_replacement() -> None:
    h = np.asarray([0.8, 0.4])
    parts = decompose(np.asarray([0.9, 0.1]), np.asarray([0.2, 0.8]), identities_before=h, identities_after=h)

    assert parts.total == pytest.approx(-0.28)
    assert parts.replacement == pytest.approx(-0.28)
    assert parts.within == 0.0


def test_only_change_within() -> None:
    weights = np.asarray([0.5, 0.5])
    parts = decompose(
        weights,
        weights,
        identities_before=np.asarray([0.8, 0.6]),
        identities_after=np.asarray([0.7, 0.4]),
    )

    assert parts.replacement == 0.0
    assert parts.within == pytest.approx(-0.15)


def test_the_parts_add_up(rng: np.random.Generator) -> None:
    before, after = rng.dirichlet(np.ones(6), (2, 500))
    h0, h1 = rng.uniform(size=(2, 500, 6))
    parts = decompose(before, after, identities_before=h0, identities_after=h1)

    np.testing.assert_allclose(parts.replacement + parts.within, parts.total, atol=1e-15)


def test_turning_time_around_turns_every_part_around(rng: np.random.Generator) -> None:
    before, after = rng.dirichlet(np.ones(4), (2, 50))
    h0, h1 = rng.uniform(size=(2, 50, 4))
    forward = decompose(before, after, identities_before=h0, identities_after=h1)
    backward = decompose(after, before, identities_before=h1, identities_after=h0)

    for one, other in zip(forward, backward, strict=True):
        np.testing.assert_allclose(one, -other, atol=1e-15)
