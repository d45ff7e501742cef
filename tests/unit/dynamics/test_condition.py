"""The likelihood of a record against sums by hand, and what conditioning may and may not change."""

from __future__ import annotations

from dataclasses import replace
from itertools import product
from typing import Any

import numpy as np
import pytest
from scipy.special import expit, logit

from gaiatsu.dynamics import Record, Setting, draw_parameters, run
from gaiatsu.dynamics.condition import (
    TRACKED,
    Conditioned,
    ConditionOptions,
    DemandRecord,
    condition,
    is_determined,
    record_of,
)
from gaiatsu.dynamics.examples import quiet_setting
from gaiatsu.dynamics.observed import ObservedDemand
from gaiatsu.dynamics.parameters import ParameterDraws
from gaiatsu.errors import InvalidSpecification
from gaiatsu.theory.material import credibility
from gaiatsu.theory.response import concession_probabilities, payoff, payoff_terms
from gaiatsu.theory.social import linked_hierarchy, procedural_legitimacy
from gaiatsu.theory.tactics import backlash_index, backlash_probabilities, demand_depth

GIVEN = Record(deals=True, threats=True)
WEIGHTS = ("posture_credibility", "stake_credibility", "own_cost_credibility")
BACKLASH = ("public_posture", "threat", "legitimacy", "hierarchy", "trust")


def setting(stop: int = 1973, **changes: object) -> Setting:
    """Demands for results on the sender's own authority, and everything else given."""
    base = quiet_setting(1970, 1990).until(stop)
    demands = replace(
        base.demands[0][1],
        mix=(1.0, 0.0, 0.0, 0.0),
        unilateral=(1.0, 1.0, 1.0, 1.0),
        authorized=(0.0,) * 4,
        linkage=(0.0,) * 4,
        target_in_violation=(0.0,) * 4,
    )
    return replace(base, demands=((1970, demands),), record=GIVEN, **changes)  # type: ignore[arg-type]


def demand(year: int, **changes: object) -> ObservedDemand:
    given: dict[str, object] = {
        "threatened_cost": 0.6, "public_posture": 0.5, "domestic_support": 0.3, "unilateral": True,
        "grade": 1, "backlash": 1, "depth": 2.0, "dropped": 1.0,
    }  # fmt: skip
    return ObservedDemand(year, 0, **{**given, **changes})  # type: ignore[arg-type]


def one(draws: ParameterDraws, times: int = 1) -> ParameterDraws:
    """The first set of parameters, several times."""
    values = {name: np.repeat(column[:1], times) for name, column in draws.values.items()}
    return ParameterDraws(values, np.repeat(draws.thresholds[..., :1], times, axis=-1))


def by_hand(
    place: Setting, draws: ParameterDraws, asked: ObservedDemand, state: dict[str, Any]
) -> dict[str, np.ndarray]:
    """Probabilities of every outcome of a demand, from the functions of the theory."""
    row = asked.year - place.origin
    usual = place.demands_in(asked.year)
    phi: Any = tuple(draws[name] for name in WEIGHTS)
    believed = credibility(
        state["resolve"],
        public_posture=asked.public_posture,
        stake=usual.stake,
        own_cost=usual.own_cost,
        weights=phi,
    )
    legitimacy = procedural_legitimacy(
        target_in_violation=0.0,
        authorized=0.0,
        unilateral=1.0,
        violation_elsewhere=place.violation_elsewhere[row],
        dispute_settlement=place.dispute_settlement[row],
    )
    depth = demand_depth(state["trust_of_target"], base=draws["depth_results"], weight=draws["sender_trust"])
    tactic = {name: getattr(asked, name) for name in ("threatened_cost", "public_posture")}
    around = {"asymmetry": place.asymmetry[row], "domestic_support": asked.domestic_support, "exposure": 1.0}
    context = {name: state[name] for name in ("hierarchy", "trust_of_sender")}
    terms = payoff_terms(
        tactic={**tactic, "depth": depth},
        setting=around,
        state={**context, "credibility": believed, "legitimacy": legitimacy},
    )
    eta = payoff(terms, {name: draws[name] for name in terms})
    b: Any = tuple(draws[f"backlash_{name}"] for name in BACKLASH)
    index = backlash_index(
        asked.public_posture, asked.threatened_cost, legitimacy=legitimacy, weights=b, **context
    )
    cuts = np.stack([draws["backlash_first"], draws["backlash_first"] + draws["backlash_gap"]], axis=-1)
    return {
        "grade": concession_probabilities(eta, draws.thresholds[0].T),
        "backlash": backlash_probabilities(index, cuts),
        "credibility": np.asarray(believed),
        "depth": np.asarray(depth),
    }


