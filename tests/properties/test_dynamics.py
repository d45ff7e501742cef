"""What holds of every run: domains, time's arrow, named streams, the case without a social side."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import expit, logit

from gaiatsu.dynamics import (
    CHUNK,
    Demands,
    ElitePlan,
    Founding,
    Histories,
    ParameterDraws,
    RunOptions,
    Setting,
    draw_parameters,
    run,
)
from gaiatsu.dynamics.answer import (
    draw_grade,
    draw_ordered,
    expected_grade,
    grade_factors,
    grade_weights,
    refusal,
)
from gaiatsu.dynamics.examples import quiet_setting
from gaiatsu.dynamics.histories import COLUMNS, LEVELS, PARTS, STATES
from gaiatsu.dynamics.policy import Chance, observed_policy
from gaiatsu.dynamics.step import begin, prepare, step
from gaiatsu.theory.parameters import DEFAULT
from gaiatsu.theory.response import concession_probabilities, expected_concession
from gaiatsu.theory.tactics import backlash_probabilities

SETTING = quiet_setting(1970, 1994, shocks=(1979.86, 1981.98))
DRAWS = draw_parameters(300, seed=3)
SOCIAL = dict.fromkeys(
    (
        "hierarchy",
        "legitimacy",
        "trust",
        "sender_trust",
        "backlash_legitimacy",
        "backlash_hierarchy",
        "backlash_trust",
    ),
    0.0,
)
share = st.floats(0.0, 1.0)
shares = st.tuples(share, share, share, share)


def same(
    one: Histories, other: Histories, *, years: int, size: int, names: tuple[str, ...] = COLUMNS
) -> bool:
    return all(np.array_equal(one[name][:years, :size], other[name][:years, :size]) for name in names)


@pytest.fixture(scope="module")
def plain() -> Histories:
    return run(SETTING, DRAWS, seed=3)


@st.composite
def settings_(draw: Any) -> Setting:
    start, years = 1990, draw(st.integers(1, 12))
    back = draw(st.integers(0, 3))
    size = years + back
    raw = draw(st.tuples(*(st.floats(0.01, 1.0),) * 4))
    demands = Demands(
        per_year=draw(share),
        mix=tuple(part / sum(raw) for part in raw),
        threatened_cost=draw(shares),
        public_posture=draw(shares),
        unilateral=(0.5, 1.0, 0.0, 0.3),
        authorized=(0.5, 0.0, 1.0, 0.2),
        linkage=draw(shares),
        domestic_support=draw(shares),
        target_in_violation=draw(shares),
        exposure=draw(shares),
        prize=draw(st.floats(0.0, 50.0)),
        stake=draw(share),
        own_cost=draw(share),
        stretch=draw(share),
        breach=draw(share),
    )
    plan = ElitePlan(
        (Founding("old", 1950.3, draw(share), draw(share)), Founding("young", start - back, 0.5, 0.2)),
        start - back,
        turnover=draw(st.sampled_from([1991.5, np.inf])),
        frozen_from=draw(st.sampled_from([1992.0, np.inf])),
        steps_per_year=draw(st.sampled_from([1, 4])),
    )
    count = draw(st.integers(0, 3))
    ratio = np.exp(draw(st.floats(-3, 3)) + np.linspace(0, draw(st.floats(-3, 3)), size))
    return Setting(
        origin=start - back,
        start=start,
        stop=start + years,
        dependence_ratio=ratio,
        asymmetry=np.log(ratio),
        dispute_settlement=np.full(size, draw(share)),
        violation_elsewhere=np.full(size, draw(share)),
        elites=plan,
        demands=((start, demands),),
        shock_dates=tuple(draw(st.floats(1980.0, 2005.0)) for _ in range(count)),
        shock_weights=tuple(draw(share) for _ in range(count)),
    )


def extreme(draws: ParameterDraws, shift: float) -> ParameterDraws:
    """Push every parameter towards the ends of its domain."""
    odd = {}
    for name, value in draws.values.items():
        low, high = DEFAULT[name].bounds
        if (low, high) == (0.0, 1.0):
            odd[name] = expit(np.clip(logit(value) * (1.0 + abs(shift)) + shift, -30, 30))
        elif low == 0.0:
            odd[name] = value * np.exp(np.clip(shift, -2, 2))
        else:
            odd[name] = value * (1.0 + 10.0 * abs(shift))
    odd["perception_lag"] = np.clip(odd["perception_lag"], 0.0, 9.0)
    return draws.replace(**odd)


@settings(max_examples=25)
@given(settings_(), st.floats(-4.0, 4.0), st.integers(0, 2**40))
def test_every_state_stays_in_its_domain(setting: Setting, shift: float, seed: int) -> None:
    histories = run(setting, extreme(draw_parameters(16, seed=seed), shift), seed=seed)

    for name in STATES:
        assert np.all((histories[name] >= -1e-12) & (histories[name] <= 1.0 + 1e-12)), name
    tops = {"demand": 3, "concession": 3, "backlash": 2}
    for name in LEVELS:
        assert np.all((histories[name] >= -1) & (histories[name] <= tops.get(name, 1))), name
    change = np.sum([histories[name] for name in PARTS], axis=0)
    assert np.abs(np.diff(histories["hierarchy"], axis=0) - change[:-1]).max(initial=0.0) < 1e-12


def test_more_years_continue_the_same_histories(plain: Histories) -> None:
    early = run(SETTING.until(1983), DRAWS, seed=3)

    assert same(early, plain, years=13, size=300)


def test_what_comes_later_changes_nothing_before(plain: Histories) -> None:
    ratio = SETTING.dependence_ratio.copy()
    ratio[15:] = 0.5
    asymmetry = SETTING.asymmetry.copy()
    asymmetry[15:] = -0.4
    later = replace(
        SETTING,
        dependence_ratio=ratio,
        asymmetry=asymmetry,
        shock_dates=(*SETTING.shock_dates, 1985.5),
        shock_weights=(*SETTING.shock_weights, 1.0),
        demands=(*SETTING.demands, (1985, replace(SETTING.demands[0][1], per_year=0.1))),
    )
    changed = run(later, DRAWS, seed=3)

    states = tuple(name for name in COLUMNS if name not in PARTS)
    assert same(changed, plain, years=15, size=300, names=states)
    assert same(changed, plain, years=14, size=300)
    assert not same(changed, plain, years=24, size=300)


def test_more_relationships_leave_the_first_as_they_were(plain: Histories) -> None:
    values = {name: np.concatenate([column, column[:50]]) for name, column in DRAWS.values.items()}
    more = ParameterDraws(values, np.concatenate([DRAWS.thresholds, DRAWS.thresholds[..., :50]], axis=-1))

    assert same(run(SETTING, more, seed=3), plain, years=24, size=300)


def test_threads_change_no_bit() -> None:
    draws = draw_parameters(CHUNK + 100, seed=5)
    short = SETTING.until(1974)
    serial = run(short, draws, seed=5)
    parallel = run(short, draws, seed=5, options=RunOptions(workers=3))

    assert same(serial, parallel, years=4, size=CHUNK + 100)
    assert not np.array_equal(serial["demand"][:, :100], serial["demand"][:, CHUNK:])


def test_the_order_of_relationships_does_not_matter() -> None:
    """Relabelling: stepping permuted relationships with their numbers gives the permuted result."""
    order = np.random.Generator(np.random.Philox(1)).permutation(300)
    shuffled = ParameterDraws(
        {name: column[order] for name, column in DRAWS.values.items()}, DRAWS.thresholds[..., order]
    )
    first, second = prepare(SETTING, DRAWS), prepare(SETTING, shuffled)
    one, other = begin(first), begin(second)
    rng = np.random.Generator(np.random.Philox(2))
    for _ in range(6):
        chances = rng.random((len(Chance), 300))
        one, _ = step(one, first, observed_policy, chances=chances)
        other, _ = step(other, second, observed_policy, chances=chances[:, order])

    assert np.array_equal(one.trust_of_sender[order], other.trust_of_sender)
    assert np.array_equal(one.hierarchy[:, order], other.hierarchy)
    assert np.array_equal(one.followed[order], other.followed)


def test_calling_the_years_by_other_numbers_changes_nothing() -> None:
    """The same setting a century later: only the streams, which are named after the year, differ."""
    moved = quiet_setting(2070, 2094, shocks=(2079.86, 2081.98))
    runs = [prepare(setting, DRAWS) for setting in (SETTING, moved)]
    states = [begin(one) for one in runs]
    rng = np.random.Generator(np.random.Philox(4))
    for _ in range(15):
        chances = rng.random((len(Chance), 300))
        done = [
            step(state, one, observed_policy, chances=chances)
            for state, one in zip(states, runs, strict=True)
        ]
        states = [state for state, _ in done]
        assert np.array_equal(done[0][1].concession, done[1][1].concession)

    assert np.allclose(states[0].hierarchy, states[1].hierarchy, rtol=0, atol=1e-12)


def test_a_state_can_be_stepped_twice_without_one_future_touching_the_other() -> None:
    prepared = prepare(SETTING, DRAWS)
    rng = np.random.Generator(np.random.Philox(6))
    tables = [rng.random((len(Chance), 300)) for _ in range(4)]
    state, _ = step(begin(prepared), prepared, observed_policy, chances=tables[0])
    one, _ = step(state, prepared, observed_policy, chances=tables[1])
    kept = one.book.rows[: one.entered].copy()
    other, _ = step(state, prepared, observed_policy, chances=tables[2])
    again, _ = step(state, prepared, observed_policy, chances=tables[1])

    assert np.array_equal(one.book.rows[: one.entered], kept)
    assert np.array_equal(one.hierarchy, again.hierarchy)
    assert not np.array_equal(one.hierarchy, other.hierarchy)


def test_without_social_effects_nothing_social_reaches_an_outcome() -> None:
    """Demands, threats, answers, follow-through and backlash are the material model's, to the bit."""
    material = DRAWS.replace(**SOCIAL)
    other = material.replace(
        resting_trust_of_sender=0.2,
        resting_trust_of_target=0.3,
        imprint_occupation=0.1,
        plasticity_base=0.5,
        security_share=0.9,
        backlash_distrust=0.9,
        backlash_defiance=0.9,
    )
    calm = replace(SETTING, shock_dates=(), shock_weights=(), dispute_settlement=np.full(24, 0.3))
    one, two = run(SETTING, material, seed=3), run(calm, other, seed=3)

    outcomes = (
        "demand",
        "threatened",
        "concession",
        "carried_out",
        "backlash",
        "credibility",
        "resolve",
        "depth",
    )
    assert same(one, two, years=24, size=300, names=outcomes)
    assert not np.array_equal(one["hierarchy"], two["hierarchy"])


