"""Parameters, their priors and the named sets."""

from __future__ import annotations

from math import exp

import numpy as np
import pytest

from gaiatsu import cases
from gaiatsu.context.panel import episode_panel
from gaiatsu.context.record import event_record
from gaiatsu.errors import InvalidSpecification, UnknownName
from gaiatsu.inference.priors import beta, half_normal, log_normal, normal, truncated_normal, uniform
from gaiatsu.numerics.streams import stream
from gaiatsu.studies.state import relationship_state, terms
from gaiatsu.theory.parameters import (
    DEFAULT,
    PRIOR_SET_MEANINGS,
    PRIOR_SETS,
    SOCIAL_TERMS,
    Origin,
    Parameter,
    find_parameter,
    sample_parameters,
)
from gaiatsu.theory.response import TERM_NAMES, concession_probabilities, payoff

SPECIFIED = {
    "material": normal(1, 1),
    "legitimacy": normal(0.8, 0.8),
    "hierarchy": normal(0, 1.5),
    "trust": normal(0, 1.5),
    "sender_trust": normal(0, 1.5),
    "reactance": truncated_normal(0.3, 0.3, lower=0.0),
    "domestic_support": normal(0.5, 1),
    "depth": half_normal(0.7),
    "public_posture": half_normal(0.7),
    "threshold_first": normal(0.2, 1.5),
    "threshold_gap": log_normal(-0.7, 0.5),
    "threshold_by_demand": normal(0, 0.5),
    "resolve_prior": beta(6.6, 3.4),
    "honest_error": beta(1, 9),
    "cheat_rate": beta(5, 5),
    "trust_memory": beta(18, 2),
    "resolve_memory": beta(8, 2),
    "extra_dyadic_weight": beta(2, 6),
    "plasticity_base": beta(1, 40),
    "plasticity_shock": beta(3, 7),
    "materialism_lag": uniform(0, 8),
}


def test_the_priors_that_the_theory_gives_are_as_given() -> None:
    assert {name: DEFAULT[name].prior for name in SPECIFIED} == SPECIFIED


def test_the_decay_of_a_shock_is_about_two_and_a_half_years() -> None:
    prior = DEFAULT["shock_decay"].prior

    assert exp(prior.first) == pytest.approx(2.5)


def test_the_prior_reputation_is_near_the_record_of_sanction_threats() -> None:
    prior = DEFAULT["resolve_prior"].prior

    assert prior.first / (prior.first + prior.second) == pytest.approx(0.657, abs=0.01)


def test_a_prior_of_ours_says_so_and_why() -> None:
    ours = [parameter for parameter in DEFAULT.values() if parameter.origin is Origin.OURS]
    given = {name for name, parameter in DEFAULT.items() if parameter.origin is Origin.SPECIFICATION}

    assert all(len(parameter.meaning) > 30 for parameter in ours)
    assert given == set(SPECIFIED) | {"shock_decay"}


def test_every_parameter_has_unit_symbol_and_locator() -> None:
    assert [p.name for p in DEFAULT.values() if not (p.unit and p.symbol and p.locator and p.group)] == []


def test_a_prior_outside_the_bounds_is_refused() -> None:
    with pytest.raises(InvalidSpecification, match="reaches outside its bounds"):
        Parameter("x", "x", "g", "u", normal(0, 1), "m", "l", bounds=(0.0, 1.0))


def test_an_unknown_parameter_is_answered_with_near_names() -> None:
    with pytest.raises(UnknownName, match="hierarchy"):
        find_parameter("hierarchie")


# --- the named sets --------------------------------------------------------------------------------------


