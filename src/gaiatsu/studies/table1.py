"""Table 1: export dependence as printed, recomputed, and asked when and how it changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from gaiatsu.errors import InvalidSpecification
from gaiatsu.estimation.timing.breaks import BreakInterval, BreakSearch, break_intervals, find_breaks
from gaiatsu.estimation.timing.shapes import ShapeComparison, compare_shapes
from gaiatsu.numerics.trend import Trend, linear_trend
from gaiatsu.studies.provenance import Provenance, case_input, trace

if TYPE_CHECKING:
    from gaiatsu.cases import CaseSet, Series

__all__ = [
    "Agreement",
    "AsianShare",
    "Collapse",
    "Halving",
    "PeriodMean",
    "Table1Row",
    "Table1Study",
    "ThreeYearMean",
    "WindowTrend",
    "table1",
]

TOLERANCE = 0.05 + 1e-9
COLUMNS = ("ratio", "japan_asia_share")
CALENDAR = "calendar years, both ends included"
PRECEDING = "calendar years, each one year before the outcomes it could explain"
WINDOWS = (
    (1970, 1995, CALENDAR),
    (1970, 1987, CALENDAR),
    (1977, 1992, CALENDAR),
    (1976, 1991, PRECEDING),
    (1980, 1989, CALENDAR),
    (1988, 1995, CALENDAR),
)
PERIODS = ((1977, 1987), (1988, 1992), (1993, 1995))
EARLY_BASES = ((1970, 1972), (1970, 1979), (1977, 1987))
LATE = (1990, 1995)
BUSH_YEARS = (1989, 1992)
COLLAPSE = (1985, 1990)
TURN, DONE_BY = 1987, 1992
SHORTEST_REGIME = 4


@dataclass(frozen=True)
class Table1Row:
    """One year as printed, with the ratio computed again from the other two columns.

    Parameters
    ----------
    year
        Calendar year.
    japan_exports_share, us_exports_share
        Japan's exports to the United States in percent of Japan's product, and the reverse.
    printed_ratio, recomputed_ratio
        The first over the second, as printed and as computed.
    difference
        Printed less recomputed.
    agrees
        Whether they differ by at most half a unit of the printed decimal (.05, with 1e-9 for the
        arithmetic).
    lowest_ratio, highest_ratio
        What the true ratio can be, given that the two inputs are rounded.
    possible
        Whether some true ratio in that range rounds to the printed one.
    japan_asia_share
        Japan's exports to Asia in percent of Japan's product.
    asia_exceeds_us
        Whether Asia takes a larger share than the United States.
    """

    year: int
    japan_exports_share: float
    us_exports_share: float
    printed_ratio: float
    recomputed_ratio: float
    difference: float
    agrees: bool
    lowest_ratio: float
    highest_ratio: float
    possible: bool
    japan_asia_share: float
    asia_exceeds_us: bool


@dataclass(frozen=True)
class Agreement:
    """Whether the ratio column follows from the columns beside it.

    Parameters
    ----------
    years, agreeing, possible
        Number of years, of years that agree, and of years in which rounding allows the print.
    largest_difference, largest_difference_year
        Largest absolute difference and its year.
    tolerance
        Difference accepted.
    widest_year, widest_range
        Year whose true ratio is least determined by the printed inputs, and by how much.
    """

    years: int
    agreeing: int
    possible: int
    largest_difference: float
    largest_difference_year: int
    tolerance: float
    widest_year: int
    widest_range: float


@dataclass(frozen=True)
class WindowTrend:
    """Trend of one column over one window.

    Parameters
    ----------
    column
        "ratio" or "japan_asia_share".
    first_year, last_year
        Ends of the window.
    window
        What kind of window it is.
    trend
        Line, ordinary, robust and rank tests; slopes are per year.
    """

    column: str
    first_year: int
    last_year: int
    window: str
    trend: Trend


@dataclass(frozen=True)
class PeriodMean:
    """Mean of the printed ratio over a period, ends included."""

    first_year: int
    last_year: int
    mean: float


@dataclass(frozen=True)
class ThreeYearMean:
    """Mean of the printed ratio over a year and its two neighbors."""

    center: int
    mean: float


@dataclass(frozen=True)
class Collapse:
    """Whether the ratio declined roughly linearly, as the article says.

    Parameters
    ----------
    trend_until_turn
        Trend from the first year to 1987.
    peak_year, peak
        Largest printed ratio from 1977 on.
    collapse_years
        First and last year of the steep fall.
    collapse_fall
        Fall of the printed ratio between them.
    net_fall
        Fall from the first three-year mean of the table to the last.
    three_year_means
        Centered means.
    fall_since_turn
        Fall from the mean centered on 1987 to the last one.
    fall_done
        Fall from the mean centered on 1987 to that centered on 1992.
    share_done
        The second over the first.
    shapes, shapes_autocorrelated
        Constant, trend, step and bend over the whole table, with independent errors and with
        errors that resemble their predecessors.
    shapes_since_1977, shapes_since_1977_autocorrelated
        The same for 1977 to the end, the years that the article's outcomes cover.
    breaks
        Breaks in the mean level, searched over all partitions.
    break_years
        Last year before each break of the partition that the Schwarz criterion prefers.
    break_intervals
        Interval of each of those dates, as positions in the table counted from 1.
    roughly_linear
        Whether a straight line is the most probable shape, in both accounts of the errors, over
        the whole table.
    """

    trend_until_turn: Trend
    peak_year: int
    peak: float
    collapse_years: tuple[int, int]
    collapse_fall: float
    net_fall: float
    three_year_means: tuple[ThreeYearMean, ...]
    fall_since_turn: float
    fall_done: float
    share_done: float
    shapes: ShapeComparison
    shapes_autocorrelated: ShapeComparison
    shapes_since_1977: ShapeComparison
    shapes_since_1977_autocorrelated: ShapeComparison
    breaks: BreakSearch
    break_years: tuple[int, ...]
    break_intervals: tuple[BreakInterval, ...]
    roughly_linear: bool


@dataclass(frozen=True)
class AsianShare:
    """The two claims about Japan's exports to Asia.

    Parameters
    ----------
    eighties
        Trend over 1980-89; the claim is that it rises.
    rises_in_eighties
        Whether that slope is positive.
    years_above_us
        Years in which Asia takes more than the United States.
    first_year_above_us
        The first of them; ``None`` if there is none.
    first_lasting_year_above_us
        The first year from which Asia takes more in every later year too.
    bush_years
        The years of the Bush administration.
    above_us_in_bush_years
        Whether the lasting lead begins by the end of them.
    change_eighties, change_nineties
        Printed share in 1989 less 1980, and in 1995 less 1989.
    """

    eighties: Trend
    rises_in_eighties: bool
    years_above_us: tuple[int, ...]
    first_year_above_us: int | None
    first_lasting_year_above_us: int | None
    bush_years: tuple[int, int]
    above_us_in_bush_years: bool
    change_eighties: float
    change_nineties: float


@dataclass(frozen=True)
class Halving:
    """Whether the ratio halved, by what it is compared with.

    Parameters
    ----------
    first_year, last_year, early_mean
        The base and its mean ratio.
    late_first_year, late_last_year, late_mean
        The end and its mean ratio.
    factor
        Late over early; one half is a halving.
    """

    first_year: int
    last_year: int
    early_mean: float
    late_first_year: int
    late_last_year: int
    late_mean: float
    factor: float


@dataclass(frozen=True)
class Table1Study:
    """Table 1 reproduced, and the article's readings of it tested.

    Parameters
    ----------
    title
        Title of the table.
    rows
        The table, a row a year.
    agreement
        Whether its ratio column follows from the others.
    trends
        Trends of ratio and Asian share over every window.
    means
        Mean ratio 1977-87, 1988-92 and 1993-95.
    collapse
        The claim of a roughly linear decline.
    asian_share
        The claims about Asia.
    halvings
        The claim of a halving, against three bases.
    provenance
        What the numbers were computed from.
    """

    title: str
    rows: tuple[Table1Row, ...]
    agreement: Agreement
    trends: tuple[WindowTrend, ...]
    means: tuple[PeriodMean, ...]
    collapse: Collapse
    asian_share: AsianShare
    halvings: tuple[Halving, ...]
    provenance: Provenance

    def trend(self, column: str, first_year: int, last_year: int) -> Trend:
        """Look up the trend of a column over a window.

        Raises
        ------
        StopIteration
            If that window was not studied.
        """
        wanted = (column, first_year, last_year)
        return next(t.trend for t in self.trends if (t.column, t.first_year, t.last_year) == wanted)


def table1(case_set: CaseSet) -> Table1Study:
    """Recompute Table 1 and test what the article reads from it.

    The article rejects dependence as the cause of Japan's resistance because dependence declined
    gradually and before resistance began. That is an argument about the shape and the date of one
    column, and it stands or falls with them.

    Parameters
    ----------
    case_set
        A set that holds the series ``table1``, covering 1970 to 1995.

    Returns
    -------
    Table1Study
        Rows, trends and verdicts, with provenance.

    Raises
    ------
    UnknownName
        If the set has no such series, or the series lacks a column.
    InvalidSpecification
        If the series does not hold every year from 1970 to 1995.

    References
    ----------
    schoppa1999, bai_perron2003, liang2008, newey_west1987

    Examples
    --------
    >>> from gaiatsu import cases
    >>> study = table1(cases.load("schoppa1999"))
    >>> study.agreement.agreeing, study.agreement.largest_difference_year
    (26, 1985)
    """
    series = case_set.table("table1")
    if missing := sorted(set(range(1970, 1996)) - set(series.years)):
        msg = f"The series table1 of {case_set.id} has no rows for {missing}."
        raise InvalidSpecification(msg, expected="every year from 1970 to 1995")
    rows = _rows(series)
    columns = {name: np.array(series.column(name)) for name in COLUMNS}
    years = np.array(series.years)
    return Table1Study(
        title=series.title,
        rows=rows,
        agreement=_agreement(rows),
        trends=tuple(
            WindowTrend(name, first, last, kind, _window(years, columns[name], first, last))
            for name in COLUMNS
            for first, last, kind in WINDOWS
        ),
        means=tuple(PeriodMean(*span, _mean(years, columns["ratio"], span)) for span in PERIODS),
        collapse=_collapse(years, columns["ratio"]),
        asian_share=_asian_share(rows, years, columns["japan_asia_share"]),
        halvings=tuple(_halving(years, columns["ratio"], base) for base in EARLY_BASES),
        provenance=trace(
            table1,
            case_input(case_set, "table1"),
            citations=("schoppa1999", "bai_perron2003", "bai1997", "liang2008", "newey_west1987"),
            patches=case_set.applied_patches,
        ),
    )


def _rows(series: Series) -> tuple[Table1Row, ...]:
    names = ("japan_exports_share", "us_exports_share", "ratio", "japan_asia_share")
    half = {name: 0.5 * 10 ** -series.decimals[series.columns.index(name)] for name in names}
    table = zip(series.years, *(series.column(name) for name in names), strict=True)
    return tuple(_row(*row, half=half) for row in table)


def _row(
    year: int, japan: float, america: float, ratio: float, asia: float, *, half: dict[str, float]
) -> Table1Row:
    low = (japan - half["japan_exports_share"]) / (america + half["us_exports_share"])
    high = (japan + half["japan_exports_share"]) / (america - half["us_exports_share"])
    recomputed = japan / america
    return Table1Row(
        year=year,
        japan_exports_share=japan,
        us_exports_share=america,
        printed_ratio=ratio,
        recomputed_ratio=recomputed,
        difference=ratio - recomputed,
        agrees=abs(ratio - recomputed) <= TOLERANCE,
        lowest_ratio=low,
        highest_ratio=high,
        possible=low - half["ratio"] <= ratio <= high + half["ratio"],
        japan_asia_share=asia,
        asia_exceeds_us=asia > japan,
    )


def _agreement(rows: Sequence[Table1Row]) -> Agreement:
    worst = max(rows, key=lambda row: abs(row.difference))
    widest = max(rows, key=lambda row: row.highest_ratio - row.lowest_ratio)
    return Agreement(
        years=len(rows),
        agreeing=sum(row.agrees for row in rows),
        possible=sum(row.possible for row in rows),
        largest_difference=abs(worst.difference),
        largest_difference_year=worst.year,
        tolerance=TOLERANCE,
        widest_year=widest.year,
        widest_range=widest.highest_ratio - widest.lowest_ratio,
    )


def _window(years: np.ndarray, values: np.ndarray, first: int, last: int) -> Trend:
    inside = (years >= first) & (years <= last)
    return linear_trend(years[inside], values[inside])


def _mean(years: np.ndarray, values: np.ndarray, span: tuple[int, int]) -> float:
    return float(values[(years >= span[0]) & (years <= span[1])].mean())


def _collapse(years: np.ndarray, ratio: np.ndarray) -> Collapse:
    smooth = tuple(
        ThreeYearMean(int(years[i]), float(ratio[i - 1 : i + 2].mean())) for i in range(1, len(years) - 1)
    )
    centered = {one.center: one.mean for one in smooth}
    since_turn = centered[TURN] - smooth[-1].mean
    done = centered[TURN] - centered[DONE_BY]
    at = dict(zip(years.tolist(), ratio.tolist(), strict=True))
    late = years >= PERIODS[0][0]
    peak = int(years[late][int(np.argmax(ratio[late]))])
    breaks = find_breaks(ratio, minimal_segment=SHORTEST_REGIME)
    shapes = compare_shapes(years, ratio)
    persistent = compare_shapes(years, ratio, errors="ar1")
    return Collapse(
        trend_until_turn=_window(years, ratio, int(years[0]), TURN),
        peak_year=peak,
        peak=at[peak],
        collapse_years=COLLAPSE,
        collapse_fall=at[COLLAPSE[0]] - at[COLLAPSE[1]],
        net_fall=smooth[0].mean - smooth[-1].mean,
        three_year_means=smooth,
        fall_since_turn=since_turn,
        fall_done=done,
        share_done=done / since_turn,
        shapes=shapes,
        shapes_autocorrelated=persistent,
        shapes_since_1977=compare_shapes(years[late], ratio[late]),
        shapes_since_1977_autocorrelated=compare_shapes(years[late], ratio[late], errors="ar1"),
        breaks=breaks,
        break_years=tuple(int(years[k - 1]) for k in breaks.best.breaks),
        break_intervals=break_intervals(ratio, breaks=breaks.best.breaks),
        roughly_linear=shapes.best.name == "trend" and persistent.best.name == "trend",
    )


def _asian_share(rows: Sequence[Table1Row], years: np.ndarray, share: np.ndarray) -> AsianShare:
    eighties = _window(years, share, 1980, 1989)
    above = tuple(row.year for row in rows if row.asia_exceeds_us)
    below = [row.year for row in rows if not row.asia_exceeds_us]
    lasting = [year for year in above if not below or year > max(below)]
    at = dict(zip(years.tolist(), share.tolist(), strict=True))
    return AsianShare(
        eighties=eighties,
        rises_in_eighties=eighties.slope > 0,
        years_above_us=above,
        first_year_above_us=above[0] if above else None,
        first_lasting_year_above_us=lasting[0] if lasting else None,
        bush_years=BUSH_YEARS,
        above_us_in_bush_years=bool(lasting) and lasting[0] <= BUSH_YEARS[1],
        change_eighties=at[1989] - at[1980],
        change_nineties=at[1995] - at[1989],
    )


def _halving(years: np.ndarray, ratio: np.ndarray, base: tuple[int, int]) -> Halving:
    early, late = _mean(years, ratio, base), _mean(years, ratio, LATE)
    return Halving(*base, early, *LATE, late, late / early)
