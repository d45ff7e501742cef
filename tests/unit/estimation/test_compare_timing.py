"""When outcomes broke and causes moved."""

import numpy as np
import pytest

from gaiatsu.errors import InvalidSpecification
from gaiatsu.estimation.compare.explanation import fit_base_rate
from gaiatsu.estimation.compare.integral import Cases, prior_nodes
from gaiatsu.estimation.compare.timing import OutcomeTiming, outcome_timing, path_timing, step_timing
from gaiatsu.inference.priors import half_normal

DATES = np.array(
    [1980.0, 1982.0, 1984.0, 1986.0, 1988.0, 1990.0, 1992.0, 1994.0, 1995.0, 1996.0, 1997.0, 1998.0]
)
STRATA = np.array([0, 1] * 6)


def timed(outcomes: list[int], boundary: float) -> OutcomeTiming:
    cases = Cases(np.array(outcomes), STRATA, 4)
    nodes = prior_nodes(cases, slopes=1, rng=np.random.default_rng(4), exponent=9)
    return outcome_timing(
        cases,
        nodes,
        DATES,
        base=fit_base_rate(cases, nodes),
        prior=half_normal(1.0),
        later=boundary < DATES,
    )


def test_a_sudden_fall_is_a_step_dated_between_the_episodes_around_it() -> None:
    timing = timed([3, 3, 3, 2, 3, 3, 3, 0, 0, 1, 0, 0], 1993.0)

    assert max(timing.shapes, key=lambda name: timing.shapes[name]) == "step"
    assert 1992.0 < timing.date.quantile(0.5) < 1994.0
    assert timing.rank_by_evidence == 1
    assert timing.rank_by_score == 1


def test_a_placebo_date_ranks_below_the_true_one() -> None:
    timing = timed([3, 3, 3, 2, 3, 3, 3, 0, 0, 1, 0, 0], 1989.0)

    assert timing.rank_by_evidence is not None
    assert timing.rank_by_evidence > 1


def test_a_slow_decline_is_a_trend_rather_than_a_step() -> None:
    timing = timed([3, 3, 3, 3, 2, 2, 2, 1, 1, 0, 0, 0], 1993.0)

    assert timing.shapes["constant"] < 0.1
    assert timing.shapes["trend"] > timed([3, 3, 3, 3, 3, 3, 0, 0, 0, 0, 0, 0], 1991.0).shapes["trend"]


def test_outcomes_without_a_fall_are_constant() -> None:
    timing = timed([2, 1, 2, 2, 1, 2, 1, 2, 2, 1, 2, 1], 1993.0)

    assert max(timing.shapes, key=lambda name: timing.shapes[name]) == "constant"


def test_shapes_and_dates_are_probabilities() -> None:
    timing = timed([3, 2, 3, 1, 3, 2, 2, 0, 1, 1, 0, 2], 1993.0)

    assert sum(timing.shapes.values()) == pytest.approx(1.0)
    assert sum(split.probability for split in timing.splits) == pytest.approx(1.0)
    assert len(timing.splits) == 11


def test_periods_that_are_not_divided_by_date_have_no_rank() -> None:
    cases = Cases(np.array([3, 0] * 6), STRATA, 4)
    nodes = prior_nodes(cases, slopes=1, rng=np.random.default_rng(4), exponent=6)

    timing = outcome_timing(
        cases,
        nodes,
        DATES,
        base=fit_base_rate(cases, nodes),
        prior=half_normal(1.0),
        later=np.array([True, False] * 6),
    )

    assert timing.rank_by_evidence is None


YEARS = np.arange(1977.0, 1997.0) + 0.5
RIPPLE = 0.02 * np.sin(7.0 * YEARS)


def test_a_fall_at_one_time_is_a_step_with_its_date() -> None:
    timing = path_timing(YEARS, (np.where(YEARS < 1990.0, 1.0, 0.0) + RIPPLE)[None])

    assert timing.shapes["step"] > 0.9
    assert timing.date is not None
    assert timing.date.interval() == pytest.approx((1989.55, 1990.45), abs=0.05)


def test_a_drift_is_a_trend() -> None:
    assert path_timing(YEARS, (1.0 - (YEARS - 1977.0) / 20.0 + 3.0 * RIPPLE)[None]).shapes["trend"] > 2 / 3


def test_a_rise_is_no_fall() -> None:
    rise = path_timing(YEARS, (np.where(YEARS < 1990.0, 0.0, 1.0) + RIPPLE)[None])

    assert rise.shapes["step"] < 0.05


def test_draws_that_disagree_share_the_probability() -> None:
    early, late = (np.where(year > YEARS, 1.0, 0.0) + RIPPLE for year in (1984.0, 1993.0))

    timing = path_timing(YEARS, np.stack([early, late]))

    assert timing.date is not None
    assert timing.date.cdf(1988.0) == pytest.approx(0.5, abs=0.02)


def test_a_path_that_never_moves_is_constant_and_has_no_date() -> None:
    timing = path_timing(YEARS, np.ones((3, YEARS.size)))

    assert timing.shapes == {"constant": 1.0}
    assert timing.date is None


def test_a_path_must_have_a_value_for_each_year() -> None:
    with pytest.raises(InvalidSpecification, match="20 years"):
        path_timing(YEARS, np.ones((1, 3)))


def test_dated_events_weigh_by_the_size_of_their_fall() -> None:
    timing = step_timing(np.array([1945.0, 1989.0, 1991.0, 1993.0]), np.array([1.0, 0.7, 0.9, 0.0]))

    assert timing.date is not None
    assert timing.date.starts.tolist() == [1989.0, 1993.0]
    assert timing.date.masses == pytest.approx([0.25, 0.75])


def test_events_that_help_the_sender_are_no_fall() -> None:
    assert step_timing(np.array([1945.0, 1995.0]), np.array([0.0, 1.0])).date is None
