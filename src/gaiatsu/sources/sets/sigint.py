"""Directed dyad-decades of sanction threats: status quo, concession, imposition, back-down."""

from __future__ import annotations

import polars as pl

from gaiatsu.sources.records import Action, Column, DatasetInfo, Defect, Kind
from gaiatsu.sources.tables import marks

__all__ = ["INFO", "mend"]

FIRST_CODED = 1990
USA, JAPAN = 2, 740
MONTHS = 120

INFO = DatasetInfo(
    name="sigint",
    title="Sanction threats by directed dyad and decade (sanctionsData of the R package sigInt)",
    file="cases/sigint/sanctionsData.csv",
    columns=(
        Column("id", Kind.TEXT, "name of the dyad-decade", source="gameID"),
        Column(
            "decade", Kind.INTEGER, "first year of the decade", source="tenyear", lowest=1900, highest=2100
        ),
        Column("ccode1", Kind.INTEGER, "sender"),
        Column("ccode2", Kind.INTEGER, "target"),
        Column(
            "status_quo",
            Kind.INTEGER,
            "months without a threat",
            "months",
            source="sq",
            lowest=0,
            highest=MONTHS,
        ),
        Column("concede", Kind.INTEGER, "threats the target gave in to", "threats", source="cd", lowest=0),
        Column(
            "stand_firm", Kind.INTEGER, "threats resisted and carried out", "threats", source="sf", lowest=0
        ),
        Column("back_down", Kind.INTEGER, "threats resisted and dropped", "threats", source="bd", lowest=0),
        Column(
            "sender_dependence",
            Kind.NUMBER,
            "sender's trade with the target over GDP",
            source="senderecondep",
        ),
        Column(
            "target_dependence",
            Kind.NUMBER,
            "target's trade with the sender over GDP",
            source="targetecondep",
        ),
        Column("ally", Kind.NUMBER, "allied; missing before 1990, where the source has 0 for all", "0-1"),
        Column("target_costs", Kind.INTEGER, "costs the target expects", source="anticipatedtargetcosts"),
        Column("sender_costs", Kind.INTEGER, "costs the sender expects", source="anticipatedsendercosts"),
        Column("capability_ratio", Kind.NUMBER, "logged ratio of capabilities", source="lncaprat"),
        Column("sender_democracy", Kind.INTEGER, "Polity score of the sender", source="senderdemocracy"),
        Column("target_democracy", Kind.INTEGER, "Polity score of the target", source="targetdemocracy"),
    ),
    key=("ccode1", "ccode2", "decade"),
    rows=418,
    first_year=1970,
    last_year=1999,
    version="sigInt replication data",
    licence="free with citation; no explicit licence stated",
    citation="crismancox2021",
    where="https://github.com/ccrismancox/sigInt",
    digest="ad69af1cccc8523f39707d1599e35e86c125e3a6c2096d3d6615efb404e52e72",
    country_columns=("ccode1", "ccode2"),
    defects=(
        Defect(
            "ally_unmeasured",
            "The alliance variable is 0 for every dyad before 1990, NATO and the U.S.-Japan treaty "
            "included: it was not measured there, and is read as missing. Use ATOP instead.",
            Action.CORRECTED,
            249,
        ),
        Defect(
            "short_decade", "The dyad entered the decade late: fewer than 120 months.", Action.FLAGGED, 15
        ),
    ),
)


def mend(table: pl.DataFrame) -> pl.DataFrame:
    """Unset the alliance variable where it was not measured; mark short decades."""
    unmeasured = pl.col("decade") < FIRST_CODED
    months = pl.sum_horizontal("status_quo", "concede", "stand_firm", "back_down")
    rules = {"ally_unmeasured": unmeasured, "short_decade": months < MONTHS}
    return table.with_columns(marks(rules), pl.when(~unmeasured).then(pl.col("ally")).alias("ally"))
