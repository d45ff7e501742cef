from __future__ import annotations

from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gaiatsu.context.dyads.records import Years
from gaiatsu.context.dyads.social import record
from gaiatsu.context.dyads.social.record import agreement_spans, count_in_years, dispute_spans, threat_spans

SCHEMA = {
    "case": pl.Int64,
    "primary_sender": pl.Int64,
    "target": pl.Int64,
    "start_year": pl.Int64,
    "end_year": pl.Int64,
    "imposition_year": pl.Int64,
    "threat": pl.Int64,
    "imposition": pl.Int64,
    "outcome": pl.String,
    "issue1": pl.Int64,
    "issue2": pl.Int64,
    "issue3": pl.Int64,
}
OUTCOMES = [*record.AGREED, *record.DROPPED, None]


def cases(*rows: dict[str, Any]) -> pl.DataFrame:
    plain = {"primary_sender": 2, "target": 740, "threat": 1, "imposition": 0, "issue1": 13}
    return pl.DataFrame(
        [dict.fromkeys(SCHEMA) | plain | {"case": n} | row for n, row in enumerate(rows)],
        schema=SCHEMA,
    )


def counts(spans: pl.DataFrame, year: int) -> dict[str, int]:
    found = count_in_years(spans, Years(year, year))
    return (
        {}
        if found.height == 0
        else {k: v for k, v in found.row(0, named=True).items() if v and k[0] in "tad"}
    )


def test_a_threat_counts_from_the_year_after_it_was_made() -> None:
    spans = threat_spans(cases({"start_year": 1985}))

    assert counts(spans, 1985) == {}
    assert counts(spans, 1986)["threats_made"] == 1


def test_an_open_threat_stands_in_every_upper_bound_and_no_lower_one() -> None:
    spans = threat_spans(cases({"start_year": 1985, "end_year": 1990, "outcome": "stalemate"}))

    assert counts(spans, 1990) == {
        "threats_made": 1,
        "threats_carried_high": 1,
        "threats_dropped_high": 1,
        "threats_met_high": 1,
    }
    assert counts(spans, 1991) == {"threats_made": 1, "threats_dropped_low": 1, "threats_dropped_high": 1}


def test_sanctions_settle_what_became_of_the_threat_when_they_come() -> None:
    spans = threat_spans(
        cases({"start_year": 1985, "imposition_year": 1987, "end_year": 1995, "imposition": 1})
    )

    assert "threats_carried_low" not in counts(spans, 1987)
    assert counts(spans, 1988)["threats_carried_low"] == 1


def test_a_missing_outcome_is_never_settled() -> None:
    spans = threat_spans(cases({"start_year": 1985}))

    assert counts(spans, 2006)["threats_dropped_high"] == 1
    assert "threats_dropped_low" not in counts(spans, 2006)


def test_a_case_without_a_leading_sender_is_nobodys_record() -> None:
    table = cases({"start_year": 1985, "primary_sender": None})

    assert threat_spans(table).height == agreement_spans(table).height == 0


def test_an_agreement_is_reopened_only_by_a_later_case_on_its_issue() -> None:
    settled = {"start_year": 1985, "end_year": 1986, "outcome": "negotiated settlement"}
    other = {"start_year": 1987, "issue1": 8}
    again = {"start_year": 1989}
    spans = agreement_spans(cases(settled, other, again))

    assert counts(spans, 1989) == {"agreements": 1}
    assert counts(spans, 1990) == {"agreements": 1, "agreements_reopened": 1}


def test_an_agreement_stands_once_five_quiet_years_are_over() -> None:
    settled = {"start_year": 1985, "end_year": 1986, "outcome": "negotiated settlement"}
    spans = agreement_spans(cases(settled, {"start_year": 1992}))

    assert counts(spans, 1991) == {"agreements": 1}
    assert counts(spans, 1992) == {"agreements": 1, "agreements_stood": 1}


def test_disputes_are_counted_once_over_their_years() -> None:
    rows = [(7, a, b, y) for a, b in ((2, 365), (365, 2)) for y in (1961, 1962)]
    spans = dispute_spans(pl.DataFrame(rows, schema=["dispute", "ccode1", "ccode2", "year"], orient="row"))
    found = {year: counts(spans.drop("began"), year) for year in (1961, 1962, 1966, 1967, 1972)}

    assert found[1961] == {}
    assert found[1962] == {"disputes_5": 1, "disputes_10": 1, "disputes_before": 1}
    assert found[1966]["disputes_5"] == 1
    assert found[1967] == {"disputes_10": 1, "disputes_before": 1}
    assert found[1972] == {"disputes_before": 1}


# --- no count sees the future ----------------------------------------------------------------------------


@st.composite
def random_cases(draw: st.DrawFn) -> pl.DataFrame:
    rows = []
    for _ in range(draw(st.integers(1, 8))):
        start = draw(st.integers(1980, 1995))
        end = draw(st.one_of(st.none(), st.integers(start, 1998)))
        imposition = draw(st.integers(0, 1))
        imposed = st.one_of(st.none(), st.integers(start, end or 1998))
        rows.append(
            {
                "start_year": start,
                "end_year": end,
                "imposition": imposition,
                "imposition_year": draw(imposed) if imposition else None,
                "threat": draw(st.integers(0, 1)),
                "outcome": draw(st.sampled_from(OUTCOMES)),
                "target": draw(st.sampled_from([740, 732])),
                "issue1": draw(st.sampled_from([8, 13])),
            }
        )
    return cases(*rows)


