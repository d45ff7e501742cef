"""Organizations two states share, and membership of the main ones."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import polars as pl

from gaiatsu.context.dyads.records import Addition, Level, Nature, Part, Variable
from gaiatsu.context.dyads.shapes import columns_of, inside

if TYPE_CHECKING:
    from gaiatsu.context.dyads.records import Tables, Years

__all__ = ["ADDITION", "BODIES"]

BODIES = {
    "un": "the United Nations",
    "imf": "the International Monetary Fund",
    "ibrd": "the World Bank",
    "oecd": "the Organisation for Economic Co-operation and Development",
    "nato": "the North Atlantic Treaty Organization",
    "ec": "the European Communities or Union",
    "asean": "the Association of Southeast Asian Nations",
    "apec": "Asia-Pacific Economic Cooperation",
    "oas": "the Organization of American States",
}
FULL = 1


def _joint(tables: Tables, years: Years) -> pl.DataFrame:
    return inside(tables["joint_igos"].table, years).select("ccode1", "ccode2", "year", joint_igos="joint")


def _members(tables: Tables, years: Years) -> pl.DataFrame:
    names = {"ccode": "ccode", "year": "year"} | {body: body for body in BODIES if body != "ec"}
    table = columns_of(tables, "igo_membership", years, names | {"eec": "eec", "eu": "eu"})
    table = table.with_columns(pl.max_horizontal(_full("eec"), _full("eu")).alias("ec"))
    return table.select("ccode", "year", *(_full(body).alias(f"in_{body}") for body in BODIES))


def _full(body: str) -> pl.Expr:
    return (pl.col(body).fill_null(0) == FULL).cast(pl.Int8)


_member = partial(Variable, unit="0 or 1", nature=Nature.SOCIAL, sources=("igo_membership",))

ADDITION = Addition(
    "igo",
    "Intergovernmental organizations",
    needs=("joint_igos", "igo_membership"),
    parts=(
        Part(
            Level.UNDIRECTED,
            (
                Variable(
                    "joint_igos",
                    "organizations of which both are full members",
                    "organizations",
                    Nature.SOCIAL,
                    ("joint_igos",),
                    limits="a fisheries commission counts as much as the United Nations; 1945-2014",
                ),
            ),
            _joint,
        ),
        Part(
            Level.STATE_YEAR,
            tuple(_member(f"in_{body}", f"1 if a full member of {name}") for body, name in BODIES.items()),
            _members,
        ),
    ),
    notes=("Associates and observers count as 0, and so does a body that did not exist yet.",),
)
