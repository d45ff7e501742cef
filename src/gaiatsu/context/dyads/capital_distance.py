"""Distance from one capital to the other."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import polars as pl

from gaiatsu.context.dyads.records import Addition, Derived, Level, Nature, Part, Variable
from gaiatsu.context.dyads.shapes import spell_years

if TYPE_CHECKING:
    from gaiatsu.context.dyads.records import Tables, Years

__all__ = ["ADDITION"]

SOURCES = ("cow_capitals",)
EARTH_RADIUS_KM = 6371.0088  # mean radius
RADIAN = math.pi / 180


def _table(tables: Tables, years: Years) -> pl.DataFrame:
    dated = tables["cow_capitals"].table.with_columns(
        pl.col("start").dt.year().cast(pl.Int64).alias("first"),
        pl.col("end").dt.year().cast(pl.Int64).alias("last"),
    )
    unfolded = spell_years(dated, years, "first", "last")
    latest = unfolded.sort("ccode", "year", "start").unique(
        ["ccode", "year"], keep="last", maintain_order=True
    )
    return latest.select("ccode", "year", capital_lat="latitude", capital_lon="longitude", quality="quality")


def _haversine() -> pl.Expr:
    lat1, lat2 = pl.col("capital_lat1") * RADIAN, pl.col("capital_lat2") * RADIAN
    east = (pl.col("capital_lon2") - pl.col("capital_lon1")) * RADIAN
    chord = ((lat2 - lat1) / 2).sin().pow(2) + lat1.cos() * lat2.cos() * (east / 2).sin().pow(2)
    return 2 * EARTH_RADIUS_KM * chord.clip(0, 1).sqrt().arcsin()


ADDITION = Addition(
    "capital_distance",
    "Distance of the capitals",
    needs=SOURCES,
    parts=(
        Part(
            Level.STATE_YEAR,
            (
                Variable("capital_lat", "latitude of the capital", "degrees", Nature.MATERIAL, SOURCES),
                Variable("capital_lon", "longitude of the capital", "degrees", Nature.MATERIAL, SOURCES),
            ),
            _table,
        ),
    ),
    derived=(
        Derived(
            Variable(
                "capital_distance",
                "distance of the two capitals along the great circle",
                "km",
                Nature.MATERIAL,
                SOURCES,
                method="haversine, sphere of radius 6,371.0088 km; the capital of the last day of the year",
                uncertainty="the sphere is off by at most half a percent against the ellipsoid",
            ),
            _haversine,
        ),
    ),
    notes=("Brasilia is put where it is: the producer gives the middle of Brazil.",),
)
