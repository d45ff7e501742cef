"""Numbers behind the falsifiers on field data: by hand, by brute force and on data made for it."""

from __future__ import annotations

from itertools import product
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from scipy.stats import beta, binom

from gaiatsu import cases, sources
from gaiatsu.studies.external.implications import theory_draws, threat_ratio
from gaiatsu.studies.falsifiers.field import (
    cohort_weights,
    defended_concessions,
    growth_contrast,
    lag_rows,
    legitimacy_growth,
    rate_above,
    rate_below,
)
from gaiatsu.studies.shares import Share

SCHEMA = {
    "case": pl.Int64,
    "start_year": pl.Int64,
    "primary_sender": pl.Int64,
    **{f"sender{place}": pl.Int64 for place in range(1, 6)},
    "target": pl.Int64,
    "institution": pl.Int64,
    "issue1": pl.Int64,
    "threat": pl.Int64,
    "outcome": pl.String,
}
YES, NO = "complete acquiescence", "stalemate"


def episodes(*rows: dict[str, object]) -> pl.DataFrame:
    """Sanction cases; what a row leaves out is a U.S. threat about trade without an institution."""
    usual = {"primary_sender": 2, "threat": 1, "institution": 0, "issue1": 13}
    made = [{**dict.fromkeys(SCHEMA), "case": place, **usual, **row} for place, row in enumerate(rows)]
    return pl.DataFrame(made, schema=SCHEMA)


# --- F4 ----------------------------------------------------------------------------------------------------


def backed(year: int, institution: int, yes: int, no: int, blank: int = 0) -> list[dict[str, object]]:
    ends = [YES] * yes + [NO] * no + [None] * blank
    return [{"start_year": year, "institution": institution, "target": 20, "outcome": end} for end in ends]


def test_growth_is_the_difference_of_two_gains() -> None:
    found = legitimacy_growth(
        episodes(
            *backed(2000, 1, 6, 4), *backed(2000, 0, 2, 8), *backed(1980, 1, 5, 5), *backed(1980, 0, 4, 6)
        )
    )

    assert found.value == pytest.approx((0.6 - 0.2) - (0.5 - 0.4))
    assert found.low < found.value < found.high
    assert (found.lowest, found.highest) == pytest.approx((found.value, found.value))


def test_the_interval_is_that_of_the_posterior() -> None:
    counts = [(60, 40, 1), (20, 80, -1), (50, 50, -1), (40, 60, 1)]
    rows = zip(((2000, 1), (2000, 0), (1980, 1), (1980, 0)), counts, strict=True)
    found = legitimacy_growth(episodes(*(row for (y, i), (a, b, _) in rows for row in backed(y, i, a, b))))
    rng = np.random.default_rng(4)
    draws = sum(sign * beta.rvs(a + 0.5, b + 0.5, size=200_000, random_state=rng) for a, b, sign in counts)

    assert (found.low, found.high) == pytest.approx(tuple(np.quantile(draws, (0.05, 0.95))), abs=0.005)


def test_bounds_are_the_extremes_over_every_filling() -> None:
    table = episodes(
        *backed(2000, 1, 2, 1, 1),
        *backed(2000, 0, 1, 2, 1),
        *backed(1980, 1, 1, 1, 1),
        *backed(1980, 0, 2, 1, 1),
    )
    blank = table["outcome"].is_null().to_numpy()
    growths = []
    for filling in product((YES, NO), repeat=int(blank.sum())):
        outcomes = table["outcome"].to_list()
        for place, value in zip(np.flatnonzero(blank), filling, strict=True):
            outcomes[place] = value
        growths.append(legitimacy_growth(table.with_columns(outcome=pl.Series(outcomes))).value)
    found = legitimacy_growth(table)

    assert (found.lowest, found.highest) == pytest.approx((min(growths), max(growths)))


def test_only_trade_counts_where_it_is_asked_for() -> None:
    other = [{**row, "issue1": 8} for row in backed(2000, 1, 5, 0)]
    table = episodes(
        *other, *backed(2000, 1, 0, 5), *backed(2000, 0, 1, 1), *backed(1980, 1, 1, 1), *backed(1980, 0, 1, 1)
    )

    assert legitimacy_growth(table).value == pytest.approx(0.0)
    assert legitimacy_growth(table, trade_only=True).value == pytest.approx(-0.5)


