"""Tree beliefs follow jumps; renewing the target's belief once leads around the ledges."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import binom

from gaiatsu.estimation.signalling.belief_tree import belief_tree, half_renewed_pseudo_likelihood
from gaiatsu.estimation.signalling.design import GameDesign, GameFormulas, game_design
from gaiatsu.estimation.signalling.maximum import climb
from gaiatsu.estimation.signalling.pseudo import pseudo_likelihood
from gaiatsu.estimation.signalling.selection import Selection
from gaiatsu.studies.game_simulation.designs import Cell, small_world

FORMULAS = GameFormulas(
    {"sender_stand_firm": "1", "target_stand_firm": "x"},
    {"sender_prize": 1.0},
    {"status_quo": "sq", "concession": "cd", "stand_firm": "sf", "back_down": "bd"},
)


def table(concession: list[int], firm: list[int], back: list[int], x: list[float]) -> GameDesign:
    columns = {"sq": [9] * len(x), "cd": concession, "sf": firm, "bd": back, "x": x}
    return game_design({name: np.array(column) for name, column in columns.items()}, FORMULAS)


def test_a_jump_is_found_where_it_is_and_each_side_of_it_has_its_own_frequency() -> None:
    design = table([20, 20, 2, 2], [1, 1, 9, 9], [1, 1, 9, 9], [0.1, 0.2, 0.3, 0.4])

    found = belief_tree(design)

    overall = (4 + 36 + 0.5) / (44 + 40 + 1)
    assert found.resist_leaves == 2
    assert found.beliefs.resist == pytest.approx(
        np.repeat([(4 + overall) / (44 + 1), (36 + overall) / (40 + 1)], 2), abs=1e-12
    )


@pytest.mark.parametrize(("firm", "leaves"), [(6, 1), (9, 2)])
def test_a_split_is_made_exactly_where_its_binomial_gain_exceeds_the_log_of_the_reactions(
    firm: int, leaves: int
) -> None:
    # two games with 20 resisted challenges each: 4 stood firm in the first, `firm` + 4 in the second
    design = table([0, 0], [4, 4 + firm], [16, 16 - firm], [0.0, 1.0])
    apart = binom.logpmf(4, 20, 0.2) + binom.logpmf(4 + firm, 20, (4 + firm) / 20)
    together = sum(binom.logpmf(seen, 20, (8 + firm) / 40) for seen in (4, 4 + firm))

    assert (apart - together > np.log(40)) == (leaves == 2)
    assert belief_tree(design).stand_firm_leaves == leaves


def test_games_that_react_alike_share_one_belief() -> None:
    design = table([5] * 4, [3] * 4, [2] * 4, [0.1, 0.2, 0.3, 0.4])

    found = belief_tree(design)

    assert (found.resist_leaves, found.stand_firm_leaves) == (1, 1)


def test_the_tree_sees_the_thirds_of_the_published_design_with_three_equilibria() -> None:
    design = small_world(Cell("multiple", 60, 400, 1, 0), 3, 0).design
    x = design.blocks[4][:, 1]

    resist = belief_tree(design).beliefs.resist

    assert resist[x < 1 / 3].mean() == pytest.approx(0.257, abs=0.02)  # .2511 at x = 0, .2639 at a third
    assert resist[x > 2 / 3].mean() == pytest.approx(0.867, abs=0.02)


def test_renewing_the_target_s_belief_leaves_the_sender_s_payoffs_as_they_were() -> None:
    design = small_world(Cell("multiple", 25, 100, 1, 0), 3, 0).design
    beliefs = belief_tree(design).beliefs

    before = pseudo_likelihood(design, beliefs).coefficients
    after = half_renewed_pseudo_likelihood(design, beliefs).coefficients

    sender = [name.startswith("sender") for name in design.names]
    assert after[sender] == pytest.approx(before[sender], abs=1e-7)
    assert not np.allclose(after, before, atol=0.1)


def test_a_climb_from_there_reaches_what_one_from_the_truth_does_and_from_the_tree_alone_it_does_not() -> (
    None
):
    world = small_world(Cell("multiple", 40, 100, 1, 0), 1, 1)
    beliefs = belief_tree(world.design).beliefs
    starts = {
        "truth": world.truth,
        "renewed": half_renewed_pseudo_likelihood(world.design, beliefs).coefficients,
        "alone": pseudo_likelihood(world.design, beliefs).coefficients,
    }

    reached = {
        name: climb(world.design, start, Selection.MOST_LIKELY).evaluation.value
        for name, start in starts.items()
    }

    assert reached["renewed"] == pytest.approx(reached["truth"], abs=1e-4)
    assert reached["alone"] < reached["truth"] - 100.0