def test_the_named_sets_are_the_theorys() -> None:
    weights = {*TERM_NAMES, "sender_trust"}

    assert set(PRIOR_SETS) == set(PRIOR_SET_MEANINGS) == {"default", "sceptical", "article", "materialist"}
    assert {PRIOR_SETS["sceptical"][name] for name in weights} == {normal(0, 0.5)}
    assert {PRIOR_SETS["article"][name] for name in SOCIAL_TERMS} == {half_normal(1)}
    assert PRIOR_SETS["article"]["material"] == half_normal(0.5)
    assert {PRIOR_SETS["materialist"][name] for name in SOCIAL_TERMS} == {normal(0, 0.15)}
    assert PRIOR_SETS["materialist"]["material"] == half_normal(1)


def test_every_set_has_a_law_for_every_weight_and_threshold() -> None:
    needed = {*TERM_NAMES, "sender_trust", "threshold_first", "threshold_gap", "threshold_by_demand"}

    assert {name: needed ^ set(priors) for name, priors in PRIOR_SETS.items() if needed ^ set(priors)} == {}


def lopsided(name: str, *, draws: int = 8000) -> float:
    """Share of prior draws that give one grade over .9 of the fifteen episodes."""
    case_set = cases.load("schoppa1999")
    panel, record = episode_panel(case_set), event_record(case_set)
    made = terms(panel, relationship_state(panel, record, rng=stream(1, "state"), draws=draws))
    priors, rng = PRIOR_SETS[name], stream(2, name)
    eta = payoff(made, {term: priors[term].sample(rng, (draws, 1)) for term in made})
    first, gaps = (
        priors["threshold_first"].sample(rng, (draws, 1)),
        priors["threshold_gap"].sample(rng, (draws, 2)),
    )
    common = np.cumsum(np.concatenate([first, gaps], axis=1), axis=1)
    kinds, place = np.unique(panel.demand_type, return_inverse=True)
    apart = priors["threshold_by_demand"].sample(rng, (draws, kinds.size, 3))[:, place]
    grades = concession_probabilities(eta, common[:, None] + apart).mean(axis=1)
    return float(np.mean(grades.max(axis=-1) > 0.9))


@pytest.mark.parametrize("name", ["sceptical", "article", "materialist"])
def test_no_named_set_expects_one_grade_in_more_than_a_fifth_of_draws(name: str) -> None:
    assert lopsided(name) <= 0.2


def test_the_defaults_expect_one_grade_in_about_a_fifth_of_draws() -> None:
    assert lopsided("default") == pytest.approx(0.226, abs=0.01)


# --- draws -----------------------------------------------------------------------------------------------


def test_a_cheat_always_breaks_more_deals_than_an_honest_partner() -> None:
    drawn = sample_parameters(("honest_error", "cheat_rate"), rng=stream(1), draws=20_000)

    assert np.all(drawn["honest_error"] < drawn["cheat_rate"])
    assert drawn["honest_error"].size == 20_000


def test_asking_for_one_more_parameter_changes_no_other() -> None:
    few = sample_parameters(("trust_memory", "cheat_rate"), rng=stream(7), draws=50)
    every = sample_parameters(DEFAULT, rng=stream(7), draws=50)

    assert np.array_equal(few["trust_memory"], every["trust_memory"])
    assert np.array_equal(few["cheat_rate"], every["cheat_rate"])


def test_draws_stay_within_bounds() -> None:
    for name, values in sample_parameters(DEFAULT, rng=stream(3), draws=2000).items():
        low, high = DEFAULT[name].bounds
        assert values.min() >= low
        assert values.max() <= high


def test_a_replaced_prior_is_used() -> None:
    drawn = sample_parameters(
        ("trust_threshold",), rng=stream(3), draws=100, priors={"trust_threshold": uniform(0.7, 0.8)}
    )

    assert 0.7 <= drawn["trust_threshold"].min() <= drawn["trust_threshold"].max() <= 0.8


def test_the_same_seed_gives_the_same_draws() -> None:
    one, two = (sample_parameters(DEFAULT, rng=stream(9), draws=20) for _ in range(2))

    assert all(np.array_equal(one[name], two[name]) for name in DEFAULT)