# --- F14 ----------------------------------------------------------------------------------------------------


def products(**growth: float) -> pl.DataFrame:
    level, rows = 100.0, [{"iso3": "JPN", "year": 1992, "gdp": 100.0}]
    for name, percent in growth.items():
        level *= 1 + percent / 100
        rows.append({"iso3": "JPN", "year": int(name[1:]), "gdp": level})
    return pl.DataFrame(rows)


def test_years_are_split_at_one_percent_of_growth() -> None:
    table = episodes(
        {"start_year": 1993, "target": 740, "outcome": NO},
        {"start_year": 1994, "target": 740, "outcome": YES},
        {"start_year": 1994, "target": 740, "outcome": None},
        {"start_year": 1992, "target": 740, "outcome": YES},
        {"start_year": 1994, "target": 20, "outcome": YES},
    )
    found = growth_contrast(table, products(y1993=0.9, y1994=1.1))
    assert found is not None

    assert found.value == pytest.approx(1.0)
    assert (found.coded, found.missing) == (2, 1)
    assert (found.lowest, found.highest) == pytest.approx((0.5, 1.0))


def test_without_years_of_both_kinds_nothing_can_be_compared() -> None:
    table = episodes({"start_year": 1993, "target": 740, "outcome": NO})

    assert growth_contrast(table, products(y1993=0.9, y1994=3.0)) is None


@pytest.mark.data
def test_japan_s_cases_by_growth_counted_from_the_raw_files(data_dir: Path) -> None:
    raw = pl.read_csv(data_dir / "cases" / "ties" / "TIESv4-1.csv", infer_schema_length=2000)
    world = pl.read_parquet(data_dir / "context" / "pwt_10_01.parquet").filter(pl.col("isocode") == "JPN")
    gdp = dict(zip(world["year"].to_list(), world["rgdpna"].to_list(), strict=True))
    senders = [f"sender{place}" for place in range(1, 6)] + ["primarysender"]
    counts = {True: [0, 0], False: [0, 0]}
    for row in raw.iter_rows(named=True):
        if row["targetstate"] != 740 or row["startyear"] < 1993 or 2 not in {row[name] for name in senders}:
            continue
        year, code = int(row["startyear"]), row["finaloutcome"]
        if code is not None:
            counts[gdp[year] / gdp[year - 1] >= 1.01][int(code not in (1, 2, 6, 7))] += 1
    found = growth_contrast(sources.read("ties", data_dir).table, sources.read("pwt", data_dir).table)
    assert found is not None

    assert counts == {True: [2, 1], False: [1, 7]}
    assert found.counts == "growth 2/3, without 1/8"


# --- F3 ----------------------------------------------------------------------------------------------------


def voted(rng: np.random.Generator, slope: float) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]:
    """Threats to twelve defended states whose concessions follow their votes by so many log odds."""
    states, years = list(range(100, 112)), list(range(1960, 1990))
    points = [{"ccode": 2, "year": y, "ideal_point": 0.0} for y in years]
    near: dict[tuple[int, int], float] = {}
    for state in states:
        base = rng.normal(3.0, 1.0)
        for year in years:
            near[state, year] = base + rng.normal()
            points.append({"ccode": state, "year": year, "ideal_point": near[state, year]})
    owed = [{"ccode1": 2, "ccode2": state, "year": y, "defense": 1} for state in states for y in years]
    rows = []
    for _ in range(600):
        state, year = int(rng.choice(states)), int(rng.integers(1961, 1989))
        chance = 1 / (1 + np.exp(slope * (near[state, year - 1] - 3.0)))
        rows.append({"start_year": year, "target": state, "outcome": YES if rng.random() < chance else NO})
    return episodes(*rows), pl.DataFrame(owed), pl.DataFrame(points)


def test_concessions_that_follow_votes_are_found_and_others_are_not() -> None:
    rng = np.random.default_rng(3)
    following, idle = (defended_concessions(*voted(rng, slope)) for slope in (1.0, 0.0))
    assert following is not None
    assert idle is not None

    assert following.low > 0.2
    assert idle.low < 0.0 < idle.high


