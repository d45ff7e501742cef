"""F12 is the share of draws with a low enough delta*, F9 a difference of shares counted by hand."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from gaiatsu.dynamics import draw_parameters
from gaiatsu.sources import read
from gaiatsu.strategy.evaluate import Assessment, discounted, evaluate
from gaiatsu.strategy.library import LIBRARY
from gaiatsu.studies.falsifiers.field import Bounded
from gaiatsu.studies.falsifiers.linkage import linkage_status, traded_off
from gaiatsu.studies.falsifiers.rules import Status
from gaiatsu.studies.falsifiers.strategies import REPLICATES, long_run_status, patient_enough
from gaiatsu.studies.simulate import find_scenario
from gaiatsu.studies.simulate.making import make_setting


def test_f12_is_a_share_of_draws_that_are_better_from_there_on() -> None:
    """Found again on a grid of patiences: delta* < .9 means better at .9 and at all above."""
    (social, other) = evaluate(
        make_setting(find_scenario("us-japan")),
        draw_parameters(40, seed=7, replicates=REPLICATES),
        {name: LIBRARY[name].policy for name in ("social", "materialist")},
        seed=7,
        assessment=Assessment(1978, beyond=10, replicates=REPLICATES),
    )
    gain = social.payoffs - other.payoffs
    better = [discounted(gain, delta) > 0.0 for delta in np.linspace(0.9, 1.0, 1001)[:-1]]

    assert patient_enough("default", seed=7, draws=40)[0] == np.all(better, axis=0).mean()


@pytest.mark.parametrize(
    ("chances", "status"),
    [
        ((0.45, 0.3), Status.AGAINST),
        ((0.45, 0.6), Status.CANNOT_TELL),
        ((0.95, 0.89), Status.CANNOT_TELL),
        ((0.95, 0.92), Status.SUPPORTED),
    ],
)
def test_f12_is_judged_under_both_even_handed_sets(chances: tuple[float, float], status: Status) -> None:
    assert long_run_status(dict(zip(("default", "sceptical"), chances, strict=True))) is status


def cases(*rows: tuple[int, int, int, str]) -> pl.DataFrame:
    """Target, year, issue and outcome."""
    named = [
        {
            "case": place,
            "threat": 1,
            "primary_sender": 2,
            "target": target,
            "start_year": year,
            "issue1": issue,
            "outcome": outcome,
        }
        for place, (target, year, issue, outcome) in enumerate(rows)
    ]
    return pl.DataFrame(named)


def test_f9_counts_by_hand() -> None:
    """Two economic demands beside a gain (one won), two beside none (both won); one alone, one far away."""
    from gaiatsu.sources.sets.ties import GAVE_IN

    won, lost = min(GAVE_IN), "stalemate"
    assert lost not in GAVE_IN
    table = cases(
        (740, 1980, 1, won),
        (740, 1982, 12, won),
        (740, 1984, 12, lost),
        (200, 1980, 1, lost),
        (200, 1981, 13, won),
        (200, 1979, 14, won),
        (200, 1990, 14, lost),  # nothing within five years
        (255, 1980, 12, lost),  # nothing at all
    )
    found = traded_off(table, None)
    assert found is not None

    assert found.value == pytest.approx(0.5 - 1.0)
    assert (found.coded, found.missing) == (4, 0)
    atop = pl.DataFrame({"ccode1": [2], "ccode2": [740], "year": [1981], "defense": [1]})
    assert traded_off(table, atop) is None  # one economic demand is left, and nothing beside it


@pytest.mark.parametrize(
    ("ends", "fillings", "status"),
    [
        ((-0.4, -0.1), (-0.5, -0.05), Status.AGAINST),
        ((-0.4, -0.1), (-0.5, 0.1), Status.CANNOT_TELL),
        ((0.1, 0.4), (0.05, 0.5), Status.CANNOT_TELL),
    ],
)
def test_f9_is_refuted_by_a_trade_and_supported_by_nothing(
    ends: tuple[float, float], fillings: tuple[float, float], status: Status
) -> None:
    assert linkage_status(Bounded(sum(ends) / 2, *ends, *fillings, 10, 1)) is status


@pytest.mark.data
def test_f9_on_the_real_cases(data_dir: object) -> None:
    ties, atop = (read(name, str(data_dir)).table for name in ("ties", "atop"))
    found, everywhere = traded_off(ties, atop), traded_off(ties, None)
    assert found is not None
    assert everywhere is not None

    assert found.value == pytest.approx(6 / 19 - 15 / 31)
    assert everywhere.value == pytest.approx(6 / 20 - 22 / 52)
    assert found.lowest < found.low < 0.0 < found.high < found.highest