def test_with_social_effects_it_does(plain: Histories) -> None:
    calm = replace(SETTING, shock_dates=(), shock_weights=())

    assert not np.array_equal(run(calm, DRAWS, seed=3)["concession"], plain["concession"])


@given(st.floats(-40, 40), st.tuples(*(st.floats(-8, 8),) * 3), share)
def test_the_drawn_law_of_the_grade_is_the_one_that_is_fitted(
    eta: float, alphas: tuple[float, float, float], chance: float
) -> None:
    law = concession_probabilities(np.asarray([eta]), np.asarray([alphas]))[0]
    factors = grade_factors(np.asarray(alphas)[:, None])
    weights = grade_weights(np.asarray([eta]), (factors[0], factors[1], factors[2]))
    drawn = np.asarray([1.0, weights.first[0], weights.second[0], weights.third[0]]) / weights.total[0]

    assert np.abs(drawn - law).max() < 1e-12
    assert abs(drawn.sum() - 1.0) < 1e-12
    assert abs(expected_grade(weights)[0] - expected_concession(law)) < 1e-10
    assert abs(refusal(weights)[0] - law[:2].sum()) < 1e-12
    edges = np.cumsum(law)
    if np.abs(edges[:-1] - chance).min() > 1e-9 and chance < 1.0:
        assert draw_grade(weights, np.asarray([chance]))[0] == np.searchsorted(
            edges[:-1], chance, side="right"
        )


def test_the_drawn_law_of_the_backlash_is_the_ordered_logit() -> None:
    chance = (np.arange(100_000) + 0.5) / 100_000
    level = draw_ordered(np.full(chance.size, 0.7), (np.asarray(0.2), np.asarray(1.9)), logit(chance))
    law = backlash_probabilities(np.asarray(0.7), np.asarray([0.2, 1.9]))

    assert np.abs(np.bincount(level, minlength=3) / chance.size - law).max() < 2e-5
