"""Maddison Project: growth per head, as a check on the Penn World Table."""

from __future__ import annotations

import polars as pl

from gaiatsu.sources.records import Action, Column, DatasetInfo, Defect, Kind
from gaiatsu.sources.tables import marks

__all__ = ["INFO", "mend"]

SOVIET, RUSSIA = "SUN", "RUS"

INFO = DatasetInfo(
    name="maddison",
    title="Maddison Project Database 2018",
    file="context/maddison_2018.parquet",
    columns=(
        Column("code", Kind.TEXT, "the producer's country code", source="countrycode"),
        Column("country", Kind.TEXT, "name of the country"),
        Column("year", Kind.INTEGER, "calendar year", lowest=1, highest=2100),
        Column("iso3", Kind.TEXT, "ISO 3166 code", source="iso3c", aliases=("countrycode",)),
        Column("gdp_per_head", Kind.NUMBER, "real GDP per head", "2011 US$", source="rgdpnapc", lowest=0),
        Column(
            "gdp_per_head_benchmarks",
            Kind.NUMBER,
            "real GDP per head, several price benchmarks",
            "2011 US$",
            source="cgdppc",
            lowest=0,
        ),
        Column("population", Kind.NUMBER, "population", "thousands", source="pop", lowest=0),
    ),
    key=("code", "year"),
    rows=19873,
    first_year=1,
    last_year=2016,
    version="2018",
    licence="CC0 for the package; CC BY 4.0 for the data",
    citation="bolt2018",
    where="https://www.rug.nl/ggdc/historicaldevelopment/maddison/",
    digest="fe1c582a925195ac149b3552c3c2b60650af46e1742cf3535636424244768dc0",
    sheet="Full data",
    defects=(
        Defect("no_iso", "A state that no longer exists has no ISO code.", Action.FLAGGED, 212),
        Defect(
            "soviet_as_russia",
            "The former Soviet Union and Russia both carry the ISO code RUS, so that growth would be taken "
            "from one to the other (48 % in Russia in 2005): the first is read as SUN.",
            Action.CORRECTED,
            135,
        ),
        Defect(
            "benchmarks_mix_prices",
            "Growth of the series with several benchmarks mixes output with relative prices (Japan: -2.8 % "
            "in 1983, +6.7 % in 1991): growth is taken from the other series.",
            Action.NOTED,
        ),
    ),
)


def mend(table: pl.DataFrame) -> pl.DataFrame:
    """Mark states without an ISO code; give the Soviet Union its own."""
    union = (pl.col("code") == SOVIET) & (pl.col("iso3") == RUSSIA)
    marked = table.with_columns(marks({"no_iso": pl.col("iso3").is_null(), "soviet_as_russia": union}))
    return marked.with_columns(pl.when(union).then(pl.lit(SOVIET)).otherwise("iso3").alias("iso3"))
