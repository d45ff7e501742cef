"""What must hold of the mechanisms for any input."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from gaiatsu.theory.material import credibility, expected_threat, material_position
from gaiatsu.theory.norm_change.decomposition import decompose
from gaiatsu.theory.norm_change.identity import identity_after_linkage, identity_step, plasticity
from gaiatsu.theory.norm_change.reputation import resolve_from_record
from gaiatsu.theory.norm_change.seniority import senior_weight, seniority_weights
from gaiatsu.theory.norm_change.trust import trust_from_record, two_strike_interval, two_strike_rule
from gaiatsu.theory.response import TERM_NAMES, concession_probabilities, payoff, payoff_terms
from gaiatsu.theory.social import procedural_legitimacy
from gaiatsu.theory.tactics import backlash_feedback, backlash_probabilities, demand_depth, perceived

share = st.floats(0.0, 1.0)
inner = st.floats(1e-6, 1.0 - 1e-6)
weight = st.floats(-20.0, 20.0)
dates = st.floats(1900.0, 2100.0)
records = st.lists(st.tuples(dates, st.floats(-3.0, 3.0)), max_size=12)
EVENT_COUNT = 6


def columns(record: list[tuple[float, float]]) -> tuple[np.ndarray, np.ndarray]:
    table = np.asarray(sorted(record), dtype=float).reshape(-1, 2)
    return table[:, 0], table[:, 1]


# --- states stay in their domain -------------------------------------------------------------------------


@given(records, dates, share, st.floats(0.1, 50.0), st.floats(0.1, 50.0))
def test_a_reputation_is_a_probability(
    record: list[tuple[float, float]], date: float, memory: float, a: float, b: float
) -> None:
    when, weights = columns(record)
    R = resolve_from_record(
        np.asarray([date]),
        when,
        followed_through=np.maximum(weights, 0.0),
        dropped=np.maximum(-weights, 0.0),
        prior=(a, b),
        memory=memory,
    )

    assert 0.0 < R[0] < 1.0


@given(records, dates, st.floats(-6.0, 6.0), share)
def test_trust_is_a_probability(
    record: list[tuple[float, float]], date: float, resting: float, memory: float
) -> None:
    when, evidence = columns(record)
    tau = trust_from_record(np.asarray([date]), when, resting=resting, evidence=evidence, memory=memory)

    assert 0.0 <= tau[0] <= 1.0


@given(arrays(float, 5, elements=dates), records, share, share, st.floats(0.05, 30.0))
def test_plasticity_is_a_share_and_never_below_its_base(
    when: np.ndarray, record: list[tuple[float, float]], base: float, jump: float, decay: float
) -> None:
    g = plasticity(when, columns(record)[0], base=base, jump=jump, decay=decay)

    assert np.all(g >= base - 1e-15)
    assert np.all(g <= 1.0)


@given(share, share, share, st.floats(0.0, 30.0))
def test_an_identity_never_passes_the_position_it_is_drawn_to(
    identity: float, position: float, g: float, years: float
) -> None:
    after = identity_step(identity, position, plasticity=g, years=years)

    assert min(identity, position) - 1e-12 <= after <= max(identity, position) + 1e-12


@given(share, share, share)
def test_linkage_never_adds_deference(identity: float, linkage: float, cost: float) -> None:
    assert 0.0 <= identity_after_linkage(identity, linkage, cost=cost) <= identity


@given(st.booleans(), st.booleans(), st.booleans(), st.booleans(), share)
def test_legitimacy_is_between_zero_and_one(
    violation: bool, authorized: bool, unilateral: bool, elsewhere: bool, settlement: float
) -> None:
    level = procedural_legitimacy(
        target_in_violation=float(violation),
        authorized=float(authorized),
        unilateral=float(unilateral),
        violation_elsewhere=float(elsewhere),
        dispute_settlement=settlement,
    )

    assert 0.0 <= level <= 1.0


@given(st.floats(1e-6, 1e6))
def test_the_material_position_is_between_zero_and_one(ratio: float) -> None:
    assert 0.0 <= material_position(ratio) <= 1.0


@given(inner, share, share, share, st.tuples(*[st.floats(0.0, 10.0)] * 3))
def test_credibility_is_a_probability(
    R: float, posture: float, stake: float, cost: float, weights: tuple[float, float, float]
) -> None:
    q = credibility(R, public_posture=posture, stake=stake, own_cost=cost, weights=weights)

    assert 0.0 <= q <= 1.0


@given(share, weight, weight)
def test_the_depth_of_a_demand_is_between_zero_and_one(trust: float, base: float, slope: float) -> None:
    assert 0.0 <= demand_depth(trust, base=base, weight=slope) <= 1.0


@given(weight, weight, st.floats(0.0, 20.0))
def test_backlash_probabilities_are_probabilities(index: float, first: float, gap: float) -> None:
    p = backlash_probabilities(np.asarray(index), np.asarray([first, first + gap]))

    assert np.all(p >= 0.0)
    assert p.sum() == pytest.approx(1.0)


@given(st.integers(0, 2), share, st.floats(0.0, 5.0), share, share)
def test_backlash_never_makes_friends(
    backlash: int, hierarchy: float, strength: float, distrust: float, defiance: float
) -> None:
    after = backlash_feedback(
        backlash, hierarchy, violation_evidence=strength, distrust=distrust, defiance=defiance
    )

    assert after.evidence <= 0.0
    assert 0.0 <= after.hierarchy <= hierarchy


@given(arrays(float, 4, elements=weight), arrays(float, (4, 3), elements=weight))
def test_concession_probabilities_are_probabilities(eta: np.ndarray, thresholds: np.ndarray) -> None:
    p = concession_probabilities(eta, thresholds)

    assert np.all((p >= 0.0) & (p <= 1.0))
    np.testing.assert_allclose(p.sum(axis=-1), 1.0)


# --- no effect of the future on the past -----------------------------------------------------------------


@given(records, st.lists(st.floats(0.0, 80.0), min_size=1, max_size=4), dates, share)
def test_later_events_never_change_an_earlier_trust(
    record: list[tuple[float, float]], later: list[float], date: float, memory: float
) -> None:
    when, evidence = columns(record)
    more = np.concatenate([when, date + np.asarray(later)])
    extra = np.concatenate([evidence, np.full(len(later), -2.0)])
    told = {"resting": 1.0, "memory": memory}

    before = trust_from_record(np.asarray([date]), when, evidence=evidence, **told)
    after = trust_from_record(np.asarray([date]), more, evidence=extra, **told)

    assert float(before[0]) == pytest.approx(float(after[0]), rel=1e-14)


@given(records, st.floats(1e-9, 50.0), dates)
def test_later_shocks_never_change_earlier_plasticity(
    record: list[tuple[float, float]], later: float, date: float
) -> None:
    when = columns(record)[0]
    options = {"base": 0.02, "jump": 0.3, "decay": 2.5}
    # A date so close that adding it changes nothing would be the shock's own day.
    after = np.nextafter(date + later, np.inf)

    one = plasticity(np.asarray([date]), when, **options)
    two = plasticity(np.asarray([date]), np.append(when, after), **options)

    assert float(one[0]) == pytest.approx(float(two[0]), rel=1e-14)


@given(
    arrays(float, 8, elements=share), arrays(float, 8, elements=share), st.floats(0.0, 9.0), st.integers(1, 7)
)
def test_perception_never_sees_the_future(
    values: np.ndarray, others: np.ndarray, lag: float, cut: int
) -> None:
    years = np.arange(1990.0, 1998.0)
    changed = np.where(np.arange(8) >= cut, others, values)

    assert np.array_equal(perceived(years, values, lag=lag)[:cut], perceived(years, changed, lag=lag)[:cut])


# --- direction -------------------------------------------------------------------------------------------


@given(inner, inner, st.floats(0.0, 5.0), st.floats(0.0, 1.0), st.floats(0.0, 20.0))
def test_the_two_strike_rule_is_its_interval(
    trust: float, threshold: float, strength: float, memory: float, gap: float
) -> None:
    low, high = two_strike_interval(trust, threshold, memory=memory, gap=gap)
    rule = two_strike_rule(trust, threshold, violation_evidence=strength, memory=memory, gap=gap)

    assert bool(rule) == (low < strength < high)


@given(st.floats(0.0, 2.0), share, share)
def test_a_reputation_works_through_credibility_and_only_where_something_is_threatened(
    asymmetry: float, low: float, high: float
) -> None:
    nothing = [expected_threat(q, 0.0, asymmetry) for q in (low, high)]
    something = [expected_threat(q, 0.5, asymmetry) for q in sorted((low, high))]

    assert nothing == [0.0, 0.0]
    assert something[0] <= something[1]


@given(st.data())
def test_social_terms_contain_no_threat_and_no_credibility(data: st.DataObject) -> None:
    """Whatever the threat, its size and its credibility, the social terms are the same bits."""
    tactic = {name: data.draw(share) for name in ("threatened_cost", "public_posture", "depth")}
    setting = {name: data.draw(share) for name in ("asymmetry", "domestic_support", "exposure")}
    state = {name: data.draw(share) for name in ("credibility", "hierarchy", "legitimacy", "trust_of_sender")}
    other_tactic = {**tactic, "threatened_cost": data.draw(share)}
    other_setting = {**setting, "asymmetry": data.draw(share)}
    other_state = {**state, "credibility": data.draw(share)}

    one = payoff_terms(tactic=tactic, setting=setting, state=state)
    two = payoff_terms(tactic=other_tactic, setting=other_setting, state=other_state)

    assert {n: float(v) for n, v in one.items() if n != "material"} == {
        n: float(v) for n, v in two.items() if n != "material"
    }


@given(arrays(float, len(TERM_NAMES), elements=st.floats(-1.0, 1.0)), st.sampled_from(TERM_NAMES), share)
def test_a_positive_weight_pushes_the_payoff_the_theorys_way(
    values: np.ndarray, name: str, more: float
) -> None:
    terms = dict(zip(TERM_NAMES, values, strict=True))
    weights = dict.fromkeys(TERM_NAMES, 0.5)

    raised = payoff({**terms, name: terms[name] + more}, weights)

    assert raised - payoff(terms, weights) == pytest.approx(0.5 * more, abs=1e-12)


# --- cohorts ---------------------------------------------------------------------------------------------

edges = st.lists(st.floats(1.0, 15.0), min_size=2, max_size=8).map(
    lambda gaps: 1920.0 + np.concatenate([[0.0], np.cumsum(gaps)])
)


@given(edges, st.floats(15.0, 45.0), st.floats(1.0, 12.0), st.floats(0.5, 80.0))
def test_seniority_weights_are_weights(grid: np.ndarray, mean: float, spread: float, after: float) -> None:
    date = np.asarray([grid[0] + after])
    # Far past the last cohort's career nobody in the table is left at the top.
    if date[0] - grid[-1] > mean + 5 * spread:
        return
    weights = seniority_weights(grid, date, mean=mean, spread=spread)

    assert np.all(weights >= 0.0)
    assert weights.sum() == pytest.approx(1.0)
    assert np.all(weights[0, grid[:-1] >= date[0]] == 0.0)


@given(dates, st.floats(15.0, 45.0), st.floats(1.0, 12.0))
def test_a_closed_cohort_only_loses_weight(date: float, mean: float, spread: float) -> None:
    years = date + np.linspace(-40.0, 80.0, 61)

    assert np.all(np.diff(senior_weight(date, years, mean=mean, spread=spread)) <= 0.0)


simplex = arrays(float, EVENT_COUNT, elements=st.floats(0.01, 1.0)).map(lambda x: x / x.sum())


@given(simplex, simplex, *[arrays(float, EVENT_COUNT, elements=share)] * 2)
def test_replacement_and_change_within_add_up(
    before: np.ndarray, after: np.ndarray, h0: np.ndarray, h1: np.ndarray
) -> None:
    parts = decompose(before, after, identities_before=h0, identities_after=h1)

    assert float(parts.replacement + parts.within) == pytest.approx(float(parts.total), abs=1e-12)
