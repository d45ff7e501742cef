from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest

from gaiatsu.context.dyads.records import Years
from gaiatsu.context.dyads.social import interaction
from gaiatsu.context.dyads.social.interaction import speech_years, unmatched_names, visit_years
from gaiatsu.context.dyads.social.votes import LEAST_VOTES, agreement_against_allies, vote_agreement

STATES = pl.DataFrame({"ccode": [2, 740, 740], "year": [1993, 1993, 1994]})


def visits(*rows: tuple[int | None, date, str]) -> pl.DataFrame:
    schema = {"ccode": pl.Int64, "start": pl.Date, "quality": pl.String}
    return pl.DataFrame(list(rows), schema=schema, orient="row")


def travels(*rows: tuple[int | None, str, date, str]) -> pl.DataFrame:
    schema = {"ccode": pl.Int64, "role": pl.String, "start": pl.Date, "quality": pl.String}
    return pl.DataFrame(list(rows), schema=schema, orient="row")


def test_a_year_without_visits_counts_zero_and_not_missing() -> None:
    found = visit_years(visits(), travels(), STATES)

    assert found.rows() == [(2, 740, 1993, 0, 0, 0), (2, 740, 1994, 0, 0, 0)]


def test_each_kind_of_visit_has_its_own_count() -> None:
    found = visit_years(
        visits((740, date(1993, 4, 16), "")),
        travels((740, "president", date(1993, 7, 6), ""), (740, "secretary", date(1993, 4, 11), "")),
        STATES,
    )

    assert found.rows()[0] == (2, 740, 1993, 1, 1, 1)


def test_a_stay_under_two_numbers_counts_once() -> None:
    again = visit_years(
        visits((740, date(1993, 4, 16), ""), (740, date(1993, 4, 16), "overlapping_visits")),
        travels(
            (740, "secretary", date(1993, 4, 11), "two_entries_a_stop"),
            (740, "secretary", date(1993, 4, 11), "two_entries_a_stop"),
        ),
        STATES,
    )

    assert again.rows()[0] == (2, 740, 1993, 1, 0, 1)


def test_travels_before_the_oath_and_visits_of_no_state_do_not_count() -> None:
    found = visit_years(
        visits((None, date(1993, 4, 16), "not_a_state")),
        travels((740, "president", date(1993, 1, 6), "before_inauguration")),
        STATES,
    )

    assert found.rows()[0] == (2, 740, 1993, 0, 0, 0)


def test_agreement_is_that_counted_by_hand(rng: np.random.Generator) -> None:
    choices = np.asarray(["yes", "abstain", "no", None])
    cast = {state: choices[rng.integers(0, 4, size=60)] for state in (2, 200, 740)}
    rows = [
        (1990, call, s, vote)
        for s, all_ in cast.items()
        for call, vote in enumerate(all_)
        if vote is not None
    ]
    found = vote_agreement(pl.DataFrame(rows, schema=["year", "rcid", "ccode", "vote"], orient="row"))

    for left, right in ((2, 200), (2, 740), (200, 740)):
        both = [
            (a, b) for a, b in zip(cast[left], cast[right], strict=True) if a is not None and b is not None
        ]
        row = found.filter((pl.col("ccode1") == left) & (pl.col("ccode2") == right)).row(0, named=True)
        assert row["votes_together"] == len(both)
        assert row["vote_agreement"] == pytest.approx(sum(a == b for a, b in both) / len(both))


def test_few_roll_calls_give_no_agreement() -> None:
    rows = [(1964, call, state, "yes") for call in range(LEAST_VOTES - 1) for state in (2, 740)]

    assert (
        vote_agreement(pl.DataFrame(rows, schema=["year", "rcid", "ccode", "vote"], orient="row")).height == 0
    )


def test_agreement_is_compared_from_either_place_in_the_pair() -> None:
    # the protector stands second in an ascending pair: 740 protects 2, 20, 200 and 220 here
    agreed = pl.DataFrame(
        {
            "ccode1": [2, 20, 200, 220],
            "ccode2": [740] * 4,
            "year": [1990] * 4,
            "vote_agreement": [0.2, 0.5, 0.6, 0.7],
            "vote_agreement_se": [0.03, 0.04, 0.04, 0.04],
        }
    )
    pacts = agreed.select(pl.col("ccode2").alias("ccode1"), pl.col("ccode1").alias("ccode2"), "year")
    row = agreement_against_allies(agreed, pacts).filter(pl.col("ccode2") == 2).row(0, named=True)

    assert row["agreement_minus_allies_mean"] == pytest.approx(0.2 - 0.6)
    assert row["agreement_minus_allies_se"] == pytest.approx(np.sqrt(0.03**2 + 3 * 0.04**2 / 9))