def as_known_before(table: pl.DataFrame, year: int) -> pl.DataFrame:
    """Erase everything that happened in the year or later."""
    ended = (pl.col("end_year") < year).fill_null(value=False)
    imposed = (pl.coalesce("imposition_year", "end_year") < year).fill_null(value=False)
    return table.filter(pl.col("start_year") < year).with_columns(
        pl.when(ended).then(pl.col("end_year")).alias("end_year"),
        pl.when(ended).then(pl.col("outcome")).alias("outcome"),
        pl.when(imposed).then(pl.col("imposition")).otherwise(0).alias("imposition"),
        pl.when(imposed).then(pl.col("imposition_year")).alias("imposition_year"),
    )


@settings(max_examples=25, deadline=None)
@given(table=random_cases(), year=st.integers(1981, 2000))
def test_erasing_the_future_changes_no_count(table: pl.DataFrame, year: int) -> None:
    known = as_known_before(table, year)
    for spans in (threat_spans, agreement_spans):
        assert dyads(spans(table), year) == dyads(spans(known), year)


@settings(max_examples=25, deadline=None)
@given(table=random_cases(), year=st.integers(1981, 2000))
def test_bounds_hold_each_other(table: pl.DataFrame, year: int) -> None:
    for found in dyads(threat_spans(table), year).values():
        lows = [found[f"threats_{name}_low"] for name in record.CLASSES]
        highs = [found[f"threats_{name}_high"] for name in record.CLASSES]
        assert all(low <= high for low, high in zip(lows, highs, strict=True))
        assert sum(lows) <= found["threats_made"] <= sum(highs)


def dyads(spans: pl.DataFrame, year: int) -> dict[int, dict[str, int]]:
    names = ("threats_made", *record.OWN_COUNTS, "agreements", "agreements_reopened", "agreements_stood")
    rows = count_in_years(spans, Years(year, year)).rows(named=True)
    return {row["ccode2"]: {name: row.get(name, 0) for name in names} for row in rows}


def test_the_check_on_the_future_can_fail() -> None:
    table = cases({"start_year": 1985, "end_year": 1990, "outcome": "stalemate"})
    careless = threat_spans(table).with_columns(first=pl.col("first") - 5)

    assert dyads(careless, 1988) != dyads(threat_spans(as_known_before(table, 1988)), 1988)


# --- the real files --------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def real(data_dir: Path) -> Any:
    from gaiatsu import sources

    return {name: sources.read(name, data_dir) for name in record.ADDITION.needs}


@pytest.mark.data
def test_threats_against_japan_before_1990_by_hand(real: Any) -> None:
    # made: 1969051201 1971030401 1977030801 1977041201 1983032401 1985071801 1986120901 1987999902 1988042901
    # carried out: 1969, 1986; dropped (sender gave up): 1971, 1977 (second), 1985; met (complete): 1977
    # (first), 1987, 1988; open: 1983, whose outcome belongs to the stage after imposition, without one
    part = record.ADDITION.parts[0]
    found = part.table(real, Years(1990, 1990))
    row = found.filter((pl.col("ccode1") == 2) & (pl.col("ccode2") == 740)).row(0, named=True)

    assert [row[name] for name in record.OWN_COUNTS] == [9, 2, 3, 3, 4, 3, 4]


@pytest.mark.data
def test_the_two_states_have_no_dispute_on_record(real: Any) -> None:
    part = record.ADDITION.parts[3]
    found = part.table(real, Years(1985, 2000)).filter((pl.col("ccode1") == 2) & (pl.col("ccode2") == 740))

    assert found["disputes_10"].sum() == 0


@pytest.mark.data
def test_disputes_of_america_and_the_soviet_union_by_hand(real: Any) -> None:
    part = record.ADDITION.parts[3]
    table = part.table(real, Years(1950, 2011)).filter((pl.col("ccode1") == 2) & (pl.col("ccode2") == 365))
    rows = real["gml_mid"].table.filter((pl.col("ccode1") == 2) & (pl.col("ccode2") == 365))
    begun: dict[int, int] = {}
    for number, year in sorted(rows.select("dispute", "year").rows()):
        begun.setdefault(number, year)

    for row in table.rows(named=True):
        year = row["year"]
        past = [b for b in begun.values() if b < year]
        assert row["disputes_10"] == sum(b >= year - 10 for b in past)
        assert row["years_since_dispute"] == year - max(past)


@pytest.mark.data
def test_a_state_acts_against_anyone_at_least_as_often_as_against_one(real: Any) -> None:
    own, anyone = (record.ADDITION.parts[n].table(real, Years(1990, 1990)) for n in (0, 1))
    sums = own.group_by("ccode1").agg(pl.col(record.OWN_COUNTS).sum()).sort("ccode1").drop("ccode1")

    assert sums.rows() == anyone.sort("ccode").select(f"all_{n}" for n in record.OWN_COUNTS).rows()
