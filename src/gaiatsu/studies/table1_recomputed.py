"""Table 1 computed again from other people's trade and product, and what that changes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import atanh, log, log10, sqrt, tanh
from typing import TYPE_CHECKING, Final

import numpy as np
from scipy.special import ndtri

from gaiatsu.context.ingredients import SENDER, TARGET, dependence_table
from gaiatsu.numerics.trend import Trend, linear_trend
from gaiatsu.studies.provenance import Input, Provenance, case_input, trace
from gaiatsu.studies.table1 import table1

if TYPE_CHECKING:
    from pathlib import Path

    import polars as pl

    from gaiatsu.cases import CaseSet, Series
    from gaiatsu.sources import Dataset
    from gaiatsu.studies.table1 import Table1Study

__all__ = ["CONVENTION", "ColumnComparison", "Conclusion", "GapParts", "RecomputedTable1", "recompute_table1"]

PAIRS: Final = (
    ("japan_exports_share", "target_export_share", "Japan to the United States, % of Japan's product"),
    ("us_exports_share", "sender_export_share", "United States to Japan, % of U.S. product"),
    ("ratio", "ratio", "Ratio of the two"),
    ("japan_asia_share", "alternative_market_share", "Japan to Asia, % of Japan's product"),
)
"""Column as printed, the same computed again, and its title."""
BILATERAL: Final = (("japan_exports_share", TARGET), ("us_exports_share", SENDER))
CONVENTION: Final = 1.10
"""Imports over exports where nothing but freight and insurance differs, by the convention of the Fund."""
REQUIRED: Final[tuple[str, ...]] = ("cow_trade", "wb_gdp")
VINTAGE: Final[str] = "lmf_external_wealth"
DIGITS: Final = 6
ALPHA: Final = 0.05


@dataclass(frozen=True)
class RecomputedRow:
    """One year, printed and computed again.

    Parameters
    ----------
    year
        Calendar year.
    printed, recomputed
        The four columns by name.
    level
        Printed over recomputed, by name.
    quality
        Marks of defects that touch the trade of that year.
    """

    year: int
    printed: Mapping[str, float]
    recomputed: Mapping[str, float]
    level: Mapping[str, float]
    quality: str


@dataclass(frozen=True)
class ColumnComparison:
    """How one printed column and the same computed again go together.

    Parameters
    ----------
    column, title
        Name and title.
    correlation
        Over the years both have, with its 95 % interval.
    level, lowest_level, highest_level
        Printed over recomputed: median, least and most.
    drift
        Trend of that quotient over the years.
    scatter
        Standard deviation of its logarithm, in percent.
    """

    column: str
    title: str
    correlation: float
    correlation_interval: tuple[float, float]
    level: float
    lowest_level: float
    highest_level: float
    drift: Trend
    scatter: float


@dataclass(frozen=True)
class GapParts:
    """How far the gap in level of one bilateral column is accounted for.

    Parameters
    ----------
    column
        Name of the column.
    gap
        Percent by which the recomputed level exceeds the printed one (median).
    freight
        Percent of that from reading imports, freight and insurance included, for exports, if the margin is
        the conventional one.
    vintage
        Percent that an older estimate of the product would add to the recomputed level; ``None`` without it.
        It widens the gap.
    unexplained
        Percent that is left once freight is taken out and, where known, the vintage put back.
    explained_share
        Share of the gap (in logarithms) that freight accounts for.
    implied_margin
        Imports over exports that would account for the gap alone.
    """

    column: str
    gap: float
    freight: float
    vintage: float | None
    unexplained: float
    explained_share: float
    implied_margin: float


@dataclass(frozen=True)
class Conclusion:
    """A conclusion of the section on Table 1, drawn from either series.

    Parameters
    ----------
    id
        Its name.
    words
        The conclusion in a sentence.
    printed, recomputed
        Whether it holds on the printed and on the recomputed series.
    printed_value, recomputed_value
        The number it rests on.
    """

    id: str
    words: str
    printed: bool
    recomputed: bool
    printed_value: float
    recomputed_value: float

    @property
    def changes(self) -> bool:
        """Whether the two series disagree about it."""
        return self.printed != self.recomputed


@dataclass(frozen=True)
class RecomputedTable1:
    """Table 1 from COW trade and World Bank product beside the printed one.

    Parameters
    ----------
    rows
        Year by year.
    columns
        The four columns compared.
    gaps
        The two bilateral columns, how far their gap is accounted for.
    asia_missing
        Share of Japan's exports to Asia that the recomputed column would lack (Hong Kong among them), if it
        overstated what it has by as much as the column of exports to the United States does.
    conclusions
        What the section concludes, from either series.
    study
        The study of Table 1 run on the recomputed series.
    provenance
        What the numbers were computed from.
    """

    rows: tuple[RecomputedRow, ...]
    columns: tuple[ColumnComparison, ...]
    gaps: tuple[GapParts, ...]
    asia_missing: float
    conclusions: tuple[Conclusion, ...]
    study: Table1Study
    provenance: Provenance

    @property
    def changed(self) -> tuple[str, ...]:
        """Names of the conclusions that change."""
        return tuple(one.id for one in self.conclusions if one.changes)


def recompute_table1(case_set: CaseSet, data_dir: Path | str) -> RecomputedTable1 | None:
    """Compute Table 1 again from dyadic trade and product, and draw its conclusions from both.

    The article prints Table 1 from statistics that it does not give. If the same quantities from other
    producers told another story about when dependence fell, every test that leans on the table would lean on
    an accident of sources.

    Parameters
    ----------
    case_set
        Case set that holds the printed table.
    data_dir
        Folder of external data.

    Returns
    -------
    RecomputedTable1 or None
        ``None`` where the folder lacks trade or product.

    Raises
    ------
    MissingData
        ``data_dir`` is not a folder.
    InvalidData
        A file is not what it should be.

    Notes
    -----
    The recomputed columns read what the importer reports as what the exporter exported. With m the margin of
    freight and insurance, g the product used over the one the article used and u the rest, recomputed over
    printed is (1 + m)(1 + u)/g.

    References
    ----------
    schoppa1999; barbieri2009; worldbank2024; lane2007; imf1993

    Examples
    --------
    >>> from gaiatsu import cases
    >>> recompute_table1(cases.load("schoppa1999"), ".") is None
    True
    """
    from gaiatsu import sources

    folder = sources.data_folder(data_dir)
    present = set(sources.available(folder))
    if not set(REQUIRED) <= present:
        return None
    data = {name: sources.read(name, folder) for name in (*REQUIRED, VINTAGE) if name in present}
    again = dependence_table(data["cow_trade"].table, data["wb_gdp"].table)
    rows = _rows(case_set.table("table1"), again)
    levels = {name: np.asarray([row.level[name] for row in rows]) for name, _, _ in PAIRS}
    study = table1(_with_series(case_set, rows))
    printed = table1(case_set)
    return RecomputedTable1(
        rows=rows,
        columns=tuple(_column(rows, name, title) for name, _, title in PAIRS),
        gaps=tuple(_gap(name, float(np.median(levels[name])), _vintage(data, of)) for name, of in BILATERAL),
        asia_missing=float(
            1.0 - np.median(levels["japan_exports_share"]) / np.median(levels["japan_asia_share"])
        ),
        conclusions=tuple(_conclude(rule, printed, study) for rule in CONCLUSIONS),
        study=study,
        provenance=_provenance(case_set, data),
    )


def _rows(printed: Series, again: pl.DataFrame) -> tuple[RecomputedRow, ...]:
    found = {int(row["year"]): row for row in again.iter_rows(named=True)}
    rows = []
    for place, year in enumerate(printed.years):
        if year not in found:
            continue
        old = {name: printed.column(name)[place] for name, _, _ in PAIRS}
        new = {name: float(found[year][column]) for name, column, _ in PAIRS}
        level = {name: old[name] / new[name] for name in old}
        rows.append(RecomputedRow(year, old, new, level, str(found[year]["quality"] or "")))
    return tuple(rows)


def _column(rows: tuple[RecomputedRow, ...], name: str, title: str) -> ColumnComparison:
    old, new = (
        np.asarray([getattr(row, which)[name] for row in rows]) for which in ("printed", "recomputed")
    )
    level = old / new
    r = float(np.corrcoef(old, new)[0, 1])
    reach = float(ndtri(0.975)) / sqrt(len(rows) - 3)
    return ColumnComparison(
        column=name,
        title=title,
        correlation=r,
        correlation_interval=(tanh(atanh(r) - reach), tanh(atanh(r) + reach)),
        level=float(np.median(level)),
        lowest_level=float(level.min()),
        highest_level=float(level.max()),
        drift=linear_trend(np.asarray([row.year for row in rows]), level),
        scatter=float(100.0 * np.log(level).std(ddof=1)),
    )


def _gap(name: str, level: float, vintage: float | None) -> GapParts:
    """Split the gap; ``vintage`` is an older estimate of the product over the one used."""
    implied = 1.0 / level
    left = implied / CONVENTION / (1.0 if vintage is None else vintage)
    return GapParts(
        column=name,
        gap=100.0 * (implied - 1.0),
        freight=100.0 * (CONVENTION - 1.0),
        vintage=None if vintage is None else 100.0 * (1.0 / vintage - 1.0),
        unexplained=100.0 * (left - 1.0),
        explained_share=log(CONVENTION) / log(implied),
        implied_margin=implied,
    )


def _vintage(data: Mapping[str, Dataset], of: object) -> float | None:
    """Median quotient of the 2013 estimate of a state's product and the one used here."""
    import polars as pl

    if VINTAGE not in data:
        return None
    ifs, iso3 = of.ifs, of.iso3  # type: ignore[attr-defined]
    old = data[VINTAGE].table.filter(pl.col("ifs") == ifs).select("year", old="gdp")
    new = data["wb_gdp"].table.filter(pl.col("iso3") == iso3).select("year", new="gdp")
    both = old.join(new, on="year").filter(pl.col("year").is_between(1970, 1995)).drop_nulls()
    quotient = (both["old"] / both["new"]).to_numpy()
    unit = 10.0 ** round(log10(float(np.median(quotient))))
    return float(np.median(quotient) / unit)


