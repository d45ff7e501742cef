"""Coercive episodes of three kinds, each with the social context of its dyad the year before."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from gaiatsu.numerics.scales import mean_of_known, standardized

if TYPE_CHECKING:
    import polars as pl

    from gaiatsu.studies.field.specification import FieldSpecification

__all__ = ["ARENAS", "DYADIC", "ArenaCases", "arena_cases", "with_context"]

FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]
Tables = Mapping[str, "pl.DataFrame"]

UNITED_STATES: Final = 2
STATES: Final = 1000
"""Codes below it are members of the state system; the European Community is not."""
ECONOMIC: Final = (12, 13, 14)
"""First issues of TIES that are economic: environment, trade practices, economic reform."""
GRAVE: Final = (5, 6)
VIOLENT: Final = 8
TERRITORY: Final = 1
ACTIVE: Final = 3
"""From this code on an organization did something in a crisis."""
DYADIC: Final = ("nearness", "organizations", "pact")
"""Terms that the dyad brings, whatever the arena."""


@dataclass(frozen=True, eq=False)
class ArenaCases:
    """The cases of one arena: who, when, on what terms, and how it ended.

    Parameters
    ----------
    arena
        ``ties``, ``icb`` or ``gml``.
    ids
        Name of each case.
    dyads
        Label of each case's pair of states, whoever coerces whom.
    rival, disputed, allied
        Whether the two are strategic rivals, met in a militarized dispute in the years before, have a defense
        pact.
    terms
        Standardized terms, shape (case, term), NaN where one is not known.
    term_names
        Names of the terms.
    raw_terms
        The same before standardizing.
    controls
        Other circumstances, shape (case, control).
    control_names
        Their names.
    outcomes
        By coding, 1 for a concession, 0 for none, NaN where nobody coded it.
    """

    arena: str
    ids: tuple[str, ...]
    dyads: NDArray[np.int64]
    rival: BoolArray
    disputed: BoolArray
    allied: BoolArray
    terms: FloatArray
    term_names: tuple[str, ...]
    raw_terms: FloatArray
    controls: FloatArray
    control_names: tuple[str, ...]
    outcomes: Mapping[str, FloatArray]

    @property
    def index(self) -> FloatArray:
        """Mean of the standardized terms that are known."""
        return mean_of_known(self.terms)

    def hostile(self, definition: str) -> BoolArray:
        """Whether each case is hostile by a definition: ``either``, ``rival`` or ``dispute``."""
        return {
            "either": self.rival | self.disputed,
            "rival": self.rival,
            "dispute": self.disputed,
        }[definition]

    def amicable(self, hostile: BoolArray, definition: str = "other") -> BoolArray:
        """Whether each case is amicable: not hostile, and for ``ally`` with a defense pact as well."""
        return np.asarray(~hostile & self.allied if definition == "ally" else ~hostile)


def arena_cases(arena: str, tables: Tables, specification: FieldSpecification) -> ArenaCases:
    """Put together the cases of one arena.

    Parameters
    ----------
    arena
        ``ties``, ``icb`` or ``gml``.
    tables
        Tables of the data sets that the specification names.
    specification
        Years, and how long a dispute is remembered.

    Returns
    -------
    ArenaCases
        Cases with at least one known term, in the order of the data set.
    """
    limits = specification.thresholds
    last = limits["last_year"] if arena == "ties" else np.inf
    pairs = ARENAS[arena](tables)
    pairs = pairs.filter((pairs["year"] >= limits["first_year"]) & (pairs["year"] <= last))
    return _laid_out(arena, with_context(pairs, tables, years=int(limits["years_of_dispute"])))


# --- the three arenas: id, sender, target, year, own term, controls, outcomes -------------------------------


def _sanctions(tables: Tables) -> pl.DataFrame:
    import polars as pl

    from gaiatsu.sources.sets.ties import GAVE_IN, NEGOTIATED

    cases = tables["ties"].with_columns(sender=pl.coalesce("primary_sender", "sender1"))
    both = (pl.col("sender") < STATES) & (pl.col("target") < STATES) & (pl.col("sender") != pl.col("target"))
    return cases.filter((pl.col("threat") == 1) & both).select(
        pl.col("case").cast(pl.String).alias("id"),
        "sender",
        "target",
        pl.col("start_year").alias("year"),
        pl.col("institution").cast(pl.Float64).alias("institution"),
        pl.col("issue1").is_in(ECONOMIC).cast(pl.Float64).fill_null(0.0).alias("economic"),
        (pl.col("target_costs") >= 2).cast(pl.Float64).alias("costs"),
        pl.col("outcome").is_in(GAVE_IN).cast(pl.Float64).alias("strict"),
        pl.col("outcome").is_in([*GAVE_IN, *NEGOTIATED]).cast(pl.Float64).alias("broad"),
    )


def _crises(tables: Tables) -> pl.DataFrame:
    import polars as pl

    threat = pl.col("threatener")
    other = pl.when(threat < STATES).then(threat).otherwise(pl.col("trigger_entity"))
    crises = tables["icb_actors"].with_columns(sender=other)
    known = (pl.col("sender") < STATES) & (pl.col("sender") != pl.col("ccode"))
    active = (pl.col("global_activity") >= ACTIVE) | (pl.col("regional_activity") >= ACTIVE)
    goals = pl.when(pl.col("outcome") != "other").then(pl.col("outcome"))
    return crises.filter(known).select(
        pl.col("record").cast(pl.String).alias("id"),
        "sender",
        pl.col("ccode").alias("target"),
        pl.col("start_year").alias("year"),
        active.cast(pl.Float64).alias("institution"),
        (pl.col("trigger") >= VIOLENT).cast(pl.Float64).fill_null(0.0).alias("economic"),
        pl.col("gravity").is_in(GRAVE).cast(pl.Float64).alias("costs"),
        (goals == "defeat").cast(pl.Float64).alias("strict"),
        goals.is_in(["compromise", "defeat"]).cast(pl.Float64).alias("broad"),
    )


def _disputes(tables: Tables) -> pl.DataFrame:
    import polars as pl

    first = (pl.col("onset") == 1) & (pl.col("side_a1") == 1)
    originators = (pl.col("originator1") == 1) & (pl.col("originator2") == 1)
    silent = (pl.col("hostility2") == 1).cast(pl.Float64)
    return (
        tables["gml_mid"]
        .filter(first & originators)
        .select(
            pl.concat_str(["dispute", "ccode1", "ccode2", "year"], separator="-").alias("id"),
            pl.col("ccode1").alias("sender"),
            pl.col("ccode2").alias("target"),
            "year",
            pl.lit(None, pl.Float64).alias("institution"),
            (pl.col("aim1") == TERRITORY).cast(pl.Float64).alias("economic"),
            pl.lit(0.0).alias("costs"),
            silent.alias("strict"),
            silent.alias("broad"),
        )
    )


ARENAS: Final[Mapping[str, Callable[[Tables], pl.DataFrame]]] = {
    "ties": _sanctions,
    "icb": _crises,
    "gml": _disputes,
}
"""How each arena's cases are read; its own term is called ``institution``."""


