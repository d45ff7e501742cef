"""Sanctions and threats of the European Union, the United States and the United Nations, 1989-2015."""

from __future__ import annotations

import polars as pl

from gaiatsu.sources.records import Action, Column, DatasetInfo, Defect, Kind
from gaiatsu.sources.tables import marks

__all__ = ["INFO", "SENDERS", "mend"]

SENDERS = ("EU", "US", "UN")
ONGOING = "ongoing"


def _sender(who: str) -> tuple[Column, ...]:
    small, text, number = who.lower(), Kind.TEXT, Kind.INTEGER
    return (
        Column(small, number, f"1 if the {who} threatened or imposed", source=who, lowest=0, highest=1),
        Column(f"{small}_alone", number, "1 if alone", source=f"single_{who}", lowest=0, highest=1),
        Column(f"{small}_start", text, "first day", "DDmonYYYY", source=f"startdate{who}"),
        Column(f"{small}_end", text, "last day, or ongoing", "DDmonYYYY", source=f"enddate{who}"),
        Column(f"{small}_start_year", number, "year it began", source=f"startyear{who}"),
        Column(f"{small}_end_year", number, "year it ended", source=f"endyear{who}"),
        Column(f"{small}_threat", number, "1 if threatened", source=f"threat{who}", lowest=0, highest=1),
        Column(f"{small}_threat_by", text, "who threatened", source=f"threat{who}_id"),
        Column(f"{small}_threat_type", text, "what was threatened", source=f"threat{who}_type"),
        Column(f"{small}_imposition", number, "1 if imposed", source=f"imposition{who}", lowest=0, highest=1),
        Column(f"{small}_imposed", text, "day imposed", "DDmonYYYY", source=f"imposition{who}_start"),
        Column(f"{small}_imposed_by", text, "who imposed", source=f"imposition{who}_id"),
        Column(f"{small}_imposed_type", text, "what was imposed", source=f"imposition{who}_type"),
        Column(f"{small}_economic", number, "economic scope", "1-6", f"imposition{who}_econ", 1, 6),
        Column(f"{small}_targeted", number, "breadth of targets", "1-6", f"imposition{who}_target", 1, 6),
        Column(
            f"{small}_intensity", number, "product of the two", "1-36", f"imposition{who}_intensity", 1, 36
        ),
        Column(f"{small}_gradual", number, "gradualism", "1-4", f"imposition{who}_gradualism", 1, 4),
    )


