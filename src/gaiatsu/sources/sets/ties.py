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

GERMANY, FEDERAL_REPUBLIC, UNITED = 255, 260, 1990
WRITTEN_OUT = r"\D"
THREAT = (
    *((f"threat_by{n}", Kind.INTEGER, "who threatened", f"threatid{n}") for n in (1, 2, 3)),
    ("threat_types", Kind.TEXT, "kinds of sanctions threatened", "sanctiontypethreat"),
    ("other_threat_type", Kind.TEXT, "another kind, in words", "othersanctiontypethreatened"),
    ("threatened_interest", Kind.TEXT, "interest of the target threatened", "threatenedtargetinterest"),
    ("diplomatic_types", Kind.TEXT, "diplomatic sanctions threatened", "dsanctions"),
    ("carrots", Kind.TEXT, "inducements offered with the threat", "carrots"),
    ("target_cost_figure", Kind.TEXT, "costs expected, as a figure", "anticipatedtargetcostsfigureifav"),
    ("target_cost_currency", Kind.TEXT, "its currency", "tcurrency"),
    ("target_cost_year", Kind.INTEGER, "its year", "tyearofestimate"),
    ("sender_cost_currency", Kind.TEXT, "currency of the sender's costs expected", "scurrency"),
    ("sender_cost_year", Kind.INTEGER, "its year", "syearofestimate"),
)
IMPOSITION = (
    ("imposed_year", Kind.TEXT, "year imposed", "sancimpositionstartyear"),
    ("imposed_month", Kind.INTEGER, "month imposed", "sancimpositionstartmonth"),
    ("imposed_day", Kind.TEXT, "day imposed", "sancimpositionstartday"),
    ("imposed_by", Kind.TEXT, "who imposed", "sanctionidentity"),
    ("imposed_types", Kind.TEXT, "kinds of sanctions imposed", "sanctiontype"),
    ("other_imposed_type", Kind.TEXT, "another kind, in words", "othersanctiontype"),
    ("diplomatic", Kind.INTEGER, "diplomatic sanctions imposed", "implementationofdiplomaticsancti"),
    ("carrots_imposed", Kind.TEXT, "inducements during sanctions", "carrotsduringsanction"),
    ("carrot_value", Kind.TEXT, "value of inducements", "carrotvalue"),
    ("carrot_currency", Kind.TEXT, "its currency", "carrotcurrency"),
    ("carrot_year", Kind.TEXT, "its year", "carrotyear"),
    ("target_cost", Kind.INTEGER, "costs borne by the target, 1-3", "targetcosts"),
    ("target_loss", Kind.TEXT, "the same, as a figure", "targeteconomiccostsfigure"),
    ("target_loss_currency", Kind.TEXT, "its currency", "targeteconomiccostscurrency"),
    ("target_loss_year", Kind.INTEGER, "its year", "targeteconomiccostsyear"),
    ("sender_cost", Kind.INTEGER, "costs borne by the sender, 1-3", "sendercosts"),
    ("sender_loss", Kind.NUMBER, "the same, as a figure", "sendereconomiccostsfigure"),
    ("sender_loss_currency", Kind.TEXT, "its currency", "sendereconomiccostscurrency"),
    ("sender_loss_year", Kind.INTEGER, "its year", "sendereconomiccostsyear"),
)
DAYS = ("start", "end")
SHORT_MONTHS, LONGEST, FIRST_YEAR = (4, 6, 9, 11), 31, 1900
LOSS_YEARS = ("target_loss_year", "sender_loss_year")


def _day(name: str, words: str, source: str) -> tuple[Column, ...]:
    return (
        Column(f"{name}_year", Kind.INTEGER, f"year {words}", "", f"{source}year", 1940, 2100),
        Column(f"{name}_month", Kind.INTEGER, f"month {words}", "", f"{source}month", 1, 12),
        Column(f"{name}_day", Kind.INTEGER, f"day {words}", "", f"{source}day", 1, 31),
    )


