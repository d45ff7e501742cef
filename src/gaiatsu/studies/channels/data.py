"""The table that the channel test is run on: crises, material terms, and the social context before them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from gaiatsu.numerics.scales import mean_of_known, standardized
from gaiatsu.studies.channels.counts import CUTS, EVENTS, Agreement, Cut, agreement, cut, recounted
from gaiatsu.studies.channels.indices import Index, make_index
from gaiatsu.studies.channels.record import dated_events, past_beliefs
from gaiatsu.studies.channels.social import ADDITIONS, CONCEPTS, UNITED_STATES, indicators

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path
    from typing import Any

    import polars as pl

    from gaiatsu.context.dyads.records import Tables
    from gaiatsu.sources.records import Dataset

__all__ = [
    "MATERIAL",
    "SOCIAL",
    "ChannelTable",
    "Correction",
    "channel_table",
    "lay_out",
    "read_channel_sets",
]

FloatArray = NDArray[np.float64]

MATERIAL: Final = (
    "sender_dependence",
    "target_dependence",
    "sender_democracy",
    "target_democracy",
    "contiguity",
    "sender_cinc",
    "target_cinc",
    "capability_ratio",
)
"""Published regressors that can be missing; a row that lacks one was left out of the published sample."""

SOCIAL: Final = ("hierarchy", "legitimacy", "trust")
"""Concepts that the composite is made of."""

KEYS: Final = ("ccode1", "ccode2", "period")
STATES: Final = 1000


@dataclass(frozen=True)
class Correction:
    """Something in the published table that was changed, or is known to be wrong.

    Parameters
    ----------
    id
        Its name.
    rows
        Rows concerned, of all rows of the file.
    what
        What is done.
    why
        The reason.
    """

    id: str
    rows: int
    what: str
    why: str


@dataclass(frozen=True, eq=False)
class ChannelTable:
    """Crises by sender, target and period, with the regressors of every specification.

    Parameters
    ----------
    cut
        How time is cut.
    frame
        One row a game: the rows of the published sample, in the order of the file.
    indices
        How each concept was measured.
    dropped
        Rows of the file that are not in the frame: keys, counts, and ``lacks``, the regressors missing.
    agreement
        How far counting from the cases gives the same crises; over all rows of the file.
    corrections
        What was changed.
    datasets
        What was read.
    """

    cut: Cut
    frame: pl.DataFrame
    indices: tuple[Index, ...]
    dropped: pl.DataFrame
    agreement: Agreement
    corrections: tuple[Correction, ...]
    datasets: tuple[Dataset, ...]

    def index(self, name: str) -> Index:
        """Return the index of a concept."""
        return next(item for item in self.indices if item.name == name)

    def columns(self, *, complete: bool = True, american: bool = False) -> dict[str, NDArray[Any]]:
        """Give columns by name, as `game_design` wants them.

        Parameters
        ----------
        complete
            Keep only rows whose two states were there on the eve of the period, so that every concept is
            known: the sample on which all specifications are compared.
        american
            Keep only rows in which the United States sends.

        Returns
        -------
        dict
        """
        import polars as pl

        rows = self.frame
        if complete:
            rows = rows.filter(pl.col("context_known"))
        if american:
            rows = rows.filter(pl.col("american_sender") == 1)
        return {name: rows[name].to_numpy() for name in rows.columns}


def read_channel_sets(folder: Path | str | None = None) -> dict[str, Dataset]:
    """Read every data set that the table can be made of.

    Parameters
    ----------
    folder
        Folder of external data; the environment variable ``GAIATSU_DATA`` when left out.

    Returns
    -------
    dict
        Data sets by name.

    Raises
    ------
    MissingData
        If one is not there; the message says where to get it.
    """
    from gaiatsu import sources
    from gaiatsu.context.dyads.build import read_tables
    from gaiatsu.context.dyads.registry import addition

    found = read_tables([addition(name) for name in ADDITIONS], folder)
    place = sources.data_folder(folder)
    more = {item.dataset for item in CUTS.values()} - found.keys()
    return found | {name: sources.read(name, place) for name in sorted(more)}


def channel_table(name: str = "decade", folder: Path | str | None = None) -> ChannelTable:
    """Read the data sets and lay the table out.

    The published test of the signaling game knows nothing of the social context. The article's claim is about
    what conceding is worth to the target once threat and credibility are accounted for: the table puts both
    kinds of terms beside the same crises, and nothing in it was known only later than the period began but
    the published material terms.

    Parameters
    ----------
    name
        ``decade``, ``five-years``, ``year`` or ``relevant``.
    folder
        Folder of external data; the environment variable ``GAIATSU_DATA`` when left out.

    Returns
    -------
    ChannelTable

    Raises
    ------
    UnknownName
        If there is no such cut.
    MissingData
        If a data set is not there.

    References
    ----------
    crismancox_gibilisco2021; morgan2014; schoppa1999
    """
    chosen = cut(name)
    return lay_out(chosen, read_channel_sets(folder))


def lay_out(chosen: Cut, tables: Tables) -> ChannelTable:
    """Lay the table out from data sets that were read.

    Parameters
    ----------
    chosen
        How time is cut.
    tables
        Data sets by name, as `read_channel_sets` gives them.

    Returns
    -------
    ChannelTable
    """
    import polars as pl

    source, cases = tables[chosen.dataset], tables["ties"].table
    again = recounted(cases, years=chosen.years)
    lacks = pl.concat_str(
        [pl.when(pl.col(name).is_null()).then(pl.lit(name)) for name in MATERIAL],
        separator=" ",
        ignore_nulls=True,
    ).alias("lacks")
    marked = source.table.with_columns(lacks)
    kept = marked.filter(pl.col("lacks") == "").drop("lacks")
    dropped = marked.filter(pl.col("lacks") != "").select(*KEYS, "status_quo", *EVENTS, "lacks", "quality")
    rows = _with_context(_renamed(kept, chosen), tables, again)
    indices = tuple(
        make_index(concept, {name: _numbers(rows, name) for name in names})
        for concept, names in CONCEPTS.items()
    )
    frame = _with_indices(rows, indices)
    return ChannelTable(
        chosen,
        frame,
        indices,
        dropped,
        agreement(source.table, again),
        _corrections(source.table, frame),
        tuple(tables[name] for name in _names_read(tables, chosen)),
    )


def _names_read(tables: Tables, chosen: Cut) -> list[str]:
    others = {item.dataset for item in CUTS.values()} - {chosen.dataset}
    return [name for name in tables if name not in others]


def _numbers(rows: pl.DataFrame, name: str) -> FloatArray:
    import polars as pl

    return rows[name].cast(pl.Float64).fill_null(float("nan")).to_numpy()


def _renamed(kept: pl.DataFrame, chosen: Cut) -> pl.DataFrame:
    import polars as pl

    counted = pl.sum_horizontal("status_quo", *EVENTS)
    return kept.select(
        "id",
        *KEYS,
        (pl.col("ccode1") * STATES + pl.col("ccode2")).alias("dyad"),
        "status_quo",
        *EVENTS,
        "target_costs",
        "sender_costs",
        *MATERIAL,
        pl.col("ally").fill_null(0.0).alias("ally_published"),
        (pl.col("ccode1") == UNITED_STATES).cast(pl.Float64).alias("american_sender"),
        (counted < chosen.months).cast(pl.Float64).alias("short_period"),
        "quality",
    )


def _with_context(rows: pl.DataFrame, tables: Tables, again: pl.DataFrame) -> pl.DataFrame:
    """Add indicators from the panel, beliefs from the record, and what the cases behind the counts were."""
    import polars as pl

    events = dated_events(tables["ties"].table)
    years = rows["period"].to_numpy()
    beliefs = past_beliefs(events, rows["ccode1"].to_numpy(), rows["ccode2"].to_numpy(), first_year=years)
    crises = pl.sum_horizontal(f"{name}_again" for name in EVENTS)
    firm = pl.col("stand_firm_again")
    joined = rows.join(again, on=KEYS, how="left", suffix="_again", maintain_order="left").select(
        *rows.columns,
        shared_share=pl.col("shared") / crises,
        institution_share=pl.when(pl.col("institution_known") > 0).then(
            pl.col("institution") / pl.col("institution_known")
        ),
        unthreatened_share=pl.when(firm > 0).then(pl.col("unthreatened") / firm),
        stand_firm_threatened=(pl.col("stand_firm") - pl.col("unthreatened").fill_null(0)).clip(
            lower_bound=0
        ),
    )
    record: Mapping[str, Any] = {
        "trust_record": beliefs.trust,
        "trust_events": beliefs.trust_events,
        "resolve": beliefs.reputation,
        "resolve_elsewhere": beliefs.reputation_elsewhere,
        "resolve_events": beliefs.reputation_events,
    }
    return joined.hstack(indicators(rows, tables)).with_columns(
        pl.Series(name, values) for name, values in record.items()
    )


def _with_indices(rows: pl.DataFrame, indices: tuple[Index, ...]) -> pl.DataFrame:
    """Add the indices, the composite, the material threat and their product."""
    import polars as pl

    values = {item.name: item.values for item in indices}
    social = standardized(np.mean([values[name] for name in SOCIAL], axis=0))
    cost = mean_of_known(
        np.column_stack(
            [
                standardized(np.sqrt(_numbers(rows, "target_dependence"))),
                standardized(_numbers(rows, "target_costs")),
            ]
        )
    )
    threat = standardized(cost)
    known = {f"{item.name}_known": item.known for item in indices if len(item.indicators) > 1}
    added = {**values, **known, "social": social, "material_threat": threat, "social_threat": social * threat}
    columns = [pl.Series(name, column).fill_nan(None) for name, column in added.items()]
    there = pl.all_horizontal(
        pl.col("protection").is_not_null(), *(pl.col(item.name).is_not_null() for item in indices)
    )
    return rows.with_columns(columns).with_columns(there.alias("context_known"))


def _corrections(source: pl.DataFrame, frame: pl.DataFrame) -> tuple[Correction, ...]:
    import polars as pl

    def marked(name: str) -> int:
        return int(source["quality"].str.contains(name).fill_null(value=False).sum())

    born = int((~frame["context_known"]).sum())
    measured = frame.filter(~pl.col("quality").str.contains("ally_unmeasured"))
    other = int((measured["ally_published"] != measured["alliance"]).fill_null(value=False).sum())
    return (
        Correction(
            "ally_unmeasured",
            marked("ally_unmeasured"),
            "`alliance` says whether any pact bound the two on the eve of the period (Correlates of War); "
            "`ally_published` keeps the published column.",
            "The published column is 0 for every dyad before 1990, NATO and the U.S.-Japan treaty included.",
        ),
        Correction(
            "ally_other",
            other,
            "The same.",
            "From 1990 on the published column differs from the list of pacts on the eve of the period.",
        ),
        Correction(
            "germany_too_early",
            marked("germany_too_early"),
            "Read as the Federal Republic (260). The rows stay dropped.",
            "Under the code of 1990 no covariate was found; the trade of the Federal Republic is missing in "
            "the data set of trade, so that its dependence cannot be filled in.",
        ),
        Correction(
            "born_in_the_period",
            born,
            "The social context is missing and `context_known` is false.",
            "One of the two states did not exist on the eve of the period.",
        ),
    )