def _with_series(case_set: CaseSet, rows: tuple[RecomputedRow, ...]) -> CaseSet:
    """Put the recomputed columns where the printed ones stand."""
    series = case_set.table("table1")
    cells = tuple(
        (row.year, *(round(row.recomputed[name], DIGITS) for name in series.columns[1:])) for row in rows
    )
    decimals = (0, *(DIGITS for _ in series.columns[1:]))
    other = series.model_copy(update={"rows": cells, "decimals": decimals, "title": "Table 1 computed again"})
    kept = tuple(other if one.id == series.id else one for one in case_set.series)
    return case_set.model_copy(update={"series": kept})


# --- conclusions -----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Rule:
    """How a conclusion is drawn from a study of the table."""

    id: str
    words: str
    value: Callable[[Table1Study], float]
    holds: Callable[[Table1Study], bool]


def _trend_p(study: Table1Study, column: str, first: int, last: int) -> float:
    return next(
        one.trend.p
        for one in study.trends
        if (one.column, one.first_year, one.last_year) == (column, first, last)
    )


def _straight_line(study: Table1Study) -> float:
    fits = study.collapse.shapes.fits
    return next(fit.probability for fit in fits if fit.name == "trend")


def _mean_falls(study: Table1Study) -> float:
    early, middle, late = (one.mean for one in study.means[:3])
    return (early - middle) - (middle - late)


