"""The channel test on the real crises: the published maximum, the summit above it, and the first verdict."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from gaiatsu.estimation.signalling.several import three_equilibria
from gaiatsu.studies.channels.bench import LIGHT, Bench
from gaiatsu.studies.channels.data import read_channel_sets
from gaiatsu.studies.channels.primary import channel
from gaiatsu.studies.channels.study import make_bench, word_of
from gaiatsu.studies.field.estimates import Estimate
from gaiatsu.theory.crisis_game import equilibria

pytestmark = [pytest.mark.data, pytest.mark.xdist_group("channels")]


@pytest.fixture(scope="module")
def bench(data_dir: Path) -> Bench:
    return make_bench(
        read_channel_sets(data_dir), seed=1999, settings=LIGHT, names=("both", "full"), starts=3
    )


@pytest.fixture(scope="module")
def found(bench: Bench) -> dict[str, Estimate]:
    return {one.variant: one for one in channel(bench)}


def test_both_summits_of_both_specifications(bench: Bench) -> None:
    full, both = bench.fits["full"], bench.fits["both"]
    singles = [fit.peak("one equilibrium") for fit in (full, both)]

    assert [fit.best.value for fit in (full, both)] == pytest.approx([-3775.492, -3783.248], abs=1e-3)
    assert [peak.value for peak in singles] == pytest.approx([-3818.432, -3828.393], abs=1e-3)
    assert [fit.best.agreed for fit in (full, both)] == [1, 1]
    assert [peak.agreed for peak in singles] == [2, 2]


def test_the_higher_summit_lies_where_every_game_has_several_equilibria(bench: Bench) -> None:
    full = bench.fits["full"]
    counts = [
        equilibria(full.design.payoffs(peak.coefficients)).count
        for peak in (full.best, full.peak("one equilibrium"))
    ]

    assert [int(count.min()) for count in counts] == [3, 1]
    assert [int(count.max()) for count in counts] == [3, 1]


def test_the_likelihoods_of_outcomes_sum_to_more_than_one_where_the_outcome_selects(bench: Bench) -> None:
    """One crisis, four possible ends: the likeliest equilibrium of each end gives more than one in all."""
    from gaiatsu.estimation.signalling.likelihood import log_likelihoods
    from gaiatsu.estimation.signalling.selection import Selection

    full = bench.fits["full"]
    for peak, total in ((full.best, 1.0), (full.peak("one equilibrium"), 0.0)):
        sums = np.zeros(full.design.games)
        for end in np.eye(4):
            single = full.design.with_counts(np.tile(end, (full.design.games, 1)))
            sums += np.exp(log_likelihoods(single, peak.coefficients, Selection.MOST_LIKELY))

        assert bool((sums > 1.0 + 1e-6).all()) is bool(total)


def test_the_social_terms_improve_the_fit_and_their_composite_is_no_rise(
    found: dict[str, Estimate], bench: Bench
) -> None:
    high, low = found["likeliest"], found["one equilibrium"]

    assert (high.value, low.value) == pytest.approx((0.0195, -0.0277), abs=1e-4)
    assert (high.p, low.p) == pytest.approx((0.00143, 0.000176), rel=0.01)
    assert (low.low, low.high) == pytest.approx((-0.188, 0.0496), abs=1e-3)
    assert low.details["clustered_beyond"] == pytest.approx(0.08, abs=0.001)
    limits = bench.plan.thresholds
    assert [word_of(one, limits, counted=counted) for one, counted in ((high, True), (low, False))] == [
        "cannot tell",
        "against",
    ]


def test_what_the_terms_do_to_outcomes_sums_to_nothing(found: dict[str, Estimate]) -> None:
    ends = [found[f"outcome: {name}"] for name in ("status quo", "concession", "stand firm", "back down")]

    assert sum(one.value for one in ends) == pytest.approx(0.0, abs=1e-9)
    assert sum(float(one.details["level"]) for one in ends) == pytest.approx(1.0)
    assert found["outcome: resistance"].value == pytest.approx(0.0081, abs=1e-4)


def test_a_start_with_three_equilibria_is_one(bench: Bench) -> None:
    design = bench.fits["both"].design

    assert set(equilibria(design.payoffs(three_equilibria(design))).count.tolist()) == {3}
