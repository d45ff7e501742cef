"""Worlds: what is absent is absent to the bit, and what takes its place is what is said."""

from __future__ import annotations

import math
import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from gaiatsu.claims import bibliography
from gaiatsu.dynamics import (
    Histories,
    ParameterDraws,
    RunOptions,
    Setting,
    draw_parameters,
    observed_policy,
    run,
)
from gaiatsu.dynamics.examples import quiet_setting
from gaiatsu.dynamics.worlds import LAG, NOT_EXPRESSED, WORLDS, apply_world, find_world, in_world
from gaiatsu.errors import UnknownName
from gaiatsu.theory.rivals import RIVALS

SETTING = quiet_setting(1970, 1990, shocks=(1979.86,))
DRAWS = draw_parameters(200, seed=11)
OUTCOMES = (
    "demand",
    "threatened",
    "concession",
    "carried_out",
    "backlash",
    "credibility",
    "resolve",
    "depth",
)
COLUMNS = RunOptions(columns=(*OUTCOMES, "hierarchy", "hierarchy_economic", "legitimacy"))


def lived(world: str, setting: Setting = SETTING, draws: ParameterDraws = DRAWS) -> Histories:
    given, drawn = apply_world(world, setting, draws)
    return run(given, drawn, seed=11, policy=in_world(world, observed_policy), options=COLUMNS)


def same(one: Histories, other: Histories, names: tuple[str, ...] = OUTCOMES) -> bool:
    return all(np.array_equal(one[name], other[name]) for name in names)


PLAIN = lived("article")
CALM = replace(SETTING, dispute_settlement=np.zeros(20))
OTHER_ELITES = DRAWS.replace(imprint_occupation=0.1, plasticity_base=0.5, security_share=0.9)
OTHER_TRUST = DRAWS.replace(resting_trust_of_sender=0.2, resting_trust_of_target=0.3, backlash_distrust=0.9)
OTHER_REGIME = replace(SETTING, dispute_settlement=np.linspace(1, 0, 20), violation_elsewhere=np.zeros(20))
OTHER_DEPENDENCE = replace(SETTING, asymmetry=np.linspace(0.1, 2.0, 20), dependence_ratio=np.full(20, 9.0))


def test_the_article_is_the_run_without_a_world() -> None:
    assert same(PLAIN, run(SETTING, DRAWS, seed=11), COLUMNS.columns)


@pytest.mark.parametrize(
    ("world", "setting", "draws"),
    [
        ("materialist", replace(OTHER_REGIME, shock_dates=(), shock_weights=()), OTHER_ELITES),
        ("materialist", SETTING, OTHER_TRUST),
        ("lagged-materialist", OTHER_REGIME, OTHER_ELITES),
        ("reputation-only", OTHER_DEPENDENCE, OTHER_TRUST),
        ("no-reactance", SETTING, DRAWS.replace(reactance=3.0)),
        ("norms-without-identity", SETTING, OTHER_ELITES),
        ("identity-without-norms", OTHER_REGIME, DRAWS),
        ("no-trust", SETTING, OTHER_TRUST),
        ("material-linkage", SETTING, DRAWS.replace(security_share=0.9)),
    ],
)
def test_what_a_world_leaves_out_reaches_no_outcome(
    world: str, setting: Setting, draws: ParameterDraws
) -> None:
    """To the bit; and in the article's world the same change does reach them."""
    assert same(lived(world), lived(world, setting, draws))
    assert not same(PLAIN, lived("article", setting, draws))


@pytest.mark.parametrize("world", [world.name for world in WORLDS[1:]])
def test_every_other_world_makes_a_difference(world: str) -> None:
    assert not same(lived(world), PLAIN)


@pytest.mark.parametrize("world", ["regime-audience-costs", "shadow-of-the-future"])
def test_a_rival_reading_of_the_regime_is_silent_where_there_is_none(world: str) -> None:
    assert same(lived(world, CALM), lived("identity-without-norms", CALM))


def test_without_a_change_of_dependence_a_lag_changes_nothing() -> None:
    still = replace(SETTING, asymmetry=np.full(20, 0.8))

    assert same(lived("lagged-materialist", still), lived("materialist", still))


def test_a_lag_shows_the_asymmetry_of_earlier_years() -> None:
    lagged, _ = apply_world("lagged-materialist", SETTING, DRAWS)
    late = int(LAG)

    assert np.allclose(lagged.asymmetry[late:], SETTING.asymmetry[:-late], rtol=0, atol=1e-15)
    assert np.all(lagged.asymmetry[:late] == SETTING.asymmetry[0])