def test_states_that_it_need_not_defend_are_left_out() -> None:
    ties, atop, points = voted(np.random.default_rng(5), 0.0)
    found = defended_concessions(ties, atop.filter(pl.col("ccode2") < 106), points)
    assert found is not None

    assert found.coded == ties.filter(pl.col("target") < 106).height
    assert defended_concessions(ties, atop.clear(), points) is None


# --- F5 ----------------------------------------------------------------------------------------------------


def test_rates_have_jeffreys_posteriors() -> None:
    assert rate_below(Share(3, 20), 0.25) == pytest.approx(beta.cdf(0.25, 3.5, 17.5))
    assert rate_above(Share(3, 20), 0.25) == pytest.approx(beta.sf(0.25, 3.5, 17.5))


# --- F8 ----------------------------------------------------------------------------------------------------


def test_weights_of_cohorts_by_hand() -> None:
    entered = np.array([1947.0, 1949.0, 1960.0, 1985.0])
    edges = np.array([1920.0, 1952.3, 1970.0, 1990.0])
    weights = cohort_weights(entered, edges, np.array([1980.0]), lasting=10.0, senior_from=15.0)
    old = np.exp(-33 / 10) + np.exp(-31 / 10)
    middle = np.exp(-20 / 10)

    assert weights[0].tolist() == pytest.approx([old / (old + middle), middle / (old + middle), 0.0])


def test_weights_add_up_and_the_first_cohort_fades() -> None:
    rng = np.random.default_rng(2)
    edges = np.array([1920.0, 1952.3, 1970.0, 2000.0])
    weights = cohort_weights(
        rng.uniform(1945, 1995, 500), edges, np.arange(1972.0, 1996.0), lasting=12.0, senior_from=5.0
    )

    assert weights.sum(axis=1) == pytest.approx(np.ones(len(weights)))
    assert (np.diff(weights[:, 0]) < 0).all()


# --- F13 ----------------------------------------------------------------------------------------------------


def threats(japan: tuple[int, ...], others: tuple[int, ...]) -> pl.DataFrame:
    decades = (1970, 1980, 1990)
    rows = [(740, d, n) for d, n in zip(decades, japan, strict=True)]
    rows += [(20, d, n) for d, n in zip(decades, others, strict=True)]
    return pl.DataFrame(
        [
            {"ccode1": 2, "ccode2": code, "decade": d, "concede": n, "stand_firm": 0, "back_down": 0}
            for code, d, n in rows
        ]
    )


def test_without_lag_or_exposure_the_expected_share_is_that_of_the_rates() -> None:
    row = lag_rows(threats((3, 7, 15), (10, 10, 10)), 0.5)[0]
    share = (0.3 + 0.7 * 0.5) / (2 + 0.3 + 0.7 * 0.5)

    assert row.expected == pytest.approx(share)
    assert row.p == pytest.approx(binom.sf(14, 25, share))


def test_from_seven_years_of_lag_on_the_decade_is_like_the_others() -> None:
    rows = lag_rows(threats((3, 7, 15), (10, 10, 10)), 0.2)

    assert [row.expected for row in rows if row.lag >= 7] == pytest.approx([1 / 3] * 4)
    assert len(rows) == 18


def test_exposure_accounts_for_a_rise_that_everybody_shares() -> None:
    rows = {(row.lag, row.exposure): row.p for row in lag_rows(threats((3, 7, 15), (30, 70, 150)), 1.0)}

    assert rows[0, "none"] < 0.01
    assert rows[0, "others"] > 0.4


def test_two_decades_are_too_few() -> None:
    table = threats((3, 7, 15), (1, 1, 1)).filter((pl.col("ccode2") != 740) | (pl.col("decade") > 1970))

    assert lag_rows(table, 1.0) == ()


def test_the_theory_expects_fewer_threats_once_the_context_has_soured() -> None:
    ratio = threat_ratio(theory_draws(cases.load("schoppa1999"), "article", seed=1, draws=300))

    assert 0.5 < ratio < 1.0
