"""Threat and Imposition of Economic Sanctions: episodes of 1945-2005.

The final outcome is a list of names, not a scale; it is returned as two words, so that nobody can average it.
"""

from __future__ import annotations

import polars as pl

from gaiatsu.sources.records import Action, Column, DatasetInfo, Defect, Kind
from gaiatsu.sources.tables import marks

__all__ = ["GAVE_IN", "INFO", "NEGOTIATED", "OUTCOMES", "TRADE", "mend", "sent_by"]

OUTCOMES = (
    "partial acquiescence",
    "complete acquiescence",
    "capitulation by sender",
    "stalemate",
    "negotiated settlement",
)
GAVE_IN = OUTCOMES[:2]
NEGOTIATED = OUTCOMES[4:]
TRADE = 13
MISSING = -9
SENDERS = tuple(f"sender{place}" for place in range(1, 6))

INFO = DatasetInfo(
    name="ties",
    title="Threat and Imposition of Economic Sanctions (TIES) 4.1",
    file="cases/ties/TIESv4-1.csv",
    columns=(
        Column("case", Kind.INTEGER, "number of the case, YYYYMMDD and two digits", source="caseid"),
        Column("start_year", Kind.INTEGER, "year it began", source="startyear", lowest=1940, highest=2100),
        Column("end_year", Kind.INTEGER, "year it ended", source="endyear", lowest=1940, highest=2100),
        Column("primary_sender", Kind.INTEGER, "leading sender", source="primarysender"),
        *(Column(name, Kind.INTEGER, "a sender") for name in SENDERS),
        Column("target", Kind.INTEGER, "target", source="targetstate"),
        Column("institution", Kind.INTEGER, "1 if an institution took part", lowest=0, highest=1),
        *(Column(f"issue{n}", Kind.INTEGER, "what it was about", lowest=1, highest=15) for n in (1, 2, 3)),
        Column("threat", Kind.INTEGER, "1 if sanctions were threatened", lowest=0, highest=1),
        Column("imposition", Kind.INTEGER, "1 if sanctions were imposed", lowest=0, highest=1),
        Column(
            "clear_demand",
            Kind.INTEGER,
            "clarity of the demand",
            "1-2",
            source="bspecif",
            lowest=1,
            highest=2,
        ),
        Column(
            "commitment", Kind.INTEGER, "sender's commitment", "1-3", source="scommit", lowest=1, highest=3
        ),
        Column(
            "target_costs", Kind.INTEGER, "costs expected", "1-3", source="anticipatedtargetcosts", lowest=1
        ),
        Column(
            "sender_costs", Kind.INTEGER, "costs expected", "1-3", source="anticipatedsendercosts", lowest=1
        ),
        Column("outcome_code", Kind.INTEGER, "final outcome", source="finaloutcome", lowest=1, highest=10),
        Column(
            "settlement_sender",
            Kind.INTEGER,
            "good for the sender",
            "0-10",
            "settlementnaturesender",
            MISSING,
            10,
        ),
        Column(
            "settlement_target",
            Kind.INTEGER,
            "good for the target",
            "0-10",
            "settlementnaturetarget",
            MISSING,
            10,
        ),
    ),
    key=("case",),
    rows=1412,
    first_year=1945,
    last_year=2005,
    version="4.1",
    licence="free with citation",
    citation="morgan2014",
    where="https://sanctions.web.unc.edu/",
    digest="b5ff7e67c2781edbbb90a0e05d22bfdda1b179b11182a5e07a8865d3b3e4c519",
    country_columns=("primary_sender", *SENDERS, "target"),
    extra_codes=frozenset({1000}),
    defects=(
        Defect(
            "no_outcome",
            "No final outcome is coded, most often in the 1990s (47 % of cases): bound it, never drop it "
            "silently.",
            Action.FLAGGED,
            388,
        ),
        Defect(
            "stage_contradicted",
            "The outcome belongs to the stage after imposition, but imposition is 0, or the reverse.",
            Action.FLAGGED,
            19,
        ),
        Defect(
            "settlement_unknown",
            "-9 stands among the settlement scores: read as missing.",
            Action.CORRECTED,
            28,
        ),
        Defect(
            "year_contradicted",
            "The number of the case names another year than the start.",
            Action.FLAGGED,
            1,
        ),
        Defect(
            "european_community", "The European Community is coded 1000, which no state is.", Action.NOTED
        ),
        Defect(
            "nominal_outcome",
            "The final outcome has no order: it is returned as the words outcome and outcome_stage only.",
            Action.CORRECTED,
        ),
    ),
)


def mend(table: pl.DataFrame) -> pl.DataFrame:
    """Name the outcomes, unset missing settlement scores, mark contradictions."""
    code = pl.col("outcome_code")
    imposed_outcome = code > len(OUTCOMES)
    contradiction = (imposed_outcome & (pl.col("imposition") == 0)) | (
        ~imposed_outcome & (pl.col("imposition") == 1)
    )
    scores = ("settlement_sender", "settlement_target")
    rules = {
        "no_outcome": code.is_null(),
        "stage_contradicted": contradiction,
        "settlement_unknown": pl.any_horizontal(pl.col(scores) == MISSING),
        "year_contradicted": pl.col("case") // 1_000_000 != pl.col("start_year"),
    }
    words = dict(enumerate(OUTCOMES * 2, start=1))
    return (
        table.with_columns(marks(rules))
        .with_columns(
            code.replace_strict(words, default=None, return_dtype=pl.String).alias("outcome"),
            pl.when(imposed_outcome)
            .then(pl.lit("imposition"))
            .when(code > 0)
            .then(pl.lit("threat"))
            .alias("outcome_stage"),
            *(pl.when(pl.col(name) != MISSING).then(pl.col(name)).alias(name) for name in scores),
        )
        .drop("outcome_code")
    )


def sent_by(ccode: int) -> pl.Expr:
    """Whether a state is among the senders of a case, leading or not."""
    return pl.any_horizontal(pl.col("primary_sender", *SENDERS).eq(ccode).fill_null(value=False))
