"""Every road to the maximum, and how many end there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from gaiatsu.estimation.signalling.maximum import climb
from gaiatsu.estimation.signalling.selection import Selection
from gaiatsu.estimation.signalling.starts import maximum_likelihood, starts
from gaiatsu.inference.status import Status
from gaiatsu.numerics.streams import stream
from gaiatsu.studies.game_simulation.designs import Cell, small_world

if TYPE_CHECKING:
    from conftest import Sanctions, Simulated


@pytest.mark.data
def test_all_roads_lead_to_the_published_optimum(sanctions: Sanctions) -> None:
    top = maximum_likelihood(
        sanctions.design, selection=Selection.MOST_LIKELY, rng=stream(1, "starts"), random=1
    )

    assert top.best.status is Status.CONVERGED
    assert top.best.evaluation.value == pytest.approx(-3927.9095, abs=5e-5)
    assert [climb.start for climb in top.climbs][:4] == [
        "nested pseudo-likelihood",
        "pseudo-likelihood",
        "half-renewed pseudo-likelihood from a tree",
        "constrained likelihood from pseudo-likelihood",
    ]
    assert top.agreed == len(top.climbs)


def test_the_truth_is_recovered_and_the_starts_agree(simulated: Simulated) -> None:
    top = maximum_likelihood(
        simulated.design, selection=Selection.MOST_LIKELY, rng=stream(2, "starts"), random=1
    )
    error = np.sqrt(np.diag(np.linalg.inv(-top.best.evaluation.hessian)))

    assert top.agreed == len(top.climbs) == 5
    assert (abs(top.best.coefficients - simulated.truth) < 3.5 * error).all()


def test_where_games_play_several_equilibria_the_tree_leads_to_the_maximum_and_no_smooth_road_does() -> None:
    world = small_world(Cell("multiple", 25, 100, 1, 0), 1, 0)
    top = maximum_likelihood(world.design, selection=Selection.MOST_LIKELY, rng=stream(6, "starts"), random=0)
    best = climb(world.design, world.truth, Selection.MOST_LIKELY).evaluation.value

    assert top.best.evaluation.value == pytest.approx(best, abs=1e-4)
    assert top.best.start == "half-renewed pseudo-likelihood from a tree"
    assert top.agreed == 1


def test_a_given_start_is_used_beside_the_others(few_plays: Simulated) -> None:
    begun = list(starts(few_plays.design, stream(3, "starts"), random=0, given=few_plays.truth))

    assert [name for name, _ in begun][-2:] == ["constrained likelihood from given", "given"]
    np.testing.assert_array_equal(begun[-1][1], few_plays.truth)


def test_random_starts_come_from_the_generator_only(few_plays: Simulated) -> None:
    ends = [[start for _, start in starts(few_plays.design, stream(4, "starts"), random=1)] for _ in range(2)]

    np.testing.assert_array_equal(ends[0], ends[1])


def test_graded_designs_start_from_their_four_outcomes(few_plays: Simulated) -> None:
    design = few_plays.design
    graded = type(design)(
        design.counts,
        design.blocks,
        design.fixed,
        (*design.names, "depth: log step to partial", "depth: log step to large"),
        design.cluster,
        np.zeros((design.games, 3)),
    )
    plain = [start for _, start in starts(design, stream(5, "starts"), random=0)]
    wide = [start for _, start in starts(graded, stream(5, "starts"), random=0)]

    np.testing.assert_array_equal(np.array(wide)[:, :-2], np.array(plain))
    assert (np.array(wide)[:, -2:] == 0.0).all()