def _asia_from(study: Table1Study) -> float:
    return float(study.asian_share.first_lasting_year_above_us or 0)


CONCLUSIONS: Final = (
    _Rule(
        "not-linear",
        "The fall was not roughly linear: a straight line is not the most probable shape under both accounts "
        "of the errors.",
        _straight_line,
        lambda study: not study.collapse.roughly_linear,
    ),
    _Rule(
        "no-trend-to-1987",
        "The ratio has no trend up to 1987.",
        lambda study: study.collapse.trend_until_turn.p,
        lambda study: study.collapse.trend_until_turn.p > ALPHA,
    ),
    _Rule(
        "mostly-done-by-1992",
        "More than half of the fall since 1987 was done by 1992, before the first refusal.",
        lambda study: study.collapse.share_done,
        lambda study: study.collapse.share_done > 0.5,
    ),
    _Rule(
        "flat-over-outcomes",
        "Over 1977-92, the years of Figure 1, the ratio has no significant trend.",
        lambda study: _trend_p(study, "ratio", 1977, 1992),
        lambda study: _trend_p(study, "ratio", 1977, 1992) > ALPHA,
    ),
    _Rule(
        "asia-fell",
        "Japan's export share to Asia fell over 1980-89.",
        lambda study: study.asian_share.eighties.slope,
        lambda study: study.asian_share.eighties.slope < 0.0,
    ),
    _Rule(
        "asia-late",
        "Asia exceeds the American share lastingly only after 1989, or not at all.",
        _asia_from,
        lambda study: _asia_from(study) == 0.0 or _asia_from(study) > 1989.0,
    ),
    _Rule(
        "first-fall-larger",
        "The mean ratio fell more from 1977-87 to 1988-92 than from there to 1993-95.",
        _mean_falls,
        lambda study: _mean_falls(study) > 0.0,
    ),
)


def _conclude(rule: _Rule, printed: Table1Study, recomputed: Table1Study) -> Conclusion:
    return Conclusion(
        rule.id,
        rule.words,
        rule.holds(printed),
        rule.holds(recomputed),
        rule.value(printed),
        rule.value(recomputed),
    )


def _provenance(case_set: CaseSet, data: Mapping[str, Dataset]) -> Provenance:
    return trace(
        recompute_table1,
        case_input(case_set, "table1"),
        *(Input(one.name, one.digest) for one in data.values()),
        citations=("schoppa1999", "imf1993", *sorted({one.citation for one in data.values()})),
        patches=case_set.applied_patches,
    )
