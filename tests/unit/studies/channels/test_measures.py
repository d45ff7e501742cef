"""What the channel test reads off its fits, on crises whose social effect is known."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import norm

from gaiatsu.estimation.signalling.likelihood import log_likelihoods
from gaiatsu.estimation.signalling.selection import Selection
from gaiatsu.studies.channels.fits import (
    SpecificationFit,
    carried,
    embedded,
    fit_from_many,
    fit_single,
)
from gaiatsu.studies.channels.measures import (
    SUMMED,
    Held,
    composite_error,
    held,
    likelihood_ratio,
    summed_terms,
    vuong,
)

from .simulated import designs, start_of

MARGIN = 0.45
"""The true composite, so that exceeding it is about as probable as not."""
SINGLE = "one equilibrium"


Fits = tuple[SpecificationFit, ...]


def fits(effect: float) -> Fits:
    wide, narrow, other = designs(effect, games=80)
    known = (("full", wide), ("both", narrow), ("misplaced", other))
    return tuple(fit_single(name, design, start_of(design)) for name, design in known)


@pytest.fixture(scope="module")
def present() -> Fits:
    return fits(0.15)


@pytest.fixture(scope="module")
def composite(present: Fits) -> Held:
    return held(present[0], SINGLE, SUMMED, margin=MARGIN)


def test_an_effect_that_is_there_is_found(present: Fits, composite: Held) -> None:
    full, both, _ = present

    assert likelihood_ratio(full.peak(SINGLE), both.peak(SINGLE)).p < 1e-3
    assert composite.low < 0.45 < composite.high
    assert composite.above > 0.999
    assert 0.01 < composite.beyond < 0.99


def test_an_effect_that_is_not_there_is_rarely_found() -> None:
    """Of twelve data sets more than three reject with a chance of .002, were the level what it says."""
    rejected = 0
    for seed in range(12):
        wide, narrow, _ = designs(0.0, games=50, seed=seed)
        full, both = (fit_single("one", design, start_of(design)) for design in (wide, narrow))
        rejected += likelihood_ratio(full.peak(SINGLE), both.peak(SINGLE)).p < 0.05

    assert rejected <= 3


def test_the_right_place_of_the_terms_is_favored(present: Fits) -> None:
    full, _, misplaced = present
    found, turned = vuong(full, misplaced, SINGLE), vuong(misplaced, full, SINGLE)

    assert found.difference == pytest.approx(full.best.value - misplaced.best.value)
    assert found.z > 0.0
    assert turned.z == pytest.approx(-found.z)
    assert found.p == pytest.approx(2.0 * norm.sf(found.z))


def test_turned_regressors_have_the_sum_as_a_coefficient(present: Fits, composite: Held) -> None:
    full = present[0]
    turned, point = summed_terms(full.design), full.best.coefficients.copy()
    places = [full.design.names.index(f"target_concession: {name}") for name in SUMMED]
    total = point[places].sum()
    point[places[0]] = total
    here = log_likelihoods(turned, point, Selection.MOST_LIKELY)

    assert here == pytest.approx(
        log_likelihoods(full.design, full.best.coefficients, Selection.MOST_LIKELY), abs=1e-9
    )
    assert composite.value == pytest.approx(total)


def test_profile_and_hessian_agree_where_the_likelihood_is_a_parabola(composite: Held) -> None:
    half = 1.959964 * composite.hessian_error

    assert composite.low == pytest.approx(composite.value - half, abs=0.2 * half)
    assert composite.high == pytest.approx(composite.value + half, abs=0.2 * half)
    assert composite.beyond == pytest.approx(
        norm.cdf((composite.value - MARGIN) / composite.hessian_error), abs=0.02
    )


def test_the_error_of_the_composite_is_that_of_a_sum(present: Fits) -> None:
    full = present[0]
    each_alone = composite_error(full, SINGLE, clusters=np.arange(full.design.games))
    inverse = np.linalg.inv(-full.best.evaluation.hessian)
    weights = np.array([name.split(": ")[1] in SUMMED for name in full.design.names], dtype=float)
    scores = full.best.evaluation.scores @ inverse @ weights
    games = full.design.games

    assert each_alone == pytest.approx(np.sqrt((scores**2).sum() * games / (games - 1.0)))


def test_a_wider_specification_never_ends_below_the_one_it_nests(present: Fits) -> None:
    full, both, _ = present
    start = embedded(both, "likeliest", full.design)

    assert log_likelihoods(full.design, start, Selection.MOST_LIKELY).sum() == pytest.approx(both.best.value)
    assert carried(full, (both,)).best.value >= both.best.value


def test_starts_that_agree_are_counted() -> None:
    wide, _, _ = designs(0.3, games=40)
    found = fit_from_many("full", wide, np.random.default_rng(2), count=2)
    top = max(value for _, value, _ in found.starts)

    assert found.best.value == top
    assert found.best.agreed == sum(value > top - 1e-4 for _, value, _ in found.starts)
    assert [name for name, _, _ in found.starts] == ["pseudo-likelihood", "constrained likelihood"]