def resting(draws: ParameterDraws, place: Setting) -> dict[str, Any]:
    """State at the start, before anything happened."""
    histories = run(place, draws, seed=1)
    sides = ("hierarchy", "hierarchy_security", "hierarchy_economic")
    return {name: np.asarray(histories[name][0]) for name in sides} | {
        "trust_of_sender": draws["resting_trust_of_sender"],
        "trust_of_target": draws["resting_trust_of_target"],
        "resolve": draws["resolve_prior"],
    }


def probability(found: dict[str, np.ndarray], seen: ObservedDemand) -> np.ndarray:
    assert seen.grade is not None
    assert seen.backlash is not None
    depth = 3.0 * found["depth"] ** 2 * (1.0 - found["depth"])  # two votes of three
    follow = 1.0 - found["credibility"]
    return np.asarray(found["grade"][:, seen.grade] * found["backlash"][:, seen.backlash] * depth * follow)


def test_a_demand_that_meets_a_known_state_is_as_likely_as_the_theory_says() -> None:
    draws, seen, place = draw_parameters(50, seed=3), demand(1970), setting()
    expected = np.log(probability(by_hand(place, draws, seen, resting(draws, place)), seen))

    found = condition(place, draws, record_of([seen]), seed=1)

    assert found.total == pytest.approx(expected, abs=1e-10)


def hidden_year(draws: ParameterDraws, seen: ObservedDemand, place: Setting) -> float:
    """Probability of a demand in the second year, summed over all that the first may have brought.

    The sender threatens in half of the cases where it asks (its sensitivity is 0); what the year leaves
    behind is its backlash, which takes trust and deference.
    """
    start = resting(draws, place)
    quiet = {name: np.asarray(column) for name, column in start.items()}
    calm = condition(place, draws, DemandRecord((demand(1971),), 1970, 1971), seed=1)
    later = dict(zip(TRACKED, calm.smoothed[:, 1], strict=True))
    usual = place.demands_in(1970)
    pressed = demand(1970, threatened_cost=usual.threatened_cost[0], public_posture=usual.public_posture[0])
    chances = by_hand(place, draws, pressed, quiet)["backlash"][0]
    rate = usual.per_year * 0.5
    total = (1.0 - rate) * float(probability(by_hand(place, draws, seen, later), seen)[0])
    for level, chance in enumerate(chances):
        share = level / 2.0
        evidence = -share * draws["backlash_distrust"] * np.log(draws["cheat_rate"] / draws["honest_error"])
        left = 1.0 - share * draws["backlash_defiance"]
        worn = {
            **later,
            "trust_of_sender": expit(logit(later["trust_of_sender"]) + evidence),
            "hierarchy": linked_hierarchy(
                left * later["hierarchy_security"], left * later["hierarchy_economic"],
                security_share=draws["security_share"],
            ),
        }  # fmt: skip
        total += rate * float(chance) * float(probability(by_hand(place, draws, seen, worn), seen)[0])
    return total


@pytest.fixture(scope="module")
def touchy() -> ParameterDraws:
    """A target whose backlash leaves deep traces, so that what is hidden matters."""
    drawn = one(draw_parameters(1, seed=8))
    return drawn.replace(
        threat_sensitivity=0.0, backlash_distrust=0.9, backlash_defiance=0.6, backlash_first=-1.0,
        backlash_gap=0.5, hierarchy=2.5, trust=2.5, honest_error=0.03, cheat_rate=0.8,
    )  # fmt: skip