def test_the_speeches_of_a_year_are_taken_together() -> None:
    speeches = pl.DataFrame(
        {
            "ccode": [740, 740],
            "year": [1993, 1993],
            "language": ["ja", "ja"],
            "text": ["日米関係は基軸であります。", "米国は遠い国であります。経済は重要であります。"],
        }
    )
    row = speech_years(speeches).filter(pl.col("about") == 2).row(0, named=True)

    assert (row["sentences"], row["pivot"]) == (2, 0.5)
    assert row["mentions"] == pytest.approx(1000 * 2 / 36)


def test_germany_is_spoken_of_by_the_code_of_the_year() -> None:
    speeches = pl.DataFrame(
        {"ccode": [2, 2], "year": [1989, 1991], "language": ["en", "en"], "text": ["Germany is an ally."] * 2}
    )
    found = speech_years(speeches).filter(pl.col("mentions") > 0)

    assert found.select("year", "about").rows() == [(1989, 260), (1991, 255)]


# --- the real files --------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def real(data_dir: Path) -> Any:
    from gaiatsu import sources

    return {name: sources.read(name, data_dir) for name in interaction.ADDITION.needs}


def of_japan(table: pl.DataFrame) -> dict[int, dict[str, Any]]:
    rows = table.filter((pl.col("ccode1") == 2) & (pl.col("ccode2") == 740))
    return {row["year"]: row for row in rows.rows(named=True)}


@pytest.mark.data
def test_visits_between_america_and_japan_by_hand(real: Any) -> None:
    # visits 1990: numbers 762, 790, 795, 814 (Kaifu); 1993: 970 (Miyazawa), 1009, 1025 (Hosokawa)
    # travels 1993: 2522 (president), 507 and 518 (secretary); 1992: 2371 (president); 1990: none
    found = of_japan(interaction.ADDITION.parts[0].table(real, Years(1990, 1993)))

    assert [found[1990][name] for name in interaction.OWN_KIND] == [4, 0, 0]
    assert [found[1992][name] for name in interaction.OWN_KIND] == [2, 1, 0]
    assert [found[1993][name] for name in interaction.OWN_KIND] == [3, 1, 2]


@pytest.mark.data
def test_names_that_are_no_state_are_listed(real: Any) -> None:
    found = unmatched_names(real["us_visits"].table, real["us_travels"].table)
    names = {name: (visits, travels) for name, visits, travels in found.rows()}

    assert names["Hawaii"] == (3, 0)
    assert {"Antarctica", "Cook Islands", "West Bank", "Vatican City"} <= names.keys()
    assert not {"Japan", "Korea, South", "China, Republic of", "U.S.S.R."} & names.keys()


@pytest.mark.data
def test_votes_of_america_and_japan_in_1990_by_hand(real: Any) -> None:
    # 1990: both took part in 84 roll calls: 13 both yes, 8 both no, 5 both abstaining
    found = of_japan(interaction.ADDITION.parts[1].table(real, Years(1990, 1990)))[1990]

    assert (found["votes_together"], found["vote_agreement"]) == (84, pytest.approx(26 / 84))


@pytest.mark.data
def test_names_in_speeches_by_hand(real: Any) -> None:
    # State of the Union 1996: 6,327 words, "Japan" and "Japanese" once each; prime minister on 30 October
    # 1992: 7,639 characters, 米国 three times, 日米 too; Japan at the UN in 1993: 2,065 words, one name
    home = interaction.ADDITION.parts[3].table(real, Years(1992, 1996))
    spoken = of_japan(home)
    un = of_japan(interaction.ADDITION.parts[4].table(real, Years(1993, 1993)))[1993]

    assert spoken[1996]["mentions_by_sender"] == pytest.approx(1000 * 2 / 6327)
    assert spoken[1992]["mentions_by_target"] == pytest.approx(1000 * 6 / 7639)
    assert un["un_mentions_by_target"] == pytest.approx(1000 / 2065)


@pytest.mark.data
def test_every_part_gives_one_row_a_pair_and_year(real: Any) -> None:
    for part in interaction.ADDITION.parts:
        table = part.table(real, Years(1988, 1991))
        assert {"ccode1", "ccode2", "year", *(v.name for v in part.variables)} <= set(table.columns)
        assert not table.select("ccode1", "ccode2", "year").is_duplicated().any()
    assert all(len(variable.name) <= 28 for variable in interaction.ADDITION.variables)
