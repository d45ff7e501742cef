"""WTO disputes in which retaliation was requested."""

from __future__ import annotations

import polars as pl

from gaiatsu.sources.records import Action, Column, DatasetInfo, Defect, Kind
from gaiatsu.sources.tables import marks

__all__ = ["INFO", "mend"]

REQUESTED = (26, 27, 46, 48)
TOO_LATE = (27,)
PAID_INSTEAD = (160,)

INFO = DatasetInfo(
    name="wto_retaliation",
    title="WTO disputes with a request to retaliate, 1999-2010",
    file="cases/section301/bown_wto_disputes.csv",
    columns=(
        Column("dispute", Kind.INTEGER, "number of the dispute", source="ds_no", lowest=1),
        Column("title", Kind.TEXT, "respondent and subject"),
        Column("year", Kind.INTEGER, "year of the request", source="year_req", lowest=1995, highest=2100),
        Column("stage", Kind.TEXT, "how far it went", source="sunk_cost_stage"),
        Column("sunk_cost", Kind.NUMBER, "compiler's judgment of costs sunk", "0-1", "sunk_cost_s", 0, 1),
        Column("value", Kind.NUMBER, "retaliation", "million US$", "retaliation_value_usd_m", lowest=0),
        Column("complied", Kind.INTEGER, "1 if within 24 months", source="defendant_complied_24mo"),
        Column("basis", Kind.TEXT, "what the coding rests on", source="outcome_basis"),
        Column("notes", Kind.TEXT, "remark"),
    ),
    key=("dispute",),
    rows=23,
    first_year=1999,
    last_year=2010,
    version="compiled from the data of Horn and Mavroidis",
    licence="MIT",
    citation="horn2011",
    where="https://www.wto.org/english/tratop_e/dispu_e/dispu_status_e.htm",
    digest="2934eac1115fdbe20353f1a7342f24ef26248a7ec87cb57d0e0f8c942a8b3897",
    defects=(
        Defect(
            "requested_not_authorized",
            "The amount is what was asked for; the remark in the same row gives a smaller one that was "
            "authorized (202 against 116.8 in DS26, 520 against 191.4 in DS27, 700 against 344, 75 against "
            "11.3).",
            Action.FLAGGED,
            4,
        ),
        Defect(
            "complied_too_late",
            "Coded as complied within 24 months of 1999, by rules of 2006 and 2009: read as not.",
            Action.CORRECTED,
            1,
        ),
        Defect(
            "paid_instead",
            "Coded as complied; the measure stayed and compensation was paid.",
            Action.FLAGGED,
            1,
        ),
        Defect(
            "no_amount",
            "The amount is 0 where none was stated: read as missing.",
            Action.CORRECTED,
            4,
        ),
        Defect(
            "same_measure",
            "Another complainant against the same measure: the rows are not independent.",
            Action.FLAGGED,
            8,
        ),
        Defect(
            "complainant_not_given",
            "The file names the respondent and not always who asked to retaliate: the importer takes that "
            "from the WTO's list of disputes.",
            Action.NOTED,
            rests_on=("wto_disputes2024",),
        ),
    ),
)


def mend(table: pl.DataFrame) -> pl.DataFrame:
    """Unset amounts that are none; correct one ending; mark rows of one measure."""
    late = pl.col("dispute").is_in(TOO_LATE) & (pl.col("complied") == 1)
    unstated = pl.col("value") == 0
    text = pl.concat_str("basis", pl.col("notes"), separator=" ")
    measure = pl.col("title").str.replace(r" \(.*\)$", "")
    rules = {
        "requested_not_authorized": pl.col("dispute").is_in(REQUESTED),
        "complied_too_late": late,
        "paid_instead": pl.col("dispute").is_in(PAID_INSTEAD),
        "no_amount": unstated,
        "same_measure": measure.is_duplicated() | text.str.contains("parallel to|Duplicate of|Linked to"),
    }
    return table.with_columns(marks(rules)).with_columns(
        pl.when(late).then(0).otherwise("complied").alias("complied"),
        pl.when(~unstated).then(pl.col("value")).alias("value"),
    )
