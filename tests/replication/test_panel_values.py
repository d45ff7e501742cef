"""Values of the panel against the producers' own files, read by hand, and against other programs.

Each row of ``RAW`` was taken from the raw file in plain Python; the note names the file, its row (counted
from 1) and what stands there.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl
import pytest

from gaiatsu.context.dyads.base import dyad_years, state_years
from gaiatsu.context.dyads.build import build, read_tables
from gaiatsu.context.dyads.elections import election_day
from gaiatsu.context.dyads.records import Years
from gaiatsu.context.dyads.registry import addition
from gaiatsu.context.dyads.spec import PanelSpec, PanelTable, Unit

pytestmark = pytest.mark.data

STATES = (2, 20, 140, 200, 210, 220, 235, 255, 260, 365, 645, 710, 732, 740)
ADDITIONS = (
    "trade",
    "cinc",
    "alliance",
    "troops",
    "idealpoints",
    "gatt_wto",
    "igo",
    "rivalry",
    "leaders",
    "elections",
    "cabinets",
    "hierarchy",
    "capital",
    "gdp",
    "democracy",
    "majors",
    "disputes",
    "contiguity",
    "capital_distance",
    "min_distance",
    "distance",
)

# column, sender, target, year, value, raw row
RAW = (
    ("imports", 2, 740, 1990, 93070.0, "cow_trade 10402: flow1 93070"),
    ("exports", 2, 740, 1990, 52842.0, "cow_trade 10402: flow2 52842"),
    ("imports", 740, 2, 1990, 52842.0, "cow_trade 10402, turned"),
    ("exports", 740, 2, 1970, 6256.0, "cow_trade 10382: flow1 6256"),
    ("imports", 740, 200, 1985, 1833.0, "cow_trade 257794: flow2 1833"),
    ("trade_quality", 2, 740, 1967, "same_both_ways", "cow_trade 10379: 3213 both ways"),
    ("gdp_usd2", 2, 740, 1990, 3185904.6566638467, "wb_gdp 6431: 3185904656663.8467"),
    ("exports_gdp2", 2, 740, 1990, 93070 / 3185904.6566638467, "both rows above"),
    ("exports_gdp1", 2, 740, 1990, 52842 / 5963144.0, "wb_gdp 13371: 5963144000000"),
    ("exports_to_asia2", 2, 740, 1990, 0.2828292762332386, "cow_trade: 1990, sums in plain Polars"),
    ("exports_to_americas2", 2, 740, 1990, 0.36892367587511954, "the same"),
    ("exports_to_middle_east2", 2, 740, 1990, 0.03821971418300698, "the same"),
    ("cinc2", 2, 740, 1990, 0.050747681, "cow_nmc 15191"),
    ("milex1", 2, 740, 1990, 289755000.0, "cow_nmc 175"),
    ("tpop1", 365, 2, 1950, 180075.0, "cow_nmc 8492"),
    ("cinc_ratio", 2, 740, 1990, 0.14144771 / (0.14144771 + 0.050747681), "cow_nmc 175 and 15191"),
    ("atop_defense", 2, 740, 1975, 1, "atop 4715: defense 1"),
    ("atop_nonaggression", 2, 740, 1975, 1, "atop 4715: nonagg 1"),
    ("atop_defense", 740, 2, 1975, 0, "atop 260945: defense 0"),
    ("atop_consultation", 740, 2, 1975, 1, "atop 260945: consul 1"),
    ("defense_asymmetry", 2, 740, 1975, 1, "atop 4715 and 260945"),
    ("defense_asymmetry", 740, 2, 1975, -1, "the same, turned"),
    ("cow_defense", 740, 2, 1975, 1, "cow_alliance 63546"),
    ("alliance_quality", 740, 2, 1975, "treaty_of_1960_one_sided;one_sided_here_only", "both rows"),
    ("atop_defense", 2, 710, 1975, 0, "atop: no row, inside 1815-2018"),
    ("us_troops2", 2, 740, 1990, 46593, "us_troops 6089"),
    ("us_troops2", 2, 740, 2008, 79296, "us_troops 6107: a spike"),
    ("us_troops_carried2", 2, 740, 2008, 35803, "us_troops 6106: the year before"),
    ("troops_quality2", 2, 740, 2008, "reporting_spike", "us_troops 6107"),
    ("ideal_point1", 2, 740, 1990, 3.0094659328460693, "idealpoints 44"),
    (
        "ideal_point_distance",
        740,
        2,
        1990,
        3.0094659328460693 - 1.5589959621429443,
        "idealpoints 44 and 9668",
    ),
    (
        "ideal_point_sd2",
        2,
        740,
        1990,
        (1.7034399509429932 - 1.4188580513000488) / (2 * 1.6448536269514722),
        "idealpoints 9668: 5 and 95 %",
    ),
    ("joint_igos", 740, 2, 1990, 63, "joint_igo 8585"),
    ("joint_igos", 255, 220, 2000, 96, "joint_igo 324745"),
    ("in_oecd2", 2, 740, 1963, 0, "igo_membership 8628"),
    ("in_oecd2", 2, 740, 1964, 1, "igo_membership 8629"),
    ("gatt_member2", 2, 740, 1994, 1, "igo_membership 8659: gatt 1, wto -1"),
    ("gatt_member2", 2, 740, 1995, 0, "igo_membership 8660: gatt 1 beside wto 1, corrected"),
    ("wto_member2", 2, 740, 1995, 1, "igo_membership 8660"),
    ("gatt_member2", 2, 255, 1990, 1, "igo_membership 2777: gatt 0, corrected; gatt_members DEU 1951-10-01"),
    ("both_gatt_wto", 2, 255, 1990, 1, "the same, and the United States"),
    ("gatt_wto_quality2", 2, 255, 1990, "german_union", "the same"),
    ("gatt_member2", 2, 260, 1989, 1, "igo_membership 2836: gatt 1"),
    ("gatt_accession2", 2, 740, 1994, 1955, "gatt_members 60: 1955-09-10"),
    ("dsu", 2, 740, 1994, 0, "before 1995"),
    ("dsu", 2, 740, 1995, 1, "igo_membership 8660 and the same of the United States"),
    ("dsu", 2, 710, 2000, 0, "China joined in December 2001"),
    ("rivalry", 2, 365, 1989, 1, "thompson_strategic 100: 1945-1989"),
    ("rivalry", 365, 2, 1990, 0, "thompson_strategic 100 has ended, 246 begins 2007"),
    ("rivalry_age", 2, 365, 1950, 5, "thompson_strategic 100"),
    ("rivalry_ideological", 2, 365, 1950, 1, "thompson_strategic 100"),
    ("rivalry_dreyer", 740, 710, 1996, 1, "thompson_dreyer 189"),
    ("lake_security2", 2, 740, 1990, 0.564209, "lake 8234"),
    ("net_assets_gdp2", 2, 740, 1990, 328151 / 3103699, "lmf 3591: NFA and GDP"),
    ("current_account_gdp2", 2, 740, 1990, 44078 / 3103699, "lmf 3591"),
    ("gdp_real2", 2, 740, 1998, 4282964.0, "pwt 6139"),
    ("growth2", 2, 740, 1998, 4282964.0 / 4331845.5 - 1, "pwt 6138 and 6139"),
    ("recession2", 2, 740, 1998, 1, "pwt 6138 and 6139"),
    ("gdp_per_head2", 2, 740, 1990, 29567.0, "maddison 9461"),
    ("population2", 2, 740, 1990, 125.0357076937466, "isard_gdppop 14705"),
    ("polity2", 2, 740, 1990, 10, "isard_democracy 15677"),
    ("polyarchy2", 2, 740, 1990, 0.835, "isard_democracy 15677"),
    ("min_distance", 365, 2, 1990, 79.9776135451054, "cow_mindist 342831"),
    ("min_distance", 732, 740, 1990, 55.9014219867729, "cow_mindist 355329"),
    ("contiguity", 2, 365, 1958, 0, "cow_contdir 6: type 0 to December 1958"),
    ("contiguity", 2, 365, 1959, 2, "cow_contdir 7"),
    ("contiguity", 740, 732, 1990, 4, "cow_contdir 1712"),
    ("contiguity", 2, 740, 1990, 0, "cow_contdir: no row"),
    ("distance_weighted", 2, 740, 1990, 10286.19, "cepii 46918"),
    ("major2", 2, 740, 1990, 0, "cow_majors: 1991-12-11 on"),
    ("major2", 2, 740, 1991, 1, "cow_majors: 1991-12-11 on"),
    ("mid_disputes", 2, 365, 1983, 2, "cow_mid 5746 and 5756"),
    ("mid_onset", 2, 365, 1983, 1, "cow_mid 5756 (5746 has 0)"),
    ("mid_hostility", 365, 2, 1983, 4, "cow_mid 5746: hostlev2 4"),
    ("gml_hostility", 365, 2, 1983, 3, "gml 5690: hostlev2 3, where the other coding has 4"),
    ("mid_hostility", 365, 740, 1978, 3, "cow_mid 6255"),
    ("mid_hostility", 740, 365, 1978, 2, "cow_mid 6255: hostlev2"),
    ("gml_hostility", 740, 365, 1978, 1, "gml 6187: hostlev2"),
    ("gml_ongoing", 2, 740, 1990, 0, "gml: no row after 1945"),
    ("leader2", 2, 740, 1994, "Hosokawa", "archigos 3030: 1993-08-09 to 1994-04-25"),
    ("leader_end2", 2, 740, 1994, "Murayama", "archigos 3032: from 1994-06-29"),
    ("leader_changes2", 2, 740, 1994, 2, "archigos 3031 and 3032"),
    ("leader_born2", 2, 740, 1994, 1938, "archigos 3030"),
    ("leader_tenure2", 2, 740, 1994, 145 / 365.25, "archigos 3030: 145 days to 1 January"),
    ("leader1", 2, 740, 1993, "G.H.W. Bush", "archigos 24: to 1993-01-20"),
    ("leader_end1", 2, 740, 1993, "Clinton", "archigos 25"),
    ("election_legislative2", 2, 740, 1993, 1, "reign_elections 2168: 18 July 1993"),
    ("election_legislative2", 2, 740, 1994, 0, "reign_elections: none between 2168 and 2170"),
    ("days_since_election2", 2, 740, 1994, 167, "reign_elections 2168: 18 July to 1 January"),
    ("days_to_statutory_election2", 2, 740, 1994, 1294, "four years from 18 July 1993"),
    ("days_to_statutory_election1", 2, 740, 1992, 307, "3 November 1992"),
    ("cabinets_least2", 2, 740, 1994, 2, "reign_leaders 2064 and 2065"),
    (
        "cabinets_decade_least2",
        2,
        740,
        1998,
        7,
        "reign_leaders 2059-2066, Takeshita 1987 left out before 1988",
    ),
)


@pytest.fixture(scope="module")
def table(data_dir: Path) -> PanelTable:
    spec = PanelSpec(Unit.DYAD_YEAR, Years(1946, 2014), ADDITIONS, states=STATES)
    return build(spec, read_tables([addition(name) for name in ADDITIONS], data_dir))


@pytest.mark.parametrize(("column", "sender", "target", "year", "value", "row"), RAW)
def test_a_value_is_that_of_the_raw_file(
    table: PanelTable, column: str, sender: int, target: int, year: int, value: object, row: str
) -> None:
    found = table.frame.filter(ccode1=sender, ccode2=target, year=year)[column].item()

    assert found == (pytest.approx(value, rel=1e-12) if isinstance(value, float) else value), row


def test_the_ratio_of_dependence_is_that_of_the_two_shares(table: PanelTable) -> None:
    row = table.frame.filter(ccode1=2, ccode2=740, year=1990)

    assert row["dependence_ratio"].item() == pytest.approx((93070 / 3185904.6566638467) / (52842 / 5963144.0))


def test_what_goes_elsewhere_is_the_rest_of_all_exports(table: PanelTable, data_dir: Path) -> None:
    """Summed over the raw file in plain Python."""
    raw = pl.read_parquet(data_dir / "context" / "cow_trade_dyad_year.parquet")
    total = 0.0
    for first, second, year, flow1, flow2, *_ in raw.iter_rows():
        if year == 1990 and 740 in (first, second):
            total += (flow1 if second == 740 else flow2) or 0
    row = table.frame.filter(ccode1=2, ccode2=740, year=1990)

    assert row["exports_total2"].item() == pytest.approx(total)
    assert row["alternative_markets2"].item() == pytest.approx(1 - 93070 / total)


# --- other programs ---------------------------------------------------------------------------------------


def test_row_counts_are_those_that_peacesciencer_prints(data_dir: Path) -> None:
    """2,214,930 directed dyad-years and 17,511 state-years of 1816-2024: its manual, create_dyadyears."""
    states = read_tables((), data_dir)["cow_states"].table
    years = Years(1816, 2024)

    assert dyad_years(states, PanelSpec(Unit.DYAD_YEAR, years, ())).height == 2_214_930
    assert state_years(states, years).select("ccode", "year").n_unique() == 17_511


# peacesciencer's manual, add_nmc: United States and Canada, 1920-24 (milex1, milper1, tpop1, cinc1, milex2)
NMC = {
    1920: (1657118, 343, 106461, 0.290, 10755),
    1921: (1116342, 387, 108538, 0.253, 10209),
    1922: (860853, 270, 110049, 0.256, 10028),
    1923: (678256, 247, 111947, 0.272, 13316),
    1929: (701300, 255, 121767, 0.240, 21058),
}


@pytest.fixture(scope="module")
def interwar(data_dir: Path) -> pl.DataFrame:
    names = ("cinc", "capital_distance")
    spec = PanelSpec(Unit.DYAD_YEAR, Years(1816, 1930), names, states=(2, 20, 200, 235))
    return build(spec, read_tables([addition(name) for name in names], data_dir)).frame


@pytest.mark.parametrize("year", NMC)
def test_capabilities_are_those_that_peacesciencer_prints(interwar: pl.DataFrame, year: int) -> None:
    row = interwar.filter(ccode1=2, ccode2=20, year=year)
    found = row.select("milex1", "milper1", "tpop1", pl.col("cinc1").round(3), "milex2").row(0)

    assert found == NMC[year]


@pytest.mark.parametrize(
    ("target", "year", "printed"), [(20, 1920, 735), (200, 1816, 5905), (235, 1822, 5744)]
)
def test_distances_of_capitals_are_those_that_peacesciencer_prints(
    interwar: pl.DataFrame, target: int, year: int, printed: int
) -> None:
    """It takes the equatorial radius, 6,378.137 km, where gaiatsu takes the mean."""
    found = interwar.filter(ccode1=2, ccode2=target, year=year)["capital_distance"].item()

    assert round(found * 6378.137 / 6371.0088) == printed


@pytest.mark.parametrize(
    ("sender", "target", "cepii"), [(2, 740, 10918.79), (740, 732, 1156.67), (2, 140, 6794.436)]
)
def test_distances_of_capitals_agree_with_those_of_cepii(
    table: PanelTable, sender: int, target: int, cepii: float
) -> None:
    """Brasilia among them, which the producer of the capitals puts 650 km nearer to Washington."""
    found = table.frame.filter(ccode1=sender, ccode2=target, year=1990)["capital_distance"].item()

    assert found == pytest.approx(cepii, rel=0.005)


@pytest.mark.parametrize("day", ["1948-11-02", "1992-11-03", "1994-11-08", "2016-11-08"])
def test_americans_vote_on_the_day_the_law_says(day: str) -> None:
    assert election_day(int(day[:4])) == date.fromisoformat(day)


def test_the_regions_share_out_all_exports_of_every_state(data_dir: Path) -> None:
    trade = addition("trade")
    tables = read_tables((trade,), data_dir)
    part = next(part for part in trade.parts if any(v.name == "exports_to_asia" for v in part.variables))

    sums = part.table(tables, Years(1990, 1990)).drop_nulls("exports_to_asia")
    shares = sums.select(pl.sum_horizontal(pl.col("^exports_to_.*$"))).to_series()

    assert sums.height > 100
    assert shares.to_list() == pytest.approx([1.0] * sums.height, abs=1e-12)
