"""Section 301 cases since 1995."""

from __future__ import annotations

import polars as pl

from gaiatsu.sources.names import ccodes_of_names
from gaiatsu.sources.records import Action, Column, DatasetInfo, Defect, Kind
from gaiatsu.sources.tables import marks

__all__ = ["INFO", "mend"]

BANANAS = 100

INFO = DatasetInfo(
    name="section301",
    title="Section 301 cases 96-130, 1995-2020",
    file="cases/section301/section_301_cases.csv",
    columns=(
        Column("case", Kind.INTEGER, "number of the docket", source="case_id", lowest=1),
        Column("year", Kind.INTEGER, "year it began", lowest=1974, highest=2100),
        Column("economy", Kind.TEXT, "whose practice it is about"),
        Column("issue", Kind.TEXT, "practice"),
        Column("retaliated", Kind.INTEGER, "1 if retaliation was applied", source="retaliation_applied"),
        Column("conceded", Kind.INTEGER, "1 if the other side conceded", source="outcome_concession"),
        Column("sunk_cost", Kind.NUMBER, "compiler's judgment of costs sunk", "0-1", "sunk_cost_s", 0, 1),
        Column("basis", Kind.TEXT, "what the coding rests on", source="outcome_basis"),
        Column("notes", Kind.TEXT, "remark"),
    ),
    key=("case",),
    rows=35,
    first_year=1995,
    last_year=2020,
    version="compiled from CRS Report R46604",
    licence="MIT",
    citation="schwarzenberg2020",
    where="https://crsreports.congress.gov/product/pdf/R/R46604",
    digest="c716f31556f50e8a12086dfc212bf240dc60687df46dcacb97e8ab5343daa53a",
    defects=(
        Defect(
            "still_open",
            "The investigation was going on when the list closed; coded as no concession, read as missing.",
            Action.CORRECTED,
            3,
        ),
        Defect(
            "contradicted_retaliation",
            "Bananas (case 100) is coded without retaliation, though duties were applied in 1999, as "
            "wto_retaliation says of the same dispute: read as missing.",
            Action.CORRECTED,
            1,
        ),
        Defect(
            "by_way_of_the_wto",
            "The United States went to the WTO instead: a concession is one to the ruling, not to Section "
            "301.",
            Action.FLAGGED,
            16,
        ),
        Defect("several_economies", "Ten economies in one case: no dyad.", Action.FLAGGED, 1),
        Defect(
            "coded_from_one_table",
            "Outcomes were coded from short entries of one table, and costs sunk are the compiler's "
            "judgment: use the list, recode the outcomes.",
            Action.NOTED,
        ),
    ),
)


def mend(table: pl.DataFrame) -> pl.DataFrame:
    """Find the economies' states; unset what is open or contradicted."""
    still_open = pl.col("basis").str.contains("(?i)ongoing as of|investigation ongoing")
    bananas = pl.col("case") == BANANAS
    rules = {
        "still_open": still_open,
        "contradicted_retaliation": bananas & (pl.col("retaliated") == 0),
        "by_way_of_the_wto": pl.col("basis").str.contains("US filed WTO case"),
        "several_economies": pl.col("economy").str.starts_with("Multiple"),
    }
    return table.with_columns(marks(rules), ccodes_of_names(table["economy"], table["year"])).with_columns(
        pl.when(~still_open).then(pl.col("conceded")).alias("conceded"),
        pl.when(~bananas).then(pl.col("retaliated")).alias("retaliated"),
    )