def test_many_paths_come_to_the_sum_over_everything_that_may_have_happened(touchy: ParameterDraws) -> None:
    seen, place = demand(1971), setting()
    record = DemandRecord((seen,), 1971, 1971)
    expected = hidden_year(touchy, seen, place)
    certain = condition(place, touchy, DemandRecord((seen,), 1970, 1971), seed=1).total

    found = condition(place, touchy, record, seed=2, options=ConditionOptions(particles=20_000))

    assert np.exp(found.total[0]) == pytest.approx(expected, rel=0.01)
    assert np.exp(certain[0]) != pytest.approx(expected, rel=0.03)  # what is hidden does matter


def test_the_estimate_is_unbiased_with_two_paths(touchy: ParameterDraws) -> None:
    seen, place = demand(1971), setting()
    record = DemandRecord((seen,), 1971, 1971)
    estimates = np.exp(
        condition(place, one(touchy, 6000), record, seed=3, options=ConditionOptions(particles=2)).total
    )

    error = estimates.std() / np.sqrt(estimates.size)
    assert abs(estimates.mean() - hidden_year(touchy, seen, place)) < 4.0 * error
    assert error / estimates.mean() < 0.02


def test_paths_that_fit_the_record_survive(touchy: ParameterDraws) -> None:
    """A refusal makes an unseen backlash before it likelier, so that smoothed trust is below filtered."""
    place = setting(1974)
    seen = demand(1971, grade=0, backlash=2)
    found = condition(
        place,
        one(touchy, 500),
        DemandRecord((seen,), 1971, 1971),
        seed=3,
        options=ConditionOptions(particles=8),
    )
    trust = TRACKED.index("trust_of_sender")
    prior = condition(
        place, one(touchy, 4000), DemandRecord((seen,), 1971, 1971), seed=4, options=ConditionOptions(())
    )

    assert found.smoothed[trust, 1].mean() < prior.smoothed[trust, 1].mean() - 0.02
    assert 0.0 < found.effective.min() < 1.0


def determined(stop: int = 1980) -> tuple[Setting, DemandRecord]:
    record = record_of([demand(1970), demand(1975, grade=3, dropped=0.0), demand(1979)])
    return setting(stop), record


def test_where_everything_is_on_record_no_luck_is_left() -> None:
    place, record = determined()
    draws = draw_parameters(20, seed=5)
    first, second = (condition(place, draws, record, seed=seed) for seed in (1, 2))

    assert is_determined(place, record)
    assert np.array_equal(first.total, second.total)
    assert np.array_equal(first.smoothed, second.smoothed)
    assert np.array_equal(first.smoothed, first.filtered)


@pytest.mark.parametrize(
    "change",
    [
        {"record": DemandRecord((demand(1970), demand(1979)), 1975, 1979)},
        {"record": DemandRecord((demand(1970), demand(1979, backlash=None)), 1970, 1979)},
        {"place": replace(setting(1980), record=Record(deals=True))},
    ],
)
def test_what_is_not_on_record_is_left_to_chance(change: dict[str, object]) -> None:
    place, record = determined()
    known = {"place": place, "record": record, **change}

    assert not is_determined(known["place"], known["record"])  # type: ignore[arg-type]


def test_what_happens_later_changes_nothing_earlier() -> None:
    place, _ = determined()
    draws = draw_parameters(20, seed=5)
    options = ConditionOptions(particles=4)
    early = [demand(1972), demand(1975, grade=3)]
    records = [record_of([*early, demand(1978, grade=grade)], whole=False) for grade in (0, 3)]
    one_end, other_end = (condition(place, draws, record, seed=1, options=options) for record in records)

    assert np.array_equal(one_end.filtered[:, :8], other_end.filtered[:, :8])
    assert np.array_equal(one_end.log_likelihood[:8], other_end.log_likelihood[:8])
    assert not np.array_equal(one_end.log_likelihood[8], other_end.log_likelihood[8])


