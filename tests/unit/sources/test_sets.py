"""What each reader does about the defects it knows, and values taken by hand from the producers' files."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from gaiatsu import sources
from gaiatsu.claims import bibliography
from gaiatsu.context.cohorts import seats_in
from gaiatsu.sources import tables
from gaiatsu.sources.sets import cow_trade, igo_membership, reign_elections, sigint, ties, us_troops


def rows(data_dir: Path, name: str, **where: Any) -> pl.DataFrame:
    """Rows of a data set with the given values."""
    return sources.read(name, data_dir).table.filter(**where)


# --- what readers do about defects, on rows made for the purpose -------------------------------------------


def troops(*counts: tuple[int, int, int]) -> pl.DataFrame:
    """Troops by code and year, all of them soldiers."""
    code, year, count = zip(*counts, strict=True)
    table = pl.DataFrame({"ccode": code, "year": year, "troops": count, "army": count})
    zeros = (pl.lit(0).alias(name) for name in ("navy", "air_force", "marines"))
    return table.with_columns(*zeros).with_row_index("row", offset=1)


def quality(table: pl.DataFrame) -> dict[int, str]:
    """Marks by year."""
    return dict(table.select("year", "quality").iter_rows())


def test_a_doubled_count_of_2008_is_marked_and_one_of_2002_is_not() -> None:
    spike = us_troops.mend(troops((740, 2007, 35_000), (740, 2008, 79_000), (740, 2009, 48_000)))

    assert quality(spike)[2008] == "reporting_spike"
    assert quality(us_troops.mend(troops((740, 2001, 10), (740, 2002, 90_000), (740, 2003, 10))))[2002] == ""


def test_the_empty_one_of_two_spellings_is_marked() -> None:
    table = us_troops.mend(troops((316, 2013, 0), (316, 2013, 17), (316, 2014, 12)))

    assert table.filter(quality="empty_twin")["troops"].to_list() == [0]
    assert table["row"].to_list() == [1, 2, 3]


def test_the_repeated_years_and_the_negative_part_are_marked() -> None:
    table = us_troops.mend(troops((350, 1951, 5), (350, 1952, 5)).with_columns(marines=pl.lit(-3)))

    assert table["quality"].to_list() == ["same_as_1952;parts_do_not_add_up;negative_part"] * 2
    assert table["marines"].to_list() == [None, None]


def test_an_announcement_is_no_election() -> None:
    table = reign_elections.mend(
        pl.DataFrame(
            {
                "ccode": [740, 740, 740, 533],
                "event": ["Announced", "Vote, Early", "Vote, As Scheduled ", "Upcoming, Deadline"],
                "year": [1993, 1993, 1996, 2024],
                "month": [6, 7, 10, 11],
                "day": [None, 18, None, 3],
            }
        )
    )

    assert table["quality"].to_list() == ["not_a_vote", "", "no_day", "still_to_come;malawi_miscoded"]
    assert table["ccode"].to_list() == [740, 740, 740, 553]
    assert table["date"][1] == pytest.approx(1993 + (6 + 17 / 31) / 12)


def test_alliances_that_were_not_measured_become_missing() -> None:
    frame = {"status_quo": [117, 100], "concede": [1, 1], "stand_firm": [0, 1], "back_down": [2, 2]}
    table = sigint.mend(pl.DataFrame({"decade": [1980, 1990], "ally": [0.0, 1.0], **frame}))

    assert table["ally"].to_list() == [None, 1.0]
    assert table["quality"].to_list() == ["ally_unmeasured", "short_decade"]


def case(**values: Any) -> pl.DataFrame:
    """One sanction case."""
    base = {"case": 1993010101, "start_year": 1993, "outcome_code": 1, "threat": 1, "imposition": 0}
    known = {"institution": 0, "primary_sender": 2, "sender1": 2, "end_year": 1994}
    return whole(pl.DataFrame({**base, **known, "settlement_sender": 5, "settlement_target": 5, **values}))


def whole(table: pl.DataFrame) -> pl.DataFrame:
    """The same cases with every column of the set, empty where nothing was said."""
    empty = (
        pl.lit(None, tables.DTYPES[column.kind]).alias(column.name)
        for column in ties.INFO.columns
        if column.name not in table.columns
    )
    return table.with_columns(*empty)


@pytest.mark.parametrize(
    ("code", "imposition", "outcome", "stage", "marks"),
    [
        (2, 0, "complete acquiescence", "threat", ""),
        (5, 0, "negotiated settlement", "threat", ""),
        (6, 1, "partial acquiescence", "imposition", ""),
        (10, 1, "negotiated settlement", "imposition", ""),
        (10, 0, "negotiated settlement", "imposition", "stage_contradicted"),
        (3, 1, "capitulation by sender", "threat", "stage_contradicted"),
        (None, 1, None, None, "no_outcome"),
    ],
)
def test_an_outcome_becomes_words(
    code: int | None, imposition: int, outcome: str | None, stage: str | None, marks: str
) -> None:
    frame = case(imposition=imposition).with_columns(outcome_code=pl.lit(code, pl.Int64))
    table = ties.mend(frame)

    assert table.select("outcome", "outcome_stage", "quality").row(0) == (outcome, stage, marks)
    assert "outcome_code" not in table.columns


def test_missing_settlement_scores_and_contradicted_years_are_seen() -> None:
    table = ties.mend(case(case=1988042901, start_year=1989, settlement_sender=-9))

    assert table["settlement_sender"].to_list() == [None]
    assert table["settlement_target"].to_list() == [5]
    assert table["quality"].to_list() == ["settlement_unknown;year_contradicted"]


@pytest.mark.parametrize(
    ("values", "mark", "column", "read"),
    [
        ({"start_month": 6, "start_day": 31}, "impossible_day", "start_day", None),
        ({"start_year": 1989, "case": 1989010101, "sender1": 255}, "germany_too_early", "sender1", 260),
        (
            {"imposed_year": "1969, probably before this", "imposition": 1, "outcome_code": 6},
            "year_written_out",
            "imposed_year",
            1969,
        ),
        ({"sender_loss_year": 99}, "loss_year_impossible", "sender_loss_year", None),
        (
            {"imposed_types": "7 4 7", "imposition": 1, "outcome_code": 6},
            "kind_repeated",
            "imposed_types",
            "7 4 7",
        ),
        ({"imposed_types": "3"}, "imposed_unsaid", "imposition", 0),
        ({"start_month": 2}, "month_contradicted", "start_month", 2),
        ({"sender1": 20}, "leader_not_listed", "primary_sender", 2),
        ({"ongoing_year": 1995, "end_year": None}, "outcome_while_ongoing", "ongoing_year", 1995),
        ({"end_year": None}, "no_end", "end_year", None),
    ],
)
def test_what_a_record_cannot_mean_is_seen(values: dict[str, Any], mark: str, column: str, read: Any) -> None:
    table = ties.mend(case(**values))

    assert mark in table["quality"][0].split(";")
    assert table[column].to_list() == [read]


def test_a_sender_may_stand_in_any_place() -> None:
    places = {
        "primary_sender": [2, 20, None, 20],
        "sender1": [2, 20, 2, 20],
        "sender2": [None, 2, None, None],
    }
    table = pl.DataFrame(places).with_columns(pl.lit(None, pl.Int64).alias(f"sender{n}") for n in (3, 4, 5))

    assert table.select(ties.sent_by(2)).to_series().to_list() == [True, True, True, False]


def test_exports_are_the_partner_s_imports() -> None:
    trade = pl.DataFrame(
        {
            "ccode1": [2, 740],
            "ccode2": [740, 850],
            "year": [1985, 1985],
            "imports1": [72.0, 3.0],
            "imports2": [26.0, 4.0],
        }
    ).with_columns(quality=pl.lit(""))

    assert sorted(cow_trade.exports(trade, 740).select("partner", "exports").rows()) == [
        (2, 72.0),
        (850, 4.0),
    ]
    assert cow_trade.exports(trade, 2).select("partner", "exports").rows() == [(740, 26.0)]


# --- values taken by hand from the files -------------------------------------------------------------------


SPOTS = [
    ("cow_nmc", {"ccode": 2, "year": 1990}, "cinc", 0.141448),
    ("cow_nmc", {"ccode": 740, "year": 1993}, "milex", 41_730_000),
    ("us_troops", {"ccode": 740, "year": 1995}, "troops", 39_134),
    ("us_troops", {"ccode": 740, "year": 1985}, "troops", 46_923),
    ("atop", {"ccode1": 2, "ccode2": 740, "year": 1960}, "defense", 1),
    ("atop", {"ccode1": 740, "ccode2": 2, "year": 1960}, "defense", 0),
    ("atop", {"ccode1": 740, "ccode2": 2, "year": 1995}, "consultation", 1),
    ("cow_alliance", {"ccode1": 740, "ccode2": 2, "year": 1960}, "defense", 1),
    ("polity5", {"code": 740, "year": 1993}, "polity2", 10),
    ("democracy", {"ccode": 740, "year": 1993}, "polyarchy", 0.837),
    ("pwt", {"iso3": "JPN", "year": 1993}, "population", 125.707411),
    ("maddison", {"iso3": "JPN", "year": 1990}, "gdp_per_head", 29_567),
    ("gdp_estimates", {"ccode": 740, "year": 1990}, "population", 125.0357),
    ("wb_gdp", {"iso3": "USA", "year": 1990}, "gdp", 5_963_144e6),
    ("cow_trade", {"ccode1": 2, "ccode2": 740, "year": 1985}, "imports1", 72_380),
    ("cow_trade", {"ccode1": 2, "ccode2": 740, "year": 1985}, "imports2", 26_099),
    ("lake_hierarchy", {"ccode": 740, "year": 1990}, "security", 0.564209),
    ("unga_idealpoints", {"ccode": 2, "year": 1946}, "ideal_point", 1.887774),
    ("lmf_external_wealth", {"ifs": 111, "year": 1992}, "net_assets", -498_188),
    ("sigint", {"ccode1": 2, "ccode2": 740, "decade": 1990}, "concede", 8),
    ("reign_elections", {"ccode": 740, "year": 1993}, "day", 18),
    ("reign_leaders", {"ccode": 740, "leader": "Miyazawa"}, "birth_year", 1919),
    ("archigos", {"id": "JPN-1991"}, "end", date(1993, 8, 9)),
]


@pytest.mark.data
@pytest.mark.parametrize(("name", "where", "column", "value"), SPOTS)
def test_a_value_taken_by_hand_is_read(
    name: str, where: dict[str, Any], column: str, value: object, data_dir: Path
) -> None:
    found = rows(data_dir, name, **where)[column].to_list()

    assert found == [value if isinstance(value, date) else pytest.approx(value, rel=1e-5)]


@pytest.mark.data
def test_japan_s_troop_counts_of_2008_and_2015_are_marked_and_their_neighbors_are_not(data_dir: Path) -> None:
    marks = quality(rows(data_dir, "us_troops", ccode=740))

    assert [year for year, mark in marks.items() if "reporting_spike" in mark] == [2008, 2015]


@pytest.mark.data
def test_1951_repeats_1952_everywhere(data_dir: Path) -> None:
    table = sources.read("us_troops", data_dir).table.filter(pl.col("year").is_in([1951, 1952]))
    by_code = table.group_by("ccode").agg(pl.col("troops").n_unique(), pl.len())

    assert by_code["troops"].max() == 1
    assert by_code.height == 185


@pytest.mark.data
def test_u_s_trade_with_japan_is_the_same_both_ways_in_1959_and_1967_only(data_dir: Path) -> None:
    pair = rows(data_dir, "cow_trade", ccode1=2, ccode2=740).filter(pl.col("year") > 1945)

    assert pair.filter(pl.col("imports1") == pl.col("imports2"))["year"].to_list() == [1959, 1967]


@pytest.mark.data
def test_american_elections_come_every_four_years_and_never_at_midterm(data_dir: Path) -> None:
    votes = rows(data_dir, "reign_elections", ccode=2).filter(pl.col("year") >= 1948)

    assert votes["year"].to_list() == list(range(1948, 2021, 4))


@pytest.mark.data
def test_japan_s_lower_house_was_elected_when_new_members_entered_it(data_dir: Path) -> None:
    votes = rows(data_dir, "reign_elections", ccode=740).filter(pl.col("year").is_between(1972, 2000))
    general = rows(data_dir, "jhred_winners", byelection=0).filter(pl.col("year").is_between(1972, 2000))

    assert votes["year"].to_list() == sorted(set(general["year"].to_list()))
    assert votes.height == 10


@pytest.mark.data
def test_all_members_of_1947_are_listed_and_fill_the_seats_of_that_year(data_dir: Path) -> None:
    winners = rows(data_dir, "jhred_winners", election=23, byelection=0)

    assert winners.height == seats_in(1947) == 466


@pytest.mark.data
def test_no_german_votes_in_the_assembly_before_either_is_taken_for_a_member(data_dir: Path) -> None:
    votes = sources.read("un_votes", data_dir).table.join(
        sources.read("un_roll_calls", data_dir).table.select("rcid", "year"), on="rcid"
    )
    seats = sources.read("igo_membership", data_dir).table.filter(pl.col("un") == 1)
    for state in (260, 265):
        voted = votes.filter(pl.col("ccode") == state)["year"].to_list()
        assert min(voted) == min(seats.filter(pl.col("ccode") == state)["year"].to_list()) == 1973


@pytest.mark.data
def test_a_party_of_the_gatt_by_1951_is_one_in_the_year_of_its_union(data_dir: Path) -> None:
    accession = rows(data_dir, "gatt_members", iso3="DEU")["date"].item()
    raw = pl.read_parquet(data_dir / "context" / "igo_membership_key_state_year.parquet")
    listed = raw.filter((pl.col("ccode") == 255) & (pl.col("year") == 1990))["gatt"].item()
    (mended,) = rows(data_dir, "igo_membership", ccode=255, year=1990).to_dicts()

    assert (accession, listed) == (date(1951, 10, 1), 0)
    assert (mended["gatt"], mended["quality"]) == (1, "not_in_existence;german_union")


@pytest.mark.data
def test_the_treaty_of_1951_is_coded_as_the_defect_list_says(data_dir: Path) -> None:
    given, owed = (
        rows(data_dir, "atop", ccode1=one, ccode2=two).filter(pl.col("year") >= 1945)
        for one, two in ((2, 740), (740, 2))
    )

    first = pl.col("quality") == "treaty_of_1951_disputed"
    for side, defense in ((given, 1), (owed, 0)):
        assert side["year"].to_list() == list(range(1951, 2019))
        assert side["defense"].unique().to_list() == [defense]
        assert side["consultation"].unique().to_list() == [1]
        assert side.filter(first)["nonaggression"].to_list() == [0] * 9
        assert side.filter(~first)["nonaggression"].to_list() == [1] * 59


@pytest.mark.data
@pytest.mark.parametrize(
    ("crisis", "won", "lost"),
    [(393, {2, 200, 690}, {645}), (336, {200}, {160}), (196, {2}, {40, 365}), (259, {2}, {811})],
    ids=["Gulf 1990-91", "Falklands", "Cuban missiles", "Mayaguez"],
)
def test_outcomes_of_crises_mean_what_history_says(
    data_dir: Path, crisis: int, won: set[int], lost: set[int]
) -> None:
    actors = rows(data_dir, "icb_actors", crisis=crisis)

    assert won <= set(actors.filter(pl.col("outcome") == "victory")["ccode"].to_list())
    assert lost == set(actors.filter(pl.col("outcome") == "defeat")["ccode"].to_list())


@pytest.mark.data
def test_compromises_are_agreed_upon_and_stalemates_are_not(data_dir: Path) -> None:
    agreed = pl.col("form").is_in([1, 2, 3])
    shares = rows(data_dir, "icb_actors").group_by("outcome").agg(agreed.mean())
    share = dict(shares.iter_rows())

    assert share["compromise"] == pytest.approx(0.682, abs=5e-4)
    assert share["stalemate"] == pytest.approx(0.379, abs=5e-4)
    assert share["compromise"] > max(share[other] for other in ("victory", "stalemate", "defeat")) + 0.3


def test_every_work_that_a_defect_rests_on_is_in_the_bibliography() -> None:
    keys = {key for entry in sources.registry() for defect in entry.defects for key in defect.rests_on}

    assert keys
    assert keys <= set(bibliography())


def test_a_state_that_was_out_between_two_memberships_is_marked() -> None:
    seats = {body: [0, 0, 0, 0] for body in igo_membership.BODIES} | {"seato": [0, 1, 0, 1]}
    table = pl.DataFrame({"ccode": [2] * 4, "year": [1958, 1959, 1960, 1961], **seats})

    assert igo_membership.mend(table)["quality"].to_list() == ["", "", "out_in_between", ""]


@pytest.mark.data
def test_no_alliance_was_coded_before_1990_not_even_nato(data_dir: Path) -> None:
    raw = pl.read_csv(data_dir / "cases" / "sigint" / "sanctionsData.csv")

    assert raw.filter(pl.col("tenyear") < 1990)["ally"].unique().to_list() == [0.0]
    assert raw.filter(pl.col("tenyear") < 1990).height == 249


@pytest.mark.data
def test_positions_and_their_parts_agree(data_dir: Path) -> None:
    table = sources.read("lmf_external_wealth", data_dir).table
    gap = (table["assets"] - table["liabilities"] - table["net_assets"]).abs()

    assert gap.max() <= 2
    assert table.group_by("ifs").agg(pl.col("country").n_unique())["country"].max() == 1
