"""What strategies bring is the engine's histories weighed by hand, and nothing else."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from gaiatsu.dynamics import ParameterDraws, Setting, draw_parameters, observed_policy, run
from gaiatsu.dynamics.examples import quiet_setting
from gaiatsu.errors import InvalidSpecification
from gaiatsu.strategy.evaluate import Assessment, Performance, discounted, evaluate
from gaiatsu.strategy.library import LIBRARY
from gaiatsu.strategy.package import Package
from gaiatsu.strategy.payoffs import Stakes

STAKES = Stakes(discount=0.9, backlash_cost=0.3, stretch_gain=0.5, breach_loss=0.5)


def two_years() -> Setting:
    """Two years with a demand for results in each, and what is asked for given."""
    made = quiet_setting(1970, 1972)
    (first, demands), *_ = made.demands
    plain = replace(demands, per_year=1.0, mix=(1.0, 0.0, 0.0, 0.0), stretch=0.0, breach=0.0, own_cost=0.2)
    return replace(made, demands=((first, plain),))


def certain(*, gives: bool) -> ParameterDraws:
    """Targets that give everything, or nothing and hit back as hard as they can."""
    drawn = draw_parameters(4, seed=1).replace(backlash_first=-200.0)
    return ParameterDraws(drawn.values, np.full_like(drawn.thresholds, -40.0 if gives else 40.0))


def played(setting: Setting, drawn: ParameterDraws, policy: Package) -> Performance:
    (found,) = evaluate(
        setting, drawn, {"it": policy}, seed=1, assessment=Assessment(1970, beyond=1, stakes=STAKES)
    )
    return found


def test_two_years_of_gifts_and_stretching_by_hand() -> None:
    """1 in each year, and half of last year's deal again in the second."""
    found = played(two_years(), certain(gives=True), Package(threatens="never", stretch=1.0))

    assert found.payoffs[:2].tolist() == [[1.0] * 4, [1.5] * 4]
    assert discounted(found.payoffs[:2], 0.9).tolist() == pytest.approx([1.0 + 0.9 * 1.5] * 4)
    assert np.allclose(found.parts["stretching"][2], 0.0)  # the status quo stretches none here
    assert found.rates["satisfied"] == 1.0
    assert found.rates["threat"] == 0.0
    assert found.rates["stretched"] == 1.0
    assert found.years == 2


def test_two_years_of_threats_in_vain_by_hand() -> None:
    """Nothing won; own sanctions cost .2 and counter-sanctions .3 in each year."""
    policy = Package(threatens="always", carry_out=1.0)
    found = played(two_years(), certain(gives=False), policy)

    assert np.allclose(found.payoffs[:2], -0.5, atol=1e-12)
    assert np.allclose(found.parts["sanctions"][:2], -0.2, atol=1e-12)
    assert np.allclose(found.parts["backlash"][:2], -0.3, atol=1e-12)
    assert found.rates["counter_sanction"] == 1.0


def test_a_breach_takes_its_share_of_the_deal() -> None:
    found = played(replace_breach(two_years()), certain(gives=True), Package(threatens="never", stretch=0.0))

    assert found.payoffs[:2].tolist() == [[1.0] * 4, [0.5] * 4]
    assert found.parts["breaches"][1].tolist() == [-0.5] * 4


def replace_breach(setting: Setting) -> Setting:
    (first, demands), *_ = setting.demands
    return replace(setting, demands=((first, replace(demands, breach=1.0)),))


def test_the_parts_add_up_to_the_whole_for_every_strategy() -> None:
    found = evaluate(
        quiet_setting(1970, 1980),
        draw_parameters(30, seed=2, replicates=4),
        {name: one.policy for name, one in LIBRARY.items()},
        seed=2,
        assessment=Assessment(1974, beyond=3, replicates=4),
    )

    for one in found:
        assert one.payoffs.shape == (9, 30)
        assert np.allclose(sum(one.parts.values()), one.payoffs, atol=1e-12)
        assert np.allclose(one.halves.mean(axis=0), one.payoffs, atol=1e-12)


@pytest.mark.parametrize(("replicates", "first", "second"), [(1, 1, 0), (3, 1, 1), (4, 2, 2)])
def test_the_halves_are_means_of_relationships_of_their_own(replicates: int, first: int, second: int) -> None:
    """Three replicates: the first by itself, and the other two; nothing of one half is in the other."""
    setting, drawn = quiet_setting(1970, 1975), draw_parameters(20, seed=4, replicates=replicates)
    together, alone = (
        evaluate(setting, drawn, {"quiet": LIBRARY["quiet"].policy}, seed=4, assessment=assessment)[0]
        for assessment in (Assessment(1971, beyond=1, replicates=replicates), Assessment(1971, beyond=1))
    )
    each = alone.payoffs.reshape(5, 20, replicates)

    assert np.allclose(together.halves[0], each[..., :first].mean(axis=-1), atol=1e-12)
    assert np.allclose(together.halves[1], each[..., second:].mean(axis=-1), atol=1e-12)


def test_the_years_are_those_of_the_engine_with_the_same_luck() -> None:
    setting, drawn = quiet_setting(1970, 1984), draw_parameters(50, seed=3)
    histories = run(setting, drawn, seed=3)
    (found,) = evaluate(
        setting, drawn, {"as-is": observed_policy}, seed=3, assessment=Assessment(1975, beyond=2)
    )

    won = np.maximum(histories["concession"][5:], 0) / 3.0
    assert np.array_equal(found.parts["won"][:9], won)
    assert np.array_equal(found.parts["sanctions"][:9], -0.2 * (histories["carried_out"][5:] == 1))
    longer = run(setting.prolonged(2), drawn, seed=3)
    assert np.array_equal(found.parts["won"][9:], np.maximum(longer["concession"][14:], 0) / 3.0)
    assert np.array_equal(found.left["trust_of_sender"], longer["trust_of_sender"][14])
    assert np.array_equal(found.left["hierarchy"], longer["hierarchy"][14])
    assert np.array_equal(found.left["resolve"], longer["resolve"][14])


def test_one_more_strategy_more_draws_and_more_threads_change_no_number() -> None:
    setting, drawn = quiet_setting(1970, 1976), draw_parameters(5000, seed=4)
    quiet, social = LIBRARY["quiet"].policy, LIBRARY["social"].policy
    (alone,) = evaluate(
        setting, drawn.take(slice(0, 10)), {"s": social}, seed=4, assessment=Assessment(1972, beyond=1)
    )
    both = evaluate(
        setting, drawn, {"q": quiet, "s": social}, seed=4, assessment=Assessment(1972, beyond=1, workers=2)
    )

    assert np.array_equal(both[1].payoffs[:, :10], alone.payoffs)


@pytest.mark.parametrize(
    ("first", "replicates", "said"),
    [
        (1965, 1, "Strategies begin in 1965"),
        (1980, 1, "Strategies begin in 1980"),
        (1972, 3, "10 relationships cannot be 3"),
    ],
)
def test_what_cannot_be_assessed_is_refused(first: int, replicates: int, said: str) -> None:
    with pytest.raises(InvalidSpecification, match=said):
        evaluate(
            quiet_setting(1970, 1976),
            draw_parameters(10, seed=1),
            {"q": observed_policy},
            seed=1,
            assessment=Assessment(first, replicates=replicates),
        )


def test_nothing_beyond_the_end_is_refused() -> None:
    with pytest.raises(InvalidSpecification, match="beyond of the assessment is 0"):
        Assessment(1970, beyond=0)
