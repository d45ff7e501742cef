"""Friends against rivals on cases made so that the answer is known."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from scipy.special import expit
from scipy.stats import norm

from gaiatsu.estimation.ordinal.shift import Shift
from gaiatsu.inference.status import Status
from gaiatsu.numerics.scales import coefficient_alpha, standardized
from gaiatsu.studies.field.scope_cases import ArenaCases
from gaiatsu.studies.field.scope_shifts import Contrast, GroupShift, contrast, decision_power, term_shifts

LIMITS = {"low_quantile": 0.1, "high_quantile": 0.9, "least_cases": 40.0, "margin": 0.1}


def made(seed: int, *, friends: float, rivals: float, n: int = 1500, missing: float = 0.2) -> ArenaCases:
    """Cases whose index moves concessions by given log odds in either group."""
    rng = np.random.default_rng(seed)
    hostile = rng.random(n) < 0.4
    raw = rng.normal(size=(n, 1)) * 1.5 + rng.normal(size=(n, 3))
    terms = np.column_stack([standardized(column) for column in raw.T])
    controls = rng.normal(size=(n, 2))
    slope = np.where(hostile, rivals, friends)
    gave = (rng.random(n) < expit(-0.4 + slope * terms.mean(axis=1) + 0.3 * controls[:, 0])).astype(float)
    gave[rng.random(n) < missing] = np.nan
    return ArenaCases(
        arena="made",
        ids=tuple(map(str, range(n))),
        dyads=rng.integers(0, 200, n),
        rival=hostile,
        disputed=np.zeros(n, dtype=bool),
        allied=rng.random(n) < 0.5,
        terms=terms,
        term_names=("a", "b", "c"),
        raw_terms=raw,
        controls=controls,
        control_names=("power_ratio", "other"),
        outcomes={"strict": gave, "broad": gave},
    )


def compared(cases: ArenaCases) -> Contrast:
    hostile = cases.hostile("either")
    return contrast(cases, "made", "strict", masks=(cases.amicable(hostile), hostile), thresholds=LIMITS)


def test_an_effect_among_friends_and_none_among_rivals_is_found() -> None:
    called = []
    for seed in range(12):
        found = compared(made(seed, friends=1.0, rivals=0.0))
        assert found.amicable.shift is not None
        assert found.hostile.shift is not None
        assert found.amicable.shift.interval(0.9)[0] > 0.1
        assert found.interval()[0] > 0.0
        called.append(found.hostile.shift.p < 0.05)

    assert np.mean(called) <= 0.15


def test_no_difference_is_not_found_where_there_is_none() -> None:
    called = [compared(made(seed, friends=0.6, rivals=0.6, n=600)).p < 0.1 for seed in range(30)]

    assert np.mean(called) == pytest.approx(0.1, abs=0.1)


def test_the_shift_is_recovered_without_bias() -> None:
    sizes = []
    for seed in range(12):
        cases = made(seed, friends=0.8, rivals=0.0, missing=0.3)
        found = compared(cases)
        assert found.amicable.shift is not None
        low, high = found.ends
        truth = [
            expit(-0.4 + 0.8 * end + 0.3 * cases.controls[~cases.rival, 0]).mean() for end in (low, high)
        ]
        sizes.append(found.amicable.shift.estimate - (truth[1] - truth[0]))

    assert np.mean(sizes) == pytest.approx(0.0, abs=0.025)


def test_missing_outcomes_widen_the_bounds_and_none_closes_them() -> None:
    open_, closed = (compared(made(3, friends=0.5, rivals=0.0, missing=share)).bounds for share in (0.3, 0.0))

    assert open_[0] < closed[0]
    assert open_[1] > closed[1]
    assert closed[0] == pytest.approx(closed[1])


def test_a_group_with_too_few_cases_has_no_shift() -> None:
    cases = made(4, friends=0.5, rivals=0.0, n=60)
    found = compared(cases)

    assert found.hostile.shift is None
    assert np.isnan(found.difference)
    assert np.isnan(found.p)


def test_the_reliability_is_alpha_over_the_terms_of_the_group() -> None:
    cases = made(5, friends=0.5, rivals=0.0)
    found = compared(cases)
    assert found.hostile.shift is not None

    assert found.hostile.alpha == pytest.approx(coefficient_alpha(cases.terms[cases.rival]))
    assert found.hostile.corrected[0] == pytest.approx(found.hostile.shift.estimate / found.hostile.alpha)


def test_without_a_positive_reliability_there_is_no_correction() -> None:
    shift = Shift("index", 0.0, 1.0, 0.1, 0.05, 50, 40, Status.CONVERGED)
    group = GroupShift("hostile", 50, 0, 20, shift, None, 0.0, 0.0, -0.2)

    assert all(np.isnan(group.corrected))


def test_the_term_that_works_is_found_among_others() -> None:
    rng = np.random.default_rng(9)
    cases = made(9, friends=0.0, rivals=0.0)
    gave = (rng.random(1500) < expit(cases.raw_terms[:, 1])).astype(float)
    worked = replace(cases, outcomes={"strict": gave})
    hostile = worked.hostile("either")
    found = term_shifts(worked, "made", "strict", masks=(~hostile, hostile), thresholds=LIMITS)
    friends = {one.shift.term: one.adjusted_p for one in found if one.group == "amicable"}

    assert friends["b"] < 0.001
    assert min(friends["a"], friends["c"]) > 0.05


def test_definitions_of_friends_and_rivals_are_nested() -> None:
    cases = replace(made(2, friends=0.0, rivals=0.0), disputed=np.arange(1500) % 3 == 0)
    either = cases.hostile("either")

    assert (cases.hostile("rival") <= either).all()
    assert (cases.hostile("dispute") <= either).all()
    assert (cases.amicable(either, "ally") <= cases.amicable(either)).all()


def test_power_rises_with_precision_and_errors_are_what_they_say() -> None:
    rng = np.random.default_rng(1)
    truths = ((0.2, 0.0), (0.0, 0.0), (0.2, 0.2))
    sharp = decision_power((0.03, 0.03), truths, margin=0.1, rng=rng)
    blunt = decision_power((0.10, 0.10), truths, margin=0.1, rng=rng)

    assert sharp[0].supported > 0.9 > blunt[0].supported
    assert sharp[1].against > 0.9
    spread = 0.03 * np.sqrt(2.0)
    assert sharp[2].against == pytest.approx(norm.cdf(0.1 / spread - norm.ppf(0.95)), abs=0.02)
    assert blunt[0].exaggeration > 1.0
    for row in (*sharp, *blunt):
        assert row.supported + row.against + row.unknown == pytest.approx(1.0)
