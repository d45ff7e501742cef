"""Runs against what can be worked out by hand: two strikes, forgetting, perception, rates."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from scipy.special import logit

from gaiatsu.dynamics import Demands, Record, Setting, draw_parameters, run
from gaiatsu.dynamics.constants import prepare_constants
from gaiatsu.dynamics.examples import quiet_setting
from gaiatsu.dynamics.summaries import changes, fan, first_refusal, half_lives, measure, rates
from gaiatsu.theory.norm_change.trust import two_strike_rule
from gaiatsu.theory.tactics import perceived

SILENT = Demands(0.0, (1.0, 0.0, 0.0, 0.0), (0.0,) * 4, (0.0,) * 4, (0.0,) * 4)
QUIET = quiet_setting(1970, 1990)


def alone(**changes: object) -> Setting:
    return replace(QUIET, demands=((1970, SILENT),), **changes)  # type: ignore[arg-type]


@pytest.mark.parametrize("gap", [1, 6])
def test_the_second_strike_decides_exactly_where_the_rule_says(gap: int) -> None:
    """Strikes on the last instant of a year, so that nothing fades before the state is read."""
    draws = draw_parameters(2000, seed=4)
    threshold = 0.5
    dates = (1974.0 - 1e-9, 1974.0 + gap - 1e-9)
    record = Record(deals=True, sender_dates=dates, sender_signs=(-1.0, -1.0))
    trust = run(alone(record=record), draws, seed=1)["trust_of_sender"]
    rule = two_strike_rule(
        draws["resting_trust_of_sender"], threshold,
        violation_evidence=np.log(draws["cheat_rate"] / draws["honest_error"]),
        memory=draws["trust_memory"], gap=float(gap),
    )  # fmt: skip
    found = (trust[4] > threshold) & (trust[4 + gap] < threshold)

    assert 0.05 < rule.mean() < 0.95
    assert np.mean(found != rule) < 1e-3


def test_a_reputation_is_forgotten_towards_its_prior() -> None:
    """a = a0 + lam^k for an act followed through k years ago: R by hand."""
    draws = draw_parameters(20, seed=4)
    record = Record(threats=True, resolve_dates=(1972.0,), resolve_signs=(1.0,))
    found = run(alone(record=record), draws, seed=1)["resolve"]
    weight, mean, memory = (
        draws[name] for name in ("resolve_prior_weight", "resolve_prior", "resolve_memory")
    )

    assert found[2] == pytest.approx(mean, abs=1e-14)
    for row in range(3, 20):
        gained = memory ** (row - 2.0)
        assert found[row] == pytest.approx((weight * mean + gained) / (weight + gained), abs=1e-13)


def test_conduct_elsewhere_counts_by_its_weight() -> None:
    draws = draw_parameters(20, seed=4).replace(resolve_memory=1.0, extra_dyadic_weight=0.25)
    found = run(alone(dropped_elsewhere=np.full(20, 2.0)), draws, seed=1)["resolve"]
    weight, mean = draws["resolve_prior_weight"], draws["resolve_prior"]

    assert found[-1] == pytest.approx(weight * mean / (weight + 19 * 0.5), abs=1e-13)


@pytest.mark.parametrize("lag", [0.0, 0.4, 1.0, 2.5])
def test_the_sender_sees_what_the_theory_lets_it_see(lag: float) -> None:
    constants = prepare_constants(draw_parameters(3, seed=1).replace(perception_lag=lag))
    dates = np.arange(1970.0, 1976.0)
    values = np.linspace(1.0, 0.0, 6)
    newest_first = tuple(np.full((3, 3), value) for value in values[::-1])

    assert constants.perceive(newest_first)[0, 0] == perceived(dates, values, lag=lag)[-1]


def test_mixed_lags_are_looked_up_one_by_one() -> None:
    draws = draw_parameters(3, seed=1).replace(perception_lag=np.asarray([0.0, 1.2, 9.0]))
    seen = tuple(np.full((3, 3), value) for value in (0.1, 0.2, 0.3, 0.4))

    assert prepare_constants(draws).perceive(seen)[0].tolist() == [0.1, 0.3, 0.4]


def test_deals_are_stretched_in_proportion_to_exposure_and_broken_at_the_given_rate() -> None:
    """Every demand is for a result (exposure 1) and is always conceded; trust counts what happened to it."""
    demands = replace(
        QUIET.demands[0][1],
        per_year=1.0,
        mix=(1.0, 0.0, 0.0, 0.0),
        stretch=0.3,
        breach=0.2,
        exposure=(0.5,) * 4,
    )
    draws = draw_parameters(4000, seed=4).replace(
        trust_memory=0.0, backlash_distrust=0.0, reactance=0.0, threat_sensitivity=0.0,
        domestic_support=500.0, honest_error=0.1, cheat_rate=0.5,
    )  # fmt: skip
    histories = run(replace(QUIET, demands=((1970, demands),)).until(1976), draws, seed=1)
    stretched = histories["deal"][1:] == 0
    resting = logit(draws["resting_trust_of_target"])
    broken = logit(histories["trust_of_target"][2:]) - resting < 0.0

    assert np.all(histories["concession"] == 3)
    assert stretched.mean() == pytest.approx(0.15, abs=0.01)
    assert broken.mean() == pytest.approx(0.2, abs=0.01)
    assert histories["threatened"].mean() == pytest.approx(0.5, abs=0.01)
    after = logit(histories["trust_of_sender"][2]) - logit(draws["resting_trust_of_sender"])
    assert after[stretched[0]] == pytest.approx(-np.log(5.0), abs=1e-9)
    assert after[~stretched[0]] == pytest.approx(np.log(0.9 / 0.5), abs=1e-9)


def test_threats_are_carried_out_as_often_as_they_are_believed() -> None:
    draws = draw_parameters(4000, seed=4)
    histories = run(replace(QUIET, elites=QUIET.elites), draws, seed=2)
    resisted = histories["carried_out"] >= 0
    believed = np.asarray(histories["credibility"])[resisted].mean()

    assert (histories["carried_out"] == 1)[resisted].mean() == pytest.approx(believed, abs=0.01)


def test_social_linkage_takes_nothing_and_material_linkage_spends_the_security_relation() -> None:
    """Only L of a threat wears security identities; the economic side and quiet demands keep theirs."""
    draws = draw_parameters(200, seed=4).replace(
        backlash_defiance=0.0, linkage_cost=0.3, threat_sensitivity=0.0
    )
    base = replace(QUIET.demands[0][1], per_year=1.0, linkage=(0.0,) * 4)
    linked = replace(base, linkage=(1.0,) * 4)
    without, used = (run(replace(QUIET, demands=((1970, d),)), draws, seed=2) for d in (base, linked))
    threatened = used["threatened"][0] == 1

    assert np.array_equal(without["hierarchy_economic"], used["hierarchy_economic"])
    ratio = used["hierarchy_security"][1] / without["hierarchy_security"][1]
    assert ratio[threatened] == pytest.approx(0.7, abs=1e-12)
    assert ratio[~threatened] == pytest.approx(1.0, abs=1e-12)


def test_summaries_count_what_the_histories_hold() -> None:
    draws = draw_parameters(300, seed=4)
    histories = run(QUIET, draws, seed=2)
    grade, asked = np.asarray(histories["concession"]), histories["demand"] >= 0
    by_name = {(r.measure, r.demand): r for r in rates(histories, ((1975, 1980),))}

    one = by_name["concession", "all"]
    assert one.value == pytest.approx(grade[5:11][asked[5:11]].mean())
    assert one.events == asked[5:11].sum()
    assert (
        sum(by_name["threat", kind].events for kind in ("results", "rule", "macroeconomic", "other"))
        == one.events
    )
    first = first_refusal(histories, since=1972)
    by_hand = [next((y for y in range(1972, 1990) if grade[y - 1970, i] == 0), None) for i in range(300)]
    assert first.share[3] == by_hand.count(1975) / 300
    assert first.never == pytest.approx(by_hand.count(None) / 300)
    assert first.share.sum() + first.never == pytest.approx(1.0)
    total = sum(row.total for row in changes(histories)[:-1])
    assert total == pytest.approx(float(np.mean(histories["hierarchy"][-1] - histories["hierarchy"][0])))
    assert fan(histories, "resolve").quantiles[2, 4] == np.median(histories["resolve"][4])
    values, counted = measure(histories, "backlash")
    assert np.array_equal(counted, histories["threatened"] == 1)
    assert values[counted].mean() == pytest.approx((np.asarray(histories["backlash"])[counted] >= 1).mean())
    memory = draws["trust_memory"]
    assert half_lives(draws)[0].median == pytest.approx(np.median(np.log(0.5) / np.log(memory)), rel=0.01)
