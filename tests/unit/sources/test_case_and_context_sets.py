"""Values taken by hand from the producers' files, and the defects that each reader acts on, row by row."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from gaiatsu import cases, sources
from gaiatsu.sources.codes import FIRST, code_table
from gaiatsu.sources.dates import whole_date
from gaiatsu.sources.names import ccode_of_name, ccodes_of_names
from gaiatsu.sources.sets import archigos, icb_actors, reign_leaders, us_visits

pytestmark = pytest.mark.filterwarnings("error")


@cache
def read(name: str, folder: Path) -> pl.DataFrame:
    """A set, read once for all tests of this file."""
    return sources.read(name, folder).table


# What stands in the raw file at that row, and what the reader makes of it: (set, row, values, mark)
TAKEN: list[tuple[str, dict[str, Any], dict[str, Any], str]] = [
    (
        "us_visits",
        {"id": 2241},
        {"ccode": 530, "start": date(1945, 4, 26), "end": date(1945, 6, 14)},
        "conference_of_weeks",
    ),
    ("us_visits", {"territory": "samoa", "start": date(2022, 9, 28)}, {"ccode": 990}, "misspelled_territory"),
    ("us_visits", {"id": 2064}, {"ccode": 200, "end": date(2009, 9, 25)}, "overlapping_visits"),
    ("us_travels", {"id": 2123}, {"ccode": 666, "place": "Tel Aviv, Jerusalem"}, "two_entries_a_stop"),
    ("us_travels", {"id": 3992}, {"ccode": 740, "start": date(2021, 3, 15)}, ""),
    ("us_travels", {"start": date(1966, 10, 26), "role": "president"}, {"ccode": 817}, "south_vietnam"),
    ("us_travels", {"start": date(1981, 1, 5), "role": "president"}, {"ccode": 70}, "before_inauguration"),
    ("us_diplomats_people", {"person": "preston-william"}, {"birth_year": None}, "born_too_late"),
    (
        "us_diplomats_missions",
        {"id": "jp-1977-mans-01"},
        {"ccode": 740, "started": date(1977, 6, 10), "ended": date(1988, 12, 22)},
        "",
    ),
    ("us_diplomats_missions", {"id": "tr-2014-bass-01"}, {"ended": date(2017, 10, 15)}, ""),
    ("us_diplomats_principals", {"id": "secr-1866-hunt"}, {"ended": date(1886, 7, 22)}, "ended_before_start"),
    ("jhred_winners", {"name_en": "Ozaki Yukio"}, {"birth_year": 1858, "age": 89}, "member_before_1947"),
    ("jhred_winners", {"name_mistyped": None, "name_jp": "卜部政巳"}, {"female": 0}, "name_mistyped"),
    ("jp_speeches", {"date": date(2007, 10, 1)}, {"session": 168, "speaker": "fukuda-yasuo"}, ""),
    ("jp_speeches", {"date": date(1957, 2, 27)}, {"speaker": "kishi-nobusuke"}, "very_short"),
    ("ungdc", {"iso3": "CHN", "year": 1969}, {"ccode": 713}, "seat_of_china"),
    ("ungdc", {"iso3": "CHN", "year": 1971}, {"ccode": 710}, ""),
    ("ungdc", {"iso3": "DEU", "year": 1980}, {"ccode": 260}, ""),
    ("sotu", {"year": 1961, "president": "John F. Kennedy"}, {"form": "speech"}, "spoken_not_written"),
    ("un_roll_calls", {"rcid": 961}, {"year": 1966, "month": 12, "date": None}, "year_outside_session"),
    ("un_roll_calls", {"rcid": 6027}, {"year": 1997, "date": None}, "no_title"),
    ("gatt_members", {"iso3": "JPN"}, {"date": date(1955, 9, 10)}, ""),
    ("gatt_members", {"iso3": "CZE"}, {"date": date(1993, 4, 15)}, "successor_only"),
    ("desta", {"number": "869"}, {"year": 2018, "entry_year": 2019, "base_treaty": 869}, ""),
    ("desta", {"number": "419"}, {"year": 1986, "entry_year": None}, "entry_before_signing"),
    ("desta", {"number": "807"}, {"members": "170,392", "year": None}, "not_signed"),
    (
        "thompson_dreyer_rivalries",
        {"name": "China-Japan 2"},
        {"ccode1": 710, "ccode2": 740, "start_year": 1996, "end_year": 2010},
        "open_at_close",
    ),
    ("us_bases", {"base": "Dungu"}, {"ccode": 490, "lilypad": 1}, "wrong_congo"),
    ("us_bases", {"base": "Camo Kinser, Makiminato"}, {"ccode": 740, "large": 1}, "same_place"),
    ("lead", {"id": "IND-1966-2"}, {"experience": None, "education": 3}, "longer_than_life"),
    ("leader_willingness", {"id": "JPN-1991"}, {}, ""),
    (
        "cepii_geodist",
        {"iso_o": "USA", "iso_d": "JPN"},
        {"dist": 10855.59, "distcap": 10918.79, "distw": 10286.19},
        "",
    ),
    ("cow_gw", {"abbreviation": "GMY", "year": 1995}, {"ccode": 255, "gwcode": 260}, "codes_differ"),
    ("cow_gw", {"abbreviation": "TUN", "year": 1956}, {"ccode": 616}, ""),
    ("unga_idealpoints_2013", {"abbreviation": "SSD", "year": 2012}, {"ccode": 626}, "other_abbreviation"),
    ("archigos", {"id": "SER-2012"}, {"ccode": 345, "start": date(2012, 7, 27)}, "serbia_apart"),
    ("archigos", {"id": "BRA-1969-1"}, {"birth_year": None}, "birth_unknown"),
    ("unga_idealpoints", {"ccode": 437, "year": 1980}, {"country": "Côte d’Ivoire"}, "garbled_name"),
    ("eusanct", {"case": 2005031502}, {"target": 750, "us_end": None}, "ended_before_start"),
    ("eusanct", {"case": 2014110201}, {"success": 1, "threat_success": 0}, "success_contradicted"),
    ("icb_crises", {"crisis": 486}, {"name": "SYRIA CHEMICAL WEAPONS II"}, "name_misspelled"),
    ("icb_actors", {"crisis": 29, "actor": "HIJ"}, {"ccode": 671, "start_year": 1924}, "outside_the_system"),
    (
        "ist",
        {"case": "EU_CUB_03"},
        {"target": 40, "start": date(2003, 6, 5), "requirement": "Clear"},
        "blank",
    ),
    ("ist", {"case": "OAS_CUB_62"}, {"end": date(2009, 6, 3), "outcome": "Sender capitulation"}, ""),
    ("section301", {"case": 99}, {"ccode": 740, "conceded": 0}, "by_way_of_the_wto"),
    ("section301", {"case": 100}, {"ccode": 1000, "retaliated": None}, "contradicted_retaliation"),
    ("section301", {"case": 129}, {"ccode": 816, "conceded": None}, "still_open"),
    ("wto_retaliation", {"dispute": 27}, {"complied": 0, "value": 520.0}, "complied_too_late"),
    ("wto_retaliation", {"dispute": 136}, {"value": None, "year": 2004}, "no_amount"),
    (
        "sigint_decade",
        {"ccode1": 2, "ccode2": 740, "period": 1990},
        {"status_quo": 105, "concede": 8, "stand_firm": 5, "back_down": 2, "ally": 1.0},
        "",
    ),
    ("sigint_decade", {"ccode1": 2, "ccode2": 740, "period": 1980}, {"ally": None}, "ally_unmeasured"),
    ("sigint_relevant", {"ccode1": 600, "ccode2": 680, "period": 1990}, {"status_quo": 1}, "short_period"),
    ("audience_costs", {"ccode": 740}, {"audience_cost": -11.3303514617127}, ""),
    ("war1800", {"dispute": 3321}, {"ccode1": 365, "ccode2": 640, "year": 1817, "status_quo": 1}, ""),
    ("ties_countries", {"ccode": 40}, {"name": "Cuba"}, ""),
    ("tariff_daily", {"date": date(2025, 2, 4)}, {"tariff": 5.006416011964711}, ""),
    (
        "tariff_by_time",
        {"date": date(2026, 8, 19), "economy": "JAPAN"},
        {"ccode": 740, "added": 13.730391352677035, "before": 1.5080061314809772},
        "",
    ),
    ("schoppa1999_figure2", {"episode": "Auto parts aftermarket"}, {"conceded": 1}, "modest_success"),
    ("us_troops", {"ccode": 817, "year": 1968}, {"troops": 537_377}, "code_of_a_later_state"),
    ("us_troops", {"ccode": 260, "year": 1985}, {"country": "Germany"}, "code_of_a_later_state"),
    ("us_troops", {"ccode": 255, "year": 1990}, {"troops": 227_586}, ""),
    ("us_troops", {"ccode": 678, "year": 1978}, {"troops": 21}, "code_of_a_later_state"),
    ("icb_actors", {"crisis": 430, "actor": "GFR"}, {"ccode": 255}, "state_of_the_past"),
    ("reign_elections", {"year": 1987, "month": 1, "day": 25, "type": "L"}, {"ccode": 260}, ""),
    ("ties", {"case": 1994031507}, {"end_day": None, "end_month": 6}, "impossible_day"),
    ("ties", {"case": 1995032002}, {"target": 390, "primary_sender": 20}, "same_but_for_number"),
    ("ties", {"case": 1989011704}, {"primary_sender": 260, "sender1": 260}, "germany_too_early"),
]


@pytest.mark.data
@pytest.mark.parametrize(("name", "where", "values", "mark"), TAKEN)
def test_a_row_taken_by_hand_is_read_and_marked(
    name: str, where: dict[str, Any], values: dict[str, Any], mark: str, data_dir: Path
) -> None:
    table = read(name, data_dir)
    found = table.filter(**{key: value for key, value in where.items() if key in table.columns})

    assert found.height == 1
    row = found.row(0, named=True)
    assert {key: row[key] for key in values} == pytest.approx(values)
    assert mark in row["quality"]


@pytest.mark.data
def test_votes_are_given_to_the_state_that_cast_them(data_dir: Path) -> None:
    votes = read("un_votes", data_dir)
    seats = dict(votes.select("country", "ccode").unique().iter_rows())

    assert votes["ccode"].null_count() == 0
    assert seats["Federal Republic of Germany"] == 260
    assert (seats["Yemen Arab Republic"], seats["Yemen People's Republic"], seats["Yemen"]) == (678, 680, 679)
    assert (seats["Namibia"], seats["Germany"], seats["Taiwan"]) == (565, 255, 713)


@pytest.mark.data
def test_days_of_roll_calls_are_none_of_the_month_until_1997(data_dir: Path) -> None:
    raw = pl.read_parquet(data_dir / "context" / "un_roll_calls.parquet")
    early = raw.filter(pl.col("session") <= 51)["date"].dt.day()

    assert early.max() == 7
    assert early.len() > 4000
    assert read("un_roll_calls", data_dir).filter(pl.col("session") <= 51)["date"].null_count() == early.len()


@pytest.mark.data
def test_the_daily_tariff_is_the_weighted_addition_plus_that_of_2024(data_dir: Path) -> None:
    daily = dict(read("tariff_daily", data_dir).select("date", "tariff").iter_rows())
    weighted = (pl.col("added") * pl.col("imports")).sum() / pl.col("imports").sum()
    added = read("tariff_by_time", data_dir).group_by("date").agg(mean=weighted)

    assert added.height == 23
    assert dict(added.iter_rows()) == pytest.approx({day: daily[day] - 2.3 for day in added["date"]})


@pytest.mark.data
def test_the_second_transcription_of_the_article_equals_the_project_s_own(data_dir: Path) -> None:
    own = cases.load("schoppa1999")
    second = read("schoppa1999_table1", data_dir).select("year", "japan", "usa", "ratio", "asia")
    figure = read("schoppa1999_figure2", data_dir)

    assert [tuple(row) for row in own.series[0].rows] == second.rows()
    assert figure.height == len(own.episodes)
    assert figure["conceded"].sum() == sum(bool(episode.conceded.value) for episode in own.episodes)


@pytest.mark.data
def test_the_cuts_of_the_replication_data_count_the_same_threats(data_dir: Path) -> None:
    events = pl.col("concede", "stand_firm", "back_down").sum()
    totals = {
        name: read(name, data_dir).select(events).row(0)
        for name in ("sigint_decade", "sigint_1year", "sigint_5years", "sigint_relevant", "sigint_quarterly")
    }

    assert totals.pop("sigint_quarterly") == (148, 411, 154)
    assert set(totals.values()) == {(157, 415, 154)}


@pytest.mark.data
def test_numbers_of_cases_in_two_sets_do_not_always_mean_the_same_case(data_dir: Path) -> None:
    raw = pl.read_csv(data_dir / "cases" / "ties" / "TIESv4-1.csv", infer_schema=False)
    first = raw.select(
        pl.col("caseid").cast(pl.Int64).alias("case"),
        pl.col("targetstate").cast(pl.Int64).alias("target_there"),
        pl.col("finaloutcome").cast(pl.Float64).cast(pl.Int64).alias("outcome_there"),
    )
    shared = read("eusanct", data_dir).join(first, on="case")
    same = shared.filter(pl.col("target") == pl.col("target_there"), pl.col("outcome_there").is_not_null())

    assert shared.height == 100
    assert (shared["target"] != shared["target_there"]).sum() == 15
    assert same.height == 80
    assert (same["outcome_code"] != same["outcome_there"]).sum() == 18


@pytest.mark.data
def test_counts_of_actors_that_their_records_contradict_are_those_marked(data_dir: Path) -> None:
    counted = read("icb_crises", data_dir).select("crisis", "actors", "quality")
    recorded = read("icb_actors", data_dir).group_by("crisis").agg(pl.col("ccode").n_unique())
    joined = counted.join(recorded, on="crisis")
    capped = joined.filter(pl.col("quality").str.contains("seven_or_more"))
    marked = joined.filter(pl.col("quality").str.contains("records_contradict_count"))
    others = joined.join(capped, on="crisis", how="anti").join(marked, on="crisis", how="anti")

    assert (capped["ccode"] >= 7).all()
    assert (marked["ccode"] - marked["actors"]).abs().to_list() == [1, 1, 1, 1]
    assert (others["ccode"] == others["actors"]).all()


@pytest.mark.data
def test_the_rows_of_germany_before_1990_are_those_without_covariates(data_dir: Path) -> None:
    decades = read("sigint_decade", data_dir)
    marked = decades.filter(pl.col("quality").str.contains("germany_too_early"))

    assert marked.height == 25
    assert marked["quality"].str.contains("covariate_missing").all()
    assert decades.filter(
        pl.col("period") < 1990, pl.any_horizontal(pl.col("ccode1", "ccode2") == 255)
    ).is_empty()


@pytest.mark.data
def test_every_life_belongs_to_a_spell_in_office(data_dir: Path) -> None:
    spells = set(read("archigos", data_dir)["id"])

    assert set(read("lead", data_dir)["id"]) == spells
    assert set(read("leader_willingness", data_dir)["id"]) == spells


# --- on rows made for the purpose ------------------------------------------------------------------------


def test_overlapping_spells_of_leaders_are_marked_in_both_lists() -> None:
    spells = pl.DataFrame(
        {
            "row": [1, 2, 3],
            "ccode": [740, 740, 2],
            "start": ["1990-01-01", "1991-06-01", "1990-01-01"],
            "end": ["1991-12-31", "1993-01-01", "1993-01-20"],
            "exit": ["Regular"] * 3,
            "birth_year": [1919, -999, 1924],
        }
    )
    months = pl.DataFrame(
        {
            "row": [1, 2],
            "ccode": [740, 740],
            "start_year": [1990, 1991],
            "start_month": [1, 6],
            "end_year": [1991, None],
            "end_month": [12, None],
            "birth_year": [1919, -99],
        }
    )

    marked = archigos.mend(spells)
    listed = reign_leaders.mend(months)

    assert marked["quality"].to_list() == ["", "birth_unknown;overlapping_spells", ""]
    assert marked["birth_year"].to_list() == [1919, None, 1924]
    assert listed["quality"].to_list() == ["", "still_in_office;birth_unknown;overlapping_spells"]
    assert listed["birth_year"].to_list() == [1919, None]


def test_a_spell_that_ends_before_it_begins_is_marked_in_both_lists() -> None:
    spells = {"row": [1], "ccode": [740], "exit": ["Regular"], "birth_year": [1919]}
    days = {"start": ["1991-11-06"], "end": ["1989-01-01"]}
    months = {"start_year": [1991], "start_month": [11], "end_year": [1989], "end_month": [1]}

    assert archigos.mend(pl.DataFrame(spells | days))["quality"].to_list() == ["ended_before_start"]
    assert reign_leaders.mend(pl.DataFrame(spells | months))["quality"].to_list() == ["ended_before_start"]


def test_a_visitor_counted_twice_is_marked_and_one_who_comes_back_is_not() -> None:
    visits = pl.DataFrame(
        {
            "row": [1, 2, 3],
            "id": [1, 2, 3],
            "start": ["1990-03-02", "1990-03-03", "1991-04-04"],
            "end": ["1990-03-04", "1990-03-03", "1991-04-04"],
            "visitor": ["Prime Minister Kaifu"] * 3,
            "territory": ["japan"] * 3,
            "country": ["Japan"] * 3,
        }
    )

    assert us_visits.mend(visits)["quality"].to_list() == ["", "overlapping_visits", ""]


def test_a_repeated_actor_and_an_answer_before_its_trigger_are_marked() -> None:
    columns = {column.name: [None, None] for column in icb_actors.INFO.columns}
    actors = pl.DataFrame({**columns, "crisis": [1, 1], "record": [1, 2], "ccode": [2, 2]}).with_columns(
        pl.col("name", "actor").cast(pl.String),
        pl.lit(1990).alias("start_year"),
        pl.lit(11).alias("start_month"),
        pl.lit(77).alias("start_day"),
        pl.Series("response_year", [1990, 1991]),
        pl.lit(1).alias("response_month"),
        pl.lit(4).alias("outcome_code"),
    )

    mended = icb_actors.mend(actors)

    assert mended["quality"].to_list() == [
        "actor_twice;day_unknown;answered_before_trigger",
        "actor_twice;day_unknown",
    ]
    assert mended["start_day"].to_list() == [None, None]
    assert mended["outcome"].to_list() == ["defeat"] * 2


@pytest.mark.parametrize(
    ("text", "day"),
    [("1979", date(1979, 7, 1)), ("1979-02", date(1979, 2, 15)), ("1979-02-30", None), ("soon", None)],
)
def test_a_date_is_read_in_the_middle_of_what_is_known(text: str, day: date | None) -> None:
    assert pl.DataFrame({"x": [text]}).select(whole_date("x")).item() == day


@pytest.mark.parametrize(
    ("name", "year", "ccode"),
    [
        ("KOREA, SOUTH", 1990, 732),
        ("Korea", 1900, 730),
        ("Germany, Federal Republic of", 1985, 260),
        ("Türkiye", 2022, 640),
        ("Côte d’Ivoire", None, 437),
        ("Bosnia & Herzegovina", None, 346),
        ("China, Republic of", 1945, 710),
        ("China, Republic of", 1961, 713),
        ("Kosovo", 2000, 345),
        ("U.S.S.R.", 1970, 365),
        ("EUROPEAN UNION", 2025, 1000),
    ],
)
def test_a_name_stands_for_the_state_of_its_year(name: str, year: int | None, ccode: int) -> None:
    assert ccode_of_name(name, year) == ccode


def test_a_name_of_no_state_is_refused_alone_and_missing_in_a_column() -> None:
    from gaiatsu.errors import UnknownName

    with pytest.raises(UnknownName, match="'Hong Kong' in 1990"):
        ccode_of_name("Hong Kong", 1990)
    found = ccodes_of_names(pl.Series(["Japan", None, "Hong Kong"]), pl.Series([1990, 1990, None]))

    assert found.to_list() == [740, None, None]


@pytest.mark.data
def test_names_give_the_codes_that_files_with_both_have(data_dir: Path) -> None:
    panel = read("cow_gw", data_dir).filter(pl.col("ccode").is_not_null())
    found = ccodes_of_names(panel["cow_name"], panel["year"])

    assert (found != panel["ccode"]).sum() == 0


# What the names of these files say otherwise than their codes, each for a reason.
NAMES_AGAINST_CODES = {
    ("lmf_external_wealth", "Kosovo"),  # before 2008 it was part of Serbia (345)
    ("maddison", "Taiwan"),  # before 1949 it was no state
}


@pytest.mark.data
@pytest.mark.parametrize(
    ("name", "file", "code", "country", "year", "scheme"),
    [
        (
            "lmf_external_wealth",
            "lmf_external_wealth_1970_2011",
            "IFS id",
            "Country Name",
            "Year",
            "ifs",
        ),
        ("wb_gdp", "wb_gdp_current_usd", "Country Code", "Country Name", "Year", "iso3"),
        ("pwt", "pwt_10_01", "isocode", "country", "year", "iso3"),
        ("maddison", "maddison_2018", "iso3c", "country", "year", "iso3"),
    ],
)
def test_codes_and_names_of_a_file_mean_the_same_state(
    name: str, file: str, code: str, country: str, year: str, scheme: str, data_dir: Path
) -> None:
    table = pl.read_parquet(data_dir / "context" / f"{file}.parquet", columns=[code, country, year])
    table = table.filter(pl.col(year) >= FIRST).unique()
    spells = code_table(scheme).rename({"ccode": "by_code"})
    joined = table.with_columns(
        ccodes_of_names(table[country], table[year]), pl.col(code).cast(pl.String).alias("code")
    ).join(spells, on="code", how="inner")
    inside = joined.filter(pl.col(year).is_between("first_year", "last_year"))

    against = inside.filter(pl.col("ccode").ne_missing(pl.col("by_code")))

    assert inside.height > 6000
    assert {(name, str(found).strip()) for found in against[country]} <= NAMES_AGAINST_CODES