def test_demands_of_one_year_are_scored_apart_and_their_backlashes_add_up() -> None:
    place, draws = setting(), draw_parameters(30, seed=6)
    pair = [demand(1970), demand(1970, grade=3, threatened_cost=0.2)]
    both = condition(place, draws, record_of(pair), seed=1)
    alone = [condition(place, draws, record_of([single]), seed=1) for single in pair]
    worst = condition(place, draws, record_of([demand(1970, backlash=2)]), seed=1)

    assert both.total == pytest.approx(alone[0].total + alone[1].total, abs=1e-10)
    assert both.smoothed[:, 1] == pytest.approx(worst.smoothed[:, 1], abs=1e-12)


def scored(**changes: object) -> Conditioned:
    options = ConditionOptions(**changes.pop("options", {}))  # type: ignore[arg-type]
    draws = draw_parameters(40, seed=7)
    return condition(setting(1972), draws, record_of([demand(1970, **changes)]), seed=1, options=options)


def test_the_probabilities_of_all_outcomes_add_up_to_one() -> None:
    only = {"evidence": ("concession", "backlash", "depth")}
    total = sum(
        np.exp(scored(grade=grade, backlash=level, depth=float(votes), options=only).total)
        for grade, level, votes in product(range(4), range(3), range(4))
    )

    assert total == pytest.approx(1.0, abs=1e-10)


def test_yes_or_no_is_the_sum_of_the_grades_that_mean_it() -> None:
    yes = np.exp(scored(grade=2, options={"evidence": ("conceded",)}).total)
    grades = [np.exp(scored(grade=grade, options={"evidence": ("concession",)}).total) for grade in (2, 3)]

    assert yes == pytest.approx(grades[0] + grades[1], abs=1e-12)


def test_a_threat_is_carried_out_or_dropped() -> None:
    follow = {"evidence": ("follow_through",)}
    carried = np.exp(scored(dropped=0.0, carried_out=1.0, options=follow).total)
    dropped = np.exp(scored(options=follow).total)
    half = scored(dropped=0.5, carried_out=0.5, options=follow).total

    assert carried + dropped == pytest.approx(1.0, abs=1e-12)
    assert half == pytest.approx(0.5 * np.log(carried * dropped), abs=1e-12)
    assert np.all(scored(grade=2, options=follow).total == 0.0)


def test_a_replay_draws_from_the_law_that_the_likelihood_scores() -> None:
    draws = one(draw_parameters(3, seed=9), 20_000)
    unknown = record_of([demand(1970)]).forget("grade", "backlash", "depth", "carried_out", "dropped")
    found = condition(setting(1972), draws, unknown, seed=4, options=ConditionOptions(()))
    law = by_hand(setting(1972), one(draws), demand(1970), resting(one(draws), setting(1972)))

    for level, row, name in ((4, 4, "grade"), (3, 5, "backlash")):
        shares = [np.mean(found.demands[row, 0] == value) for value in range(level)]
        assert shares == pytest.approx(law[name][0], abs=0.015)


def test_paths_are_the_same_in_blocks_of_any_worker() -> None:
    place, record = determined()
    draws = draw_parameters(5000, seed=5)
    alone, together = ConditionOptions(workers=1), ConditionOptions(workers=2)
    one_worker = condition(place, draws, record, seed=1, options=alone)
    two = condition(place, draws, record, seed=1, options=together)

    assert np.array_equal(one_worker.total, two.total)


def test_a_record_that_cannot_be_is_refused() -> None:
    with pytest.raises(InvalidSpecification, match="falls in 1950"):
        condition(setting(), draw_parameters(1, seed=1), record_of([demand(1950)]), seed=1)
    with pytest.raises(InvalidSpecification, match="no kind of evidence 'hearsay'"):
        ConditionOptions(evidence=("hearsay",))
    with pytest.raises(InvalidSpecification, match="count twice"):
        ConditionOptions(evidence=("concession", "conceded"))
    with pytest.raises(InvalidSpecification, match="paths"):
        ConditionOptions(particles=0)
    with pytest.raises(InvalidSpecification, match="grade of the demand 1970 is 4"):
        demand(1970, grade=4)
    with pytest.raises(InvalidSpecification, match="unilateral and authorized"):
        demand(1970, authorized=True)
    with pytest.raises(InvalidSpecification, match="in order"):
        DemandRecord((demand(1980), demand(1970)), 1970, 1980)