INFO = DatasetInfo(
    name="eusanct",
    title="EUSANCT, case level, 1989-2015",
    file="cases/eusanct/EUSANCT_Dataset_Case-level.csv",
    columns=(
        Column("case", Kind.INTEGER, "number of the case, YYYYMMDD and two digits", source="caseid"),
        Column("target", Kind.INTEGER, "target", source="targetstate"),
        Column("target_name", Kind.TEXT, "name of the target", source="targetstate_name"),
        Column("combined", Kind.INTEGER, "1 if several of the three", source="combination"),
        Column("combination", Kind.TEXT, "which of the three", source="sender_combination"),
        Column("eu_leads", Kind.INTEGER, "1 if the EU leads", source="Euprimarysender", lowest=0, highest=1),
        *(column for who in SENDERS for column in _sender(who)),
        *(Column(f"sender{n}", Kind.INTEGER, "another sender") for n in (2, 3, 4, 5)),
        *(Column(f"institution{n}", Kind.INTEGER, "another institution") for n in (2, 3)),
        Column("other_institution", Kind.TEXT, "another institution, in words", source="otherinstitution"),
        Column(
            "multilateral", Kind.INTEGER, "how many took part", "1-3", source="multi", lowest=1, highest=3
        ),
        *(Column(f"issue{n}", Kind.INTEGER, "what it was about", lowest=1, highest=15) for n in (1, 2, 3)),
        Column("other_issue", Kind.TEXT, "another issue, in words", source="otherissue"),
        Column("outcome_code", Kind.INTEGER, "final outcome", source="finaloutcome", lowest=1, highest=11),
        Column("threat", Kind.INTEGER, "1 if threatened by any", lowest=0, highest=1),
        Column("threat_success", Kind.INTEGER, "1 if the threat worked", lowest=0, highest=1),
        Column("sanction", Kind.INTEGER, "1 if imposed by any", lowest=0, highest=1),
        Column("sanction_success", Kind.INTEGER, "1 if the sanction worked", source="sanctions_success"),
        Column("success", Kind.INTEGER, "1 if either worked", lowest=0, highest=1),
        Column("policy_result", Kind.INTEGER, "policy result", "1-4", source="policyresult"),
        Column(
            "contribution", Kind.INTEGER, "contribution of sanctions", "1-4", source="sanctioncontribution"
        ),
        Column("score", Kind.INTEGER, "product of the two", "1-16", source="HSEscore", lowest=1, highest=16),
        Column("data_source", Kind.TEXT, "sets that hold the case", source="datasource"),
    ),
    key=("case",),
    rows=326,
    first_year=1950,
    last_year=2017,
    version="case level",
    licence="free with citation; no explicit licence stated",
    citation="weber_schneider2022",
    where="https://www.polver.uni-konstanz.de/gschneider/forschung/eusanct/",
    digest="4c124dc1d8b0ef8224d2602322f42992f1b0fc5855fe5f8ee693c4c6db1c279f",
    country_columns=("target", "sender2", "sender3", "sender4", "sender5"),
    nulls=(".",),
    defects=(
        Defect(
            "success_contradicted",
            "The threat failed, no sanction is recorded, and success is 1 (Burkina Faso 2014 and 2015), "
            "with an outcome of the stage after imposition: the stage is wrong in one of the two.",
            Action.FLAGGED,
            2,
        ),
        Defect(
            "stage_contradicted",
            "The outcome belongs to the stage after imposition without one, or to the stage before with one.",
            Action.FLAGGED,
            4,
        ),
        Defect(
            "ended_before_start",
            "The U.S. case against India of 2005 ends in 2000: the end is read as missing.",
            Action.CORRECTED,
            1,
        ),
        Defect(
            "year_contradicted",
            "The year of the end differs from that of its date (India: 2009 and 2000; Guinea-Bissau: 2014 "
            "and 2012).",
            Action.FLAGGED,
            2,
        ),
        Defect(
            "case_year_contradicted",
            "The number of the case names another year than its first start (Malta 2001 and 2002, Dominica "
            "2002 and 2001).",
            Action.FLAGGED,
            2,
        ),
        Defect(
            "no_gradualism",
            "Imposed by the United States, and gradualism not coded.",
            Action.FLAGGED,
            1,
        ),
        Defect(
            "settlements_are_failures",
            "Negotiated settlements count as failures in success, unlike in most other sets: recode from "
            "outcome_code, which is nominal.",
            Action.NOTED,
        ),
        Defect(
            "numbers_shared_with_ties",
            "100 numbers of cases also stand in TIES, and 15 of them name another target there: never join "
            "the two by number alone. Of the 80 with the same target and an outcome in both, 18 have "
            "another outcome.",
            Action.NOTED,
        ),
        Defect(
            "political_only",
            "Trade disputes are not in the set: issues of trade practice and economic reform are almost "
            "absent.",
            Action.NOTED,
        ),
    ),
)


def mend(table: pl.DataFrame) -> pl.DataFrame:
    """Date the cases; mark what contradicts itself; unset one impossible end."""
    names = [who.lower() for who in SENDERS]
    events = [f"{name}_{what}" for name in names for what in ("start", "end", "imposed")]
    going = [
        (pl.col(f"{name}_end") == ONGOING).fill_null(value=False).alias(f"{name}_ongoing") for name in names
    ]
    dated = table.with_columns(*going, *(pl.col(name).str.to_date("%d%b%Y", strict=False) for name in events))
    early = pl.any_horizontal(pl.col(f"{name}_end") < pl.col(f"{name}_start") for name in names)
    other = pl.any_horizontal(pl.col(f"{name}_end").dt.year() != pl.col(f"{name}_end_year") for name in names)
    first = pl.min_horizontal(f"{name}_start_year" for name in names)
    worked = pl.max_horizontal(pl.col("threat_success", "sanction_success").fill_null(0))
    rules = {
        "success_contradicted": pl.col("success") != worked,
        "stage_contradicted": (pl.col("outcome_code") > 5) != (pl.col("sanction") == 1),
        "ended_before_start": early.fill_null(value=False),
        "year_contradicted": other.fill_null(value=False),
        "case_year_contradicted": pl.col("case") // 1_000_000 != first,
        "no_gradualism": (pl.col("us_imposition") == 1) & pl.col("us_gradual").is_null(),
    }
    return dated.with_columns(marks(rules), *(_possible_end(name) for name in names))


def _possible_end(name: str) -> pl.Expr:
    end = pl.col(f"{name}_end")
    return (
        pl.when((end < pl.col(f"{name}_start")).fill_null(value=False).not_()).then(end).alias(f"{name}_end")
    )
