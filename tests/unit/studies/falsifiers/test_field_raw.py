"""Falsifiers on field data against counts taken by hand from the raw files."""

from __future__ import annotations

import csv
from math import exp
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from gaiatsu import cases, sources
from gaiatsu.context.panel import episode_panel
from gaiatsu.context.record import event_record
from gaiatsu.studies.falsifiers.field import cohort_weights, lag_rows, legitimacy_growth, nearness_change
from gaiatsu.studies.state import hierarchy_change, relationship_state
from gaiatsu.studies.state.change import decomposed

pytestmark = pytest.mark.data


def test_compliance_by_authorization(data_dir: Path) -> None:
    """One of the seventeen that the compiler codes as complying did so only by rules of 2006 and 2009."""
    with (data_dir / "cases" / "section301" / "bown_wto_disputes.csv").open(encoding="utf-8-sig") as file:
        raw = list(csv.DictReader(file))
    granted = [row for row in raw if row["sunk_cost_stage"].startswith("auth_granted")]
    early = [row for row in raw if not row["sunk_cost_stage"].startswith("auth_granted")]
    table = sources.read("wto_retaliation", data_dir).table
    read = table.filter(pl.col("stage").str.starts_with("auth_granted"))

    assert (len(early), sum(int(row["defendant_complied_24mo"]) for row in early)) == (11, 11)
    assert (len(granted), sum(int(row["defendant_complied_24mo"]) for row in granted)) == (12, 7)
    assert (read.height, int(read["complied"].sum())) == (12, 6)


def test_japan_s_votes_beyond_those_of_other_defended_states(data_dir: Path) -> None:
    """The same difference of differences, spelled out state by state and year by year."""
    owed = pl.read_parquet(data_dir / "context" / "atop_directed_dyad_year.parquet")
    votes = pl.read_parquet(data_dir / "context" / "unga_idealpoints_2025.parquet")
    point = {
        (int(code), int(year)): value
        for code, year, value in votes.select("ccode", "year", "idealpointall").drop_nulls().iter_rows()
    }
    years: dict[int, float] = {}
    for year in range(1985, 2001):
        rows = owed.filter((pl.col("ccode1") == 2) & (pl.col("year") == year) & (pl.col("atop_defense") == 1))
        near = {
            code: -abs(point[code, year] - point[2, year])
            for code in rows["ccode2"].to_list()
            if (code, year) in point
        }
        others = [value for code, value in near.items() if code != 740]
        years[year] = near[740] - sum(others) / len(others)
    expected = np.mean([years[y] for y in range(1993, 2001)]) - np.mean([years[y] for y in range(1985, 1993)])
    found = nearness_change(
        sources.read("atop", data_dir).table, sources.read("unga_idealpoints", data_dir).table
    )
    assert found is not None

    assert found[0] == pytest.approx(float(expected))
    assert 0.5 < found[1] < 1.0


def test_weight_of_the_occupation_cohort_from_first_elections(data_dir: Path) -> None:
    raw = pl.read_parquet(data_dir / "context" / "jhred_first_time_winners_1947_2020.parquet")[
        "year"
    ].to_list()
    date, lasting, senior = 1990.0, 12.0, 10.0
    weights = {year: exp(-(date - year) / lasting) for year in set(raw) if date - year >= senior}
    total = sum(weights.get(year, 0.0) for year in raw)
    old = sum(weights.get(year, 0.0) for year in raw if year < 1952.3)
    edges = np.array([1920.0, 1952.3, 1970.0, 1991.0])
    entered = sources.read("jhred_winners", data_dir).table["year"].to_numpy().astype(float)
    found = cohort_weights(entered, edges, np.array([date]), lasting=lasting, senior_from=senior)

    assert found[0, 0] == pytest.approx(old / total)


def test_institutions_before_and_after_from_the_codes(data_dir: Path) -> None:
    raw = pl.read_csv(data_dir / "cases" / "ties" / "TIESv4-1.csv", infer_schema_length=2000)
    counts = {(late, backed): [0, 0] for late in (True, False) for backed in (0, 1)}
    for row in raw.iter_rows(named=True):
        if row["threat"] != 1 or row["institution"] is None or row["finaloutcome"] is None:
            continue
        cell = counts[row["startyear"] >= 1995, int(row["institution"])]
        cell[0] += row["finaloutcome"] in (1, 2, 6, 7)
        cell[1] += 1
    rates = {key: yes / n for key, (yes, n) in counts.items()}
    expected = (rates[True, 1] - rates[True, 0]) - (rates[False, 1] - rates[False, 0])
    found = legitimacy_growth(sources.read("ties", data_dir).table)

    assert found.value == pytest.approx(expected)
    assert "from 1995, institution: 64/89" in found.counts
    assert counts[True, 1] == [64, 89]


def test_threats_to_others_by_decade_from_the_raw_counts(data_dir: Path) -> None:
    raw = pl.read_csv(data_dir / "cases" / "sigint" / "sanctionsData.csv")
    sums = {740: dict.fromkeys((1970, 1980, 1990), 0), 0: dict.fromkeys((1970, 1980, 1990), 0)}
    for row in raw.iter_rows(named=True):
        if row["ccode1"] == 2 and row["tenyear"] in sums[0]:
            sums[740 if row["ccode2"] == 740 else 0][row["tenyear"]] += row["cd"] + row["sf"] + row["bd"]
    share = sums[0][1990] / sum(sums[0].values())
    rows = lag_rows(sources.read("sigint", data_dir).table, 1.0)
    plain = next(row for row in rows if (row.lag, row.exposure) == (0, "others"))

    assert list(sums[740].values()) == [3, 7, 15]
    assert plain.expected == pytest.approx(share)


def test_with_the_theory_s_own_seniority_the_parts_are_those_of_the_state() -> None:
    """The measured weights go through the same decomposition as the theory's."""
    case_set = cases.load("schoppa1999")
    panel, record = episode_panel(case_set), event_record(case_set)
    state = relationship_state(panel, record, rng=np.random.default_rng(1), draws=50)
    change = hierarchy_change(panel, record, state, start=1985.0, end=1995.0)
    replacement, careers, within = decomposed(state.identities.at(np.array([1985.0, 1995.0])))

    assert replacement == pytest.approx(change.replacement)
    assert replacement + careers + within == pytest.approx(change.total)