INFO = DatasetInfo(
    name="ties",
    title="Threat and Imposition of Economic Sanctions (TIES) 4.1",
    file="cases/ties/TIESv4-1.csv",
    columns=(
        Column("case", Kind.INTEGER, "number of the case, YYYYMMDD and two digits", source="caseid"),
        *_day("start", "it began", "start"),
        *_day("end", "it ended", "end"),
        *_day("ongoing", "for which it is last known to go on", "ongoingasof"),
        Column("primary_sender", Kind.INTEGER, "leading sender", source="primarysender"),
        *(Column(name, Kind.INTEGER, "a sender") for name in SENDERS),
        Column("target", Kind.INTEGER, "target", source="targetstate"),
        Column("institution", Kind.INTEGER, "1 if an institution took part", lowest=0, highest=1),
        Column("institutions", Kind.TEXT, "numbers of the institutions", source="institutionid"),
        Column("target_member", Kind.INTEGER, "1 if the target belongs to it", source="targetinstitution"),
        Column("other_institution", Kind.TEXT, "another institution, in words", source="otherinstitution"),
        *(Column(f"issue{n}", Kind.INTEGER, "what it was about", lowest=1, highest=15) for n in (1, 2, 3)),
        Column("other_issue", Kind.TEXT, "another issue, in words", source="otherissue"),
        Column("threat", Kind.INTEGER, "1 if sanctions were threatened", lowest=0, highest=1),
        Column("imposition", Kind.INTEGER, "1 if sanctions were imposed", lowest=0, highest=1),
        *(Column(name, kind, text, source=source) for name, kind, text, source in THREAT),
        *(Column(name, kind, text, source=source) for name, kind, text, source in IMPOSITION),
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
    digests=("03f70356c864c39d6b8f76f583d74acc8d853fb9ec457012a49b0ae895560d76",),
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
            "same_but_for_number",
            "Equal in all 66 columns but the number to another case: a double entry, or several disputes of "
            "one day that nothing tells apart (Canada against members of the European Community in March "
            "1995).",
            Action.FLAGGED,
            12,
        ),
        Defect(
            "impossible_day",
            "31 June stands as a first or last day: the day is read as missing.",
            Action.CORRECTED,
            2,
        ),
        Defect(
            "month_contradicted",
            "The number of the case names another month than the start.",
            Action.FLAGGED,
            2,
        ),
        Defect(
            "imposed_unsaid",
            "A day of imposition or a kind of sanction imposed is recorded and imposition is 0.",
            Action.FLAGGED,
            12,
        ),
        Defect(
            "year_written_out",
            'A remark stands in the year of imposition ("1969, probably sometime before this date"), or a '
            "question mark in the day: only the year is read.",
            Action.CORRECTED,
            4,
        ),
        Defect(
            "no_state_sender",
            "No state is named as sender, only an institution.",
            Action.FLAGGED,
            85,
        ),
        Defect(
            "leader_not_listed",
            "The leading sender is not among the senders.",
            Action.FLAGGED,
            8,
        ),
        Defect(
            "germany_too_early",
            "Germany (255) is a sender before 1990, when only the Federal Republic (260) was: read as 260.",
            Action.CORRECTED,
            7,
        ),
        Defect("institution_unknown", "Whether an institution took part is not coded.", Action.FLAGGED, 12),
        Defect(
            "no_end",
            "Neither an end nor a date at which it went on is recorded.",
            Action.FLAGGED,
            286,
        ),
        Defect(
            "outcome_while_ongoing",
            "A final outcome is coded, and the case is recorded as going on.",
            Action.FLAGGED,
            38,
        ),
        Defect(
            "loss_year_impossible",
            "The year of a loss is none (0, 10, 99, 193, 600): read as missing.",
            Action.CORRECTED,
            27,
        ),
        Defect(
            "kind_repeated",
            "The same kind of sanction, or the same institution, stands twice in one field.",
            Action.FLAGGED,
            8,
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
    """Name the outcomes, unset what stands for missing or cannot be, mark contradictions."""
    code = pl.col("outcome_code")
    imposed_outcome = code > len(OUTCOMES)
    scores = ("settlement_sender", "settlement_target")
    words = dict(enumerate(OUTCOMES * 2, start=1))
    marked = table.with_columns(marks({**_outcome_rules(), **_record_rules(table)}))
    return marked.with_columns(
        code.replace_strict(words, default=None, return_dtype=pl.String).alias("outcome"),
        pl.when(imposed_outcome)
        .then(pl.lit("imposition"))
        .when(code > 0)
        .then(pl.lit("threat"))
        .alias("outcome_stage"),
        *(pl.when(pl.col(name) != MISSING).then(pl.col(name)).alias(name) for name in scores),
        *_mended(),
    ).drop("outcome_code")


def _outcome_rules() -> dict[str, pl.Expr]:
    code = pl.col("outcome_code")
    imposed_outcome = code > len(OUTCOMES)
    contradiction = (imposed_outcome & (pl.col("imposition") == 0)) | (
        ~imposed_outcome & (pl.col("imposition") == 1)
    )
    scores = ("settlement_sender", "settlement_target")
    return {
        "no_outcome": code.is_null(),
        "stage_contradicted": contradiction,
        "settlement_unknown": pl.any_horizontal(pl.col(scores) == MISSING),
        "year_contradicted": pl.col("case") // 1_000_000 != pl.col("start_year"),
    }


def _record_rules(table: pl.DataFrame) -> dict[str, pl.Expr]:
    content = [name for name in table.columns if name not in {"row", "case"}]
    month = pl.col("case") // 10_000 % 100
    listed = pl.any_horizontal(pl.col(SENDERS) == pl.col("primary_sender"))
    rules = {
        "same_but_for_number": pl.struct(content).is_duplicated(),
        "impossible_day": pl.any_horizontal(_impossible(name) for name in DAYS),
        "month_contradicted": month != pl.col("start_month"),
        "imposed_unsaid": (pl.col("imposition") == 0)
        & (pl.col("imposed_year").is_not_null() | pl.col("imposed_types").is_not_null()),
        "year_written_out": _written("imposed_year") | _written("imposed_day"),
        "no_state_sender": pl.all_horizontal(pl.col("primary_sender", *SENDERS).is_null()),
        "leader_not_listed": pl.col("primary_sender").is_not_null() & ~listed.fill_null(value=False),
        "germany_too_early": pl.any_horizontal(_too_early(name) for name in ("primary_sender", *SENDERS)),
        "institution_unknown": pl.col("institution").is_null(),
        "no_end": pl.col("end_year").is_null() & pl.col("ongoing_year").is_null(),
        "outcome_while_ongoing": pl.col("ongoing_year").is_not_null() & pl.col("outcome_code").is_not_null(),
        "loss_year_impossible": pl.any_horizontal(pl.col(LOSS_YEARS) < FIRST_YEAR),
        "kind_repeated": pl.any_horizontal(_repeated(name) for name in ("imposed_types", "institutions")),
    }
    return {id_: rule.fill_null(value=False) for id_, rule in rules.items()}


def _mended() -> list[pl.Expr]:
    return [
        *(pl.when(~_impossible(name)).then(f"{name}_day").alias(f"{name}_day") for name in DAYS),
        *(
            pl.when(_too_early(name)).then(FEDERAL_REPUBLIC).otherwise(name).alias(name)
            for name in ("primary_sender", *SENDERS)
        ),
        pl.col("imposed_year").str.extract(r"(\d{4})").cast(pl.Int64),
        pl.col("imposed_day").cast(pl.Int64, strict=False),
        *(pl.when(pl.col(name) >= FIRST_YEAR).then(name).alias(name) for name in LOSS_YEARS),
    ]


def _impossible(name: str) -> pl.Expr:
    june = pl.col(f"{name}_month").is_in(SHORT_MONTHS)
    return (june & (pl.col(f"{name}_day") == LONGEST)).fill_null(value=False)


def _written(name: str) -> pl.Expr:
    return pl.col(name).str.contains(WRITTEN_OUT)


def _too_early(name: str) -> pl.Expr:
    return ((pl.col(name) == GERMANY) & (pl.col("start_year") < UNITED)).fill_null(value=False)


def _repeated(name: str) -> pl.Expr:
    parts = pl.col(name).str.split(" ")
    return parts.list.len() != parts.list.n_unique()


def sent_by(ccode: int) -> pl.Expr:
    """Whether a state is among the senders of a case, leading or not."""
    return pl.any_horizontal(pl.col("primary_sender", *SENDERS).eq(ccode).fill_null(value=False))
