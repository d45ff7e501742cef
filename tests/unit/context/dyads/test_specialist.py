"""What a specialist of the area would object to: facts that the data sets have wrong or cannot know."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest

from gaiatsu import panel

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.data

ADDED = ("trade", "troops", "hierarchy", "leaders", "elections", "gdp", "igo", "generations")
DYADS = (("USA", "JPN"), ("USA", "GFR"), ("USA", "GMY"), ("USA", "YEM"), ("RUS", "JPN"), ("FRN", "JPN"))


@cache
def table(folder: Path) -> pl.DataFrame:
    request = panel("dyad-year", years=(1950, 2014), data=folder).add(*ADDED)
    for pair in DYADS:
        request = request.dyad(*pair)
    return request.build().frame.with_columns(pl.col(pl.Categorical, pl.Enum).cast(pl.String))


@pytest.fixture
def cell(data_dir: Path) -> Any:
    def look(sender: int, target: int, year: int, column: str) -> Any:
        return table(data_dir).filter(ccode1=sender, ccode2=target, year=year)[column].item()

    return look


@pytest.mark.parametrize("year", [1952, 1954, 1960, 1992, 1994])
def test_no_record_of_a_congress_is_not_a_congress_without_elections(cell: Any, year: int) -> None:
    assert cell(2, 740, year, "election_legislative1") is None
    assert "legislature_not_listed" in cell(2, 740, year, "elections_quality1")


def test_a_president_is_still_voted_on_every_four_years(cell: Any) -> None:
    years = range(1952, 2014)

    assert [year for year in years if cell(2, 740, year, "election_executive1") == 1] == [
        *range(1952, 2014, 4)
    ]


def test_japan_has_voted_on_its_lower_house_in_the_years_of_the_record(data_dir: Path) -> None:
    rows = table(data_dir).filter(ccode1=2, ccode2=740).filter(pl.col("year") > 1952)

    # Years of general elections from general knowledge, not from another data set.
    held = rows.filter(election_legislative2=1)["year"].to_list()
    assert held[:6] == [1953, 1955, 1958, 1960, 1963, 1967]
    assert held[-6:] == [2000, 2003, 2005, 2009, 2012, 2014]
    assert rows["election_legislative2"].null_count() == 0


def test_the_assembly_of_france_is_known_only_while_it_chose_the_government(cell: Any) -> None:
    assert cell(220, 740, 1956, "election_legislative1") == 1
    assert cell(220, 740, 1957, "election_legislative1") == 0
    assert cell(220, 740, 1981, "election_legislative1") is None  # voted on in June 1981


@pytest.mark.parametrize("column", ["lake_security", "lake_economic", "lake_troops"])
def test_no_state_is_its_own_subordinate(cell: Any, column: str) -> None:
    assert cell(2, 740, 1985, f"{column}1") is None
    assert cell(2, 740, 1985, f"{column}2") is not None
    assert cell(2, 740, 1985, "hierarchy_quality1") == "dominant_state_itself"


@pytest.mark.parametrize("column", ["us_troops", "us_troops_carried", "us_troops_per_thousand"])
def test_soldiers_at_home_guarantee_nobody(cell: Any, column: str) -> None:
    assert cell(2, 740, 1952, f"{column}1") is None
    assert cell(2, 740, 1985, f"{column}1") is None
    assert cell(2, 740, 1985, "troops_quality1") == "troops_at_home"


def test_unified_germany_and_yemen_have_leaders(cell: Any) -> None:
    assert cell(2, 255, 1991, "leader2") == "Kohl"
    assert cell(2, 255, 1991, "leader_entry2") == 1982
    assert cell(2, 255, 1998, "leader_end2") == "Schroder"
    assert cell(2, 255, 1995, "leader_formed_occupied2") == cell(2, 260, 1985, "leader_formed_occupied2")
    assert cell(2, 679, 2000, "leader2") is not None


def test_growth_of_russia_is_not_taken_from_the_soviet_union(cell: Any) -> None:
    assert cell(365, 740, 2005, "growth_per_head1") == pytest.approx(18626 / 17458 - 1)
    assert cell(365, 740, 1970, "gdp_per_head1") == 11985  # row SUN; the republic of Russia has 14909


def test_west_germany_sat_where_it_sat(cell: Any) -> None:
    sat = {"in_un": 1973, "in_imf": 1955, "in_oecd": 1961}
    for body, first in sat.items():
        held = [year for year in range(1955, 1990) if cell(2, 260, year, f"{body}2") == 1]
        assert held == [*range(first, 1990)], body


def test_lost_trade_is_missing_and_what_it_leaves_is_marked(cell: Any) -> None:
    assert cell(2, 260, 1956, "exports_total2") > 7000
    assert cell(2, 260, 1970, "exports_total2") is None
    assert cell(2, 260, 1970, "trade_quality2") == "partners_lost"
    assert cell(2, 740, 1970, "trade_quality1") == "no_west_germany"
    assert not cell(2, 740, 1992, "trade_quality1")


@pytest.fixture
def later(data_dir: Path) -> pl.DataFrame:
    request = panel("dyad-year", years=(1985, 2014), data=data_dir).add("record", "democracy", "gdp", "cinc")
    return request.dyad("USA", "JPN").dyad("USA", "RUS").build().frame


def test_no_count_of_threats_goes_on_where_nobody_looked(later: pl.DataFrame) -> None:
    japan = later.filter(ccode2=740)
    counts = [name for name in japan.columns if "threats_" in name or name.startswith("agreements")]

    assert len(counts) > 15
    for name in counts:
        known = japan.filter(pl.col(name).is_not_null())["year"].to_list()
        assert known == list(range(1985, 2007)), name
    assert japan.filter(pl.col("disputes_10").is_not_null())["year"].max() == 2011


def test_the_soviet_union_has_the_score_that_polity5_gives_it(later: pl.DataFrame) -> None:
    russia = later.filter(ccode2=365)

    assert russia.filter(year=1986)["polity2"].item() == -7  # polity5 row of code 364, 1986
    assert russia.filter(year=2005)["polity2"].item() == 6


def test_the_territory_that_the_codebook_warns_of_is_there(data_dir: Path) -> None:
    request = panel("dyad-year", years=(1970, 1970), data=data_dir).add("gdp", "cinc")
    frame = request.dyad("USA", "GFR").dyad("USA", "RUS").build().frame
    people = dict(frame.select("ccode2", pl.struct("population2", "tpop2")).iter_rows())

    assert [round(people[260][name] / scale) for name, scale in (("population2", 1), ("tpop2", 1000))] == [
        73,
        61,
    ]
    assert [round(people[365][name] / scale) for name, scale in (("population2", 1), ("tpop2", 1000))] == [
        178,
        243,
    ]
