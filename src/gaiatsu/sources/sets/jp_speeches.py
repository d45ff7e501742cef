"""Policy speeches of Japanese prime ministers at the opening of a Diet session."""

from __future__ import annotations

import polars as pl

from gaiatsu.sources.records import Action, Column, DatasetInfo, Defect, Kind
from gaiatsu.sources.tables import marks

__all__ = ["INFO", "mend"]

SHORT = 1500
SPELLINGS = {"koizumi-jyunichiro": "koizumi-junichiro"}

INFO = DatasetInfo(
    name="jp_speeches",
    title="General policy speeches (shoshin hyomei) of Japanese prime ministers",
    file="context/jp_pm_general_policy_speeches.parquet",
    columns=(
        Column("date", Kind.TEXT, "day of the speech", "ISO date"),
        Column("session", Kind.INTEGER, "number of the Diet session", source="diet_session", lowest=1),
        Column("speaker", Kind.TEXT, "prime minister", source="pm"),
        Column("text", Kind.TEXT, "the speech in Japanese"),
    ),
    key=("date",),
    rows=82,
    first_year=1953,
    last_year=2014,
    version="commit 15aaaf7",
    licence="no licence stated; the text is the public record of the Diet",
    citation="diet_speeches2014",
    where="https://github.com/yuukimiyo/GeneralPolicySpeechOfPrimeMinisterOfJapan",
    digest="25b53629ee6becee1c2cc52a78763289748e5a9407e82ffa5bc4b2ebd3064149",
    defects=(
        Defect(
            "very_short",
            "Fewer than 1,500 characters: a statement, too short for counts of words.",
            Action.FLAGGED,
            2,
        ),
        Defect(
            "name_spelling",
            "Koizumi's name is spelled otherwise than the rest; one spelling is read.",
            Action.CORRECTED,
            6,
        ),
        Defect(
            "ordinary_sessions_absent",
            "Only speeches at extraordinary and special sessions and on taking office; the administrative "
            "policy speeches of each January are another series, which the set does not hold.",
            Action.NOTED,
        ),
    ),
)


def mend(table: pl.DataFrame) -> pl.DataFrame:
    """Date the speeches; mark very short ones."""
    rules = {
        "very_short": pl.col("text").str.len_chars() < SHORT,
        "name_spelling": pl.col("speaker").is_in(list(SPELLINGS)),
    }
    return table.with_columns(marks(rules)).with_columns(
        pl.col("date").str.to_date("%Y-%m-%d", strict=False), pl.col("speaker").replace(SPELLINGS)
    )