def test_material_linkage_moves_leverage_and_makes_none() -> None:
    """By hand: others .3*.5 + .2*.3 + .1*.3 = .24, half of it to results: .6 + .12/.4."""
    moved, drawn = apply_world("material-linkage", SETTING, DRAWS)
    before, after = (np.asarray(s.demands[0][1].threatened_cost) for s in (SETTING, moved))
    mix = np.asarray(SETTING.demands[0][1].mix)

    assert np.allclose(after, [0.9, 0.25, 0.15, 0.15], rtol=0, atol=1e-12)
    assert abs(mix @ after - mix @ before) < 1e-12
    assert moved.demands[0][1].linkage == (0.0,) * 4
    assert not drawn["security_share"].any()


def test_material_linkage_stops_where_no_more_fits() -> None:
    block = replace(SETTING.demands[0][1], threatened_cost=(0.95, 1.0, 1.0, 1.0))
    moved, _ = apply_world("material-linkage", replace(SETTING, demands=((1970, block),)), DRAWS)
    costs = np.asarray(moved.demands[0][1].threatened_cost)

    assert costs[0] == 1.0
    assert abs(np.asarray(block.mix) @ costs - np.asarray(block.mix) @ block.threatened_cost) < 1e-12


def test_a_regime_that_watches_adds_its_weight_to_credibility() -> None:
    """Where DSM is 1 the log odds of a threat's credibility rise by phi_W, and nothing else does."""
    strong, off = (replace(SETTING, dispute_settlement=np.full(20, value)) for value in (1.0, 0.0))
    odds = [
        np.log(q / (1.0 - q))
        for q in (lived("regime-audience-costs", setting)["credibility"][0] for setting in (strong, off))
    ]
    threats = [lived("regime-audience-costs", setting)["threatened"][0] for setting in (strong, off)]
    alike = threats[0] == threats[1]

    assert np.allclose((odds[0] - odds[1])[alike], DRAWS["stake_credibility"][alike], rtol=0, atol=1e-9)


def test_deals_that_last_are_conceded_less() -> None:
    always = DRAWS.replace(threat_sensitivity=0.0)
    strong = replace(SETTING, dispute_settlement=np.ones(20))
    grades = [lived("shadow-of-the-future", setting, always)["concession"] for setting in (strong, CALM)]

    assert np.all(grades[0][0] <= grades[1][0])
    assert grades[0][0].sum() < grades[1][0].sum()


def test_a_step_closes_in_one_year_what_plasticity_closes_in_all() -> None:
    """Cohorts frozen, no quiet drift, no defiance: the gap left in the end is the same."""
    still = replace(SETTING, dependence_ratio=np.full(20, 3.0), shock_dates=(1971.0,))
    still = replace(still, elites=replace(SETTING.elites, frozen_from=1970.0, steps_per_year=365))
    draws = DRAWS.replace(plasticity_base=0.0, backlash_defiance=0.0, linkage_cost=0.0, shock_decay=1.5)
    worlds = ("article", "step-not-plasticity")
    slow, fast = (lived(world, still, draws)["hierarchy_economic"] - 0.5 for world in worlds)

    assert np.allclose(fast[2:], fast[2], rtol=1e-12, atol=0)
    assert np.allclose(slow[-1], fast[-1], rtol=0.003, atol=0)
    gap = np.abs(slow[2] - slow[-1])
    assert float(np.median(gap)) > 0.02
    jump, size = 0.3, 1.0 - math.exp(-1.5 * sum(0.3**k / k**2 for k in range(1, 60)))
    _, drawn = apply_world("step-not-plasticity", still, draws.replace(plasticity_shock=jump))
    assert np.allclose(drawn["plasticity_shock"], size, rtol=0, atol=1e-12)


def test_identity_that_follows_power_is_the_position_of_the_year_before() -> None:
    found = lived("identity-follows-power", SETTING, DRAWS.replace(backlash_defiance=0.0, linkage_cost=0.0))
    position = (SETTING.dependence_ratio - 1.0) / (SETTING.dependence_ratio + 1.0)

    assert np.allclose(found["hierarchy"][1:], position[:-1, None], rtol=0, atol=1e-12)


def test_every_rival_is_a_world_or_has_a_reason_why_not() -> None:
    told = {rival for world in WORLDS for rival in world.rivals}

    assert told | set(NOT_EXPRESSED) == {rival.id for rival in RIVALS}
    assert not told & set(NOT_EXPRESSED)


def test_the_page_names_every_world_and_every_rival_without_a_term() -> None:
    page = (Path(__file__).parents[3] / "docs" / "theory" / "worlds.md").read_text()
    first, _, second = page.partition("## Rivals that the engine has no term for")

    assert re.findall(r"^\| `([\w-]+)` \|", first, flags=re.MULTILINE) == [world.name for world in WORLDS]
    assert set(re.findall(r"`([\w-]+)`", second)) == set(NOT_EXPRESSED)


def test_every_world_cites_works_of_the_bibliography() -> None:
    assert {key for world in WORLDS for key in world.references} <= set(bibliography())


def test_an_unknown_world_is_answered_with_its_neighbors() -> None:
    with pytest.raises(UnknownName, match="materialist"):
        find_world("materialism")
