"""Pieces of the sensitivity analyses against closed forms; draws do not depend on who draws them."""

from __future__ import annotations

from functools import partial
from math import nan

import numpy as np
import pytest

from gaiatsu.studies.channels.bench import opened, spread
from gaiatsu.studies.channels.power import Truth, replicate
from gaiatsu.studies.channels.sensitivity import extrapolated, noisy, without_social

from .simulated import SOCIAL, designs, start_of


def test_a_parabola_is_followed_to_no_error_at_all() -> None:
    amounts = np.array([0.0, 0.5, 1.0, 1.5, 2.0])
    values = 3.0 - 0.5 * amounts + 0.25 * amounts**2

    assert extrapolated(list(values)) == pytest.approx(3.0 + 0.5 + 0.25)


def test_too_few_points_give_no_answer() -> None:
    assert np.isnan(extrapolated([1.0, nan, nan, 2.0, 3.0]))


def test_noise_is_added_to_the_social_terms_alone() -> None:
    wide, _, _ = designs(0.2, games=20)
    moved = noisy(wide, [np.full(20, size) for size in (1.0, 2.0, 3.0)])
    apart = np.concatenate([(a - b)[0] for a, b in zip(moved.blocks, wide.blocks, strict=True)])
    named = dict(zip(wide.names, apart, strict=True))
    added = {
        f"target_concession: {term}": size for term, size in zip(SOCIAL.split(" + "), (1, 2, 3), strict=True)
    }

    assert {name: value for name, value in named.items() if value != 0.0} == pytest.approx(added)


def test_without_the_social_terms_a_design_is_the_narrower_one() -> None:
    wide, narrow, _ = designs(0.2, games=20)
    bare = without_social(wide)

    assert bare.names == narrow.names
    assert all((a == b).all() for a, b in zip(bare.blocks, narrow.blocks, strict=True))


def test_a_simulated_data_set_depends_on_its_number_alone() -> None:
    wide, narrow, _ = designs(0.0, games=40)
    truth = Truth(wide, narrow, start_of(wide), seed=1999)

    assert replicate(truth, 0.2, 3) == replicate(truth, 0.2, 3)
    assert replicate(truth, 0.2, 3) != replicate(truth, 0.2, 4)


def test_a_large_effect_is_found_with_its_sign() -> None:
    wide, narrow, _ = designs(0.0, games=60)
    statistic, composite = replicate(Truth(wide, narrow, start_of(wide), seed=1999), 0.3, 0)

    assert statistic > 16.3  # beyond the thousandth quantile of three degrees of freedom
    assert composite == pytest.approx(0.9, abs=0.3)


def test_work_that_is_shared_comes_back_in_order() -> None:
    tasks = [partial(pow, base, 2) for base in range(6)]
    with opened(1) as alone, opened(2) as pool:
        assert alone is None
        assert spread(tasks, pool) == spread(tasks, alone) == [0, 1, 4, 9, 16, 25]