# --- what the dyad brings -----------------------------------------------------------------------------------


def with_context(pairs: pl.DataFrame, tables: Tables, *, years: int) -> pl.DataFrame:
    """Add hostility, the terms of the dyad and the ratio of capabilities, all of the year before.

    Parameters
    ----------
    pairs
        Cases with the columns ``sender``, ``target`` and ``year``.
    tables
        Rivalries, disputes, ideal points, organizations, alliances and capabilities by name.
    years
        Years for which a dispute is remembered; the year of the case itself does not count.

    Returns
    -------
    polars.DataFrame
        The same rows in the same order with further columns.
    """
    import polars as pl

    cases = pairs.with_row_index("case_number").with_columns(
        low=pl.min_horizontal("sender", "target"),
        high=pl.max_horizontal("sender", "target"),
        before=pl.col("year") - 1,
    )
    for add in (_rivals, _remembered, _nearness, _organizations, _pacts, _capabilities):
        cases = add(cases, tables, years)
    return cases.sort("case_number")


def _flag(cases: pl.DataFrame, rows: pl.Series, name: str) -> pl.DataFrame:
    import polars as pl

    return cases.with_columns(pl.col("case_number").is_in(rows.unique().to_list()).alias(name))


def _rivals(cases: pl.DataFrame, tables: Tables, _: int) -> pl.DataFrame:
    import polars as pl

    spells = tables["thompson_rivalries"].select(
        low=pl.min_horizontal("ccode1", "ccode2"),
        high=pl.max_horizontal("ccode1", "ccode2"),
        start="start",
        end="end",
    )
    inside = pl.col("year").is_between(pl.col("start"), pl.col("end"))
    return _flag(cases, cases.join(spells, on=["low", "high"]).filter(inside)["case_number"], "rival")


