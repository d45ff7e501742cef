"""The replication files of Crisman-Cox and Gibilisco: one table cut into periods of different length."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from gaiatsu.sources.records import Action, Column, DatasetInfo, Defect, Kind
from gaiatsu.sources.tables import marks

__all__ = ["Cut", "describe", "mend_cut"]

FIRST_CODED = 1990
GERMANY, FEDERAL_REPUBLIC = 255, 260


@dataclass(frozen=True)
class Cut:
    """How one of the files cuts time.

    Parameters
    ----------
    name
        Name of the data set.
    words
        The cut in words.
    file
        Where it stands in the data folder.
    period
        Name of the column that holds the first year of a period.
    counts
        Units in a whole period: months, or quarters.
    unit
        The unit.
    rows
        Rows of the file.
    digest
        SHA-256 of the file.
    marked
        Rows by defect: alliance not measured, short period, a covariate missing, Germany before 1990.
    last_year
        First year of the last period.
    extra
        Defects of this file alone.
    also
        Other files with the same content.
    """

    name: str
    words: str
    file: str
    period: str
    counts: int
    unit: str
    rows: int
    digest: str
    marked: tuple[int, int, int, int]
    last_year: int = 1990
    extra: tuple[Defect, ...] = ()
    also: tuple[str, ...] = ()


COVARIATES = (
    ("sender_dependence", "sender's trade with the target over GDP", "senderecondep"),
    ("target_dependence", "target's trade with the sender over GDP", "targetecondep"),
    ("sender_democracy", "Polity score of the sender", "senderdemocracy"),
    ("target_democracy", "Polity score of the target", "targetdemocracy"),
    ("contiguity", "type of contiguity, 1 by land to 6 none", "contig"),
    ("sender_cinc", "sender's share of world capabilities", "cinc1"),
    ("target_cinc", "target's share of world capabilities", "cinc2"),
    ("capability_ratio", "logged ratio of capabilities", "lncaprat"),
)


def describe(cut: Cut) -> DatasetInfo:
    """Registry entry of one of the files.

    Parameters
    ----------
    cut
        How the file cuts time.

    Returns
    -------
    DatasetInfo
    """
    unmeasured, short, incomplete, germany = cut.marked
    return DatasetInfo(
        name=cut.name,
        title=f"Sanction threats by directed dyad and {cut.words} (replication data)",
        file=cut.file,
        columns=_columns(cut),
        key=("ccode1", "ccode2", "period"),
        rows=cut.rows,
        first_year=1970,
        last_year=cut.last_year,
        version="replication archive of 2021",
        licence="free with citation; no explicit licence stated",
        citation="crismancox2021",
        where="https://github.com/ccrismancox/sigInt",
        digest=cut.digest,
        country_columns=("ccode1", "ccode2"),
        also=cut.also,
        defects=(
            Defect(
                "ally_unmeasured",
                "The alliance variable is 0 for every dyad before 1990, NATO and the U.S.-Japan treaty "
                "included: read as missing. Use ATOP instead.",
                Action.CORRECTED,
                unmeasured,
            ),
            Defect(
                "germany_too_early",
                "Germany (255) stands for the Federal Republic (260) before 1990: read as 260. Under the "
                "wrong code no covariate was found, so that every one of these rows was lost to the "
                "published sample.",
                Action.CORRECTED,
                germany,
            ),
            Defect("short_period", f"Fewer than {cut.counts} {cut.unit}.", Action.FLAGGED, short),
            Defect("covariate_missing", "At least one covariate is missing.", Action.FLAGGED, incomplete),
            *cut.extra,
        ),
    )


def _columns(cut: Cut) -> tuple[Column, ...]:
    events = (
        ("status_quo", f"{cut.unit} without a threat", "sq"),
        ("concede", "threats the target gave in to", "cd"),
        ("stand_firm", "threats resisted and carried out", "sf"),
        ("back_down", "threats resisted and dropped", "bd"),
    )
    return (
        Column("id", Kind.TEXT, "name of the row", source="gameID"),
        Column("ccode1", Kind.INTEGER, "sender"),
        Column("ccode2", Kind.INTEGER, "target"),
        Column(
            "period", Kind.INTEGER, "first year of the period", source=cut.period, lowest=1900, highest=2100
        ),
        *(Column(name, Kind.INTEGER, text, cut.unit, source, lowest=0) for name, text, source in events),
        Column("ally", Kind.NUMBER, "allied; missing before 1990", "0-1"),
        Column("trade", Kind.NUMBER, "trade between the two", "million US$"),
        Column("target_costs", Kind.NUMBER, "costs the target expects", source="anticipatedtargetcosts"),
        Column("sender_costs", Kind.NUMBER, "costs the sender expects", source="anticipatedsendercosts"),
        *(Column(name, Kind.NUMBER, text, source=source) for name, text, source in COVARIATES),
    )


def mend_cut(table: pl.DataFrame, cut: Cut) -> pl.DataFrame:
    """Unset the alliance variable where it was not measured; mark short periods and gaps.

    Parameters
    ----------
    table
        Rows of the file.
    cut
        How the file cuts time.

    Returns
    -------
    polars.DataFrame
    """
    unmeasured = pl.col("period") < FIRST_CODED
    counted = pl.sum_horizontal("status_quo", "concede", "stand_firm", "back_down")
    early = {name: unmeasured & (pl.col(name) == GERMANY) for name in ("ccode1", "ccode2")}
    codes = (pl.when(rule).then(FEDERAL_REPUBLIC).otherwise(name).alias(name) for name, rule in early.items())
    rules = {
        "ally_unmeasured": unmeasured,
        "germany_too_early": pl.any_horizontal(early.values()),
        "short_period": counted < cut.counts,
        "covariate_missing": pl.any_horizontal(pl.col([name for name, *_ in COVARIATES]).is_null()),
    }
    ally = pl.when(~unmeasured).then(pl.col("ally")).alias("ally")
    return table.with_columns(marks(rules), ally).with_columns(*codes)