def _remembered(cases: pl.DataFrame, tables: Tables, years: int) -> pl.DataFrame:
    import polars as pl

    past = tables["gml_mid"].select(
        low=pl.min_horizontal("ccode1", "ccode2"), high=pl.max_horizontal("ccode1", "ccode2"), when="year"
    )
    inside = pl.col("when").is_between(pl.col("year") - years, pl.col("year") - 1)
    return _flag(
        cases, cases.join(past.unique(), on=["low", "high"]).filter(inside)["case_number"], "disputed"
    )


def _nearness(cases: pl.DataFrame, tables: Tables, _: int) -> pl.DataFrame:
    import polars as pl

    points = tables["unga_idealpoints"].select("ccode", before="year", point="ideal_point")
    for side in ("sender", "target"):
        cases = cases.join(
            points.rename({"ccode": side, "point": f"{side}_point"}), on=[side, "before"], how="left"
        )
    return cases.with_columns(nearness=-(pl.col("sender_point") - pl.col("target_point")).abs())


def _organizations(cases: pl.DataFrame, tables: Tables, _: int) -> pl.DataFrame:
    import polars as pl

    joint = tables["joint_igos"].select(low="ccode1", high="ccode2", before="year", joint="joint")
    return cases.join(joint, on=["low", "high", "before"], how="left").with_columns(
        organizations=pl.col("joint").cast(pl.Float64).log1p()
    )


def _pacts(cases: pl.DataFrame, tables: Tables, _: int) -> pl.DataFrame:
    import polars as pl

    pacts = (
        tables["atop"]
        .filter(pl.col("defense") == 1)
        .select(
            low=pl.min_horizontal("ccode1", "ccode2"),
            high=pl.max_horizontal("ccode1", "ccode2"),
            before="year",
        )
        .unique()
        .with_columns(pact=pl.lit(1.0))
    )
    return cases.join(pacts, on=["low", "high", "before"], how="left").with_columns(
        pl.col("pact").fill_null(0.0)
    )


def _capabilities(cases: pl.DataFrame, tables: Tables, _: int) -> pl.DataFrame:
    import polars as pl

    power = tables["cow_nmc"].select("ccode", before="year", power="cinc")
    for side in ("sender", "target"):
        cases = cases.join(
            power.rename({"ccode": side, "power": f"{side}_power"}), on=[side, "before"], how="left"
        )
    ratio = (pl.col("sender_power") / pl.col("target_power")).log()
    return cases.with_columns(power_ratio=pl.when(ratio.is_finite()).then(ratio))


# --- laid out for the estimators ----------------------------------------------------------------------------


def _laid_out(arena: str, table: pl.DataFrame) -> ArenaCases:
    import polars as pl

    names = (*DYADIC, *(() if table["institution"].null_count() == table.height else ("institution",)))
    known = pl.any_horizontal(pl.col(name).is_not_null() for name in names if name != "pact")
    table = table.filter(known)
    raw = _columns(table, names)
    controls = {
        "economic": _columns(table, ("economic",))[:, 0],
        **_marked(table, "power_ratio"),
        "united_states": (table["sender"] == UNITED_STATES).to_numpy().astype(float),
        **_marked(table, "costs"),
        "period_1970": table["year"].is_between(1970, 1989).to_numpy().astype(float),
        "period_1990": (table["year"] >= 1990).to_numpy().astype(float),
    }
    varied = {name: column for name, column in controls.items() if np.ptp(column) > 0.0}
    return ArenaCases(
        arena=arena,
        ids=tuple(table["id"].to_list()),
        dyads=(table["low"] * STATES + table["high"]).to_numpy().astype(np.int64),
        rival=table["rival"].to_numpy().astype(bool),
        disputed=table["disputed"].to_numpy().astype(bool),
        allied=(table["pact"] == 1.0).to_numpy().astype(bool),
        terms=np.column_stack([standardized(raw[:, place]) for place in range(len(names))]),
        term_names=names,
        raw_terms=raw,
        controls=np.column_stack(list(varied.values())),
        control_names=tuple(varied),
        outcomes={coding: _columns(table, (coding,))[:, 0] for coding in ("strict", "broad")},
    )


def _columns(table: pl.DataFrame, names: tuple[str, ...]) -> FloatArray:
    """Columns as numbers, NaN for what is not known."""
    import polars as pl

    return np.asarray(table.select(pl.col(names).cast(pl.Float64).fill_null(float("nan"))).to_numpy())


def _marked(table: pl.DataFrame, name: str) -> dict[str, FloatArray]:
    """Put the mean of the known values where one is not known, with a mark of its own."""
    values = _columns(table, (name,))[:, 0]
    unknown = ~np.isfinite(values)
    filled = np.where(unknown, np.nanmean(values) if not unknown.all() else 0.0, values)
    return {name: filled, f"{name}_unknown": unknown.astype(float)}
