"""Figure 2: like demands with like demands, before and after, and what the comparison stands on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from gaiatsu.errors import InvalidSpecification
from gaiatsu.numerics.exact import ExactTest, exact_test
from gaiatsu.studies.boundaries import PlaceboStudy, placebo
from gaiatsu.studies.dependence import ClusterScenario, cluster_scenarios
from gaiatsu.studies.provenance import Provenance, case_input, trace
from gaiatsu.studies.robustness import (
    Conclusions,
    Fragility,
    LeftOut,
    Outcome,
    SingleFlip,
    StratumTable,
    conclusions,
    fragility,
    leave_one_out,
    leave_one_stratum_out,
    single_flips,
    stratum_tables,
)
from gaiatsu.studies.selection import Selection, selection

if TYPE_CHECKING:
    from gaiatsu.cases import CaseSet

__all__ = ["Figure2Study", "figure2", "outcomes"]

ALPHA = 0.05


@dataclass(frozen=True)
class Figure2Study:
    """Figure 2 of the article, tested exactly and then shaken.

    Parameters
    ----------
    title
        Title of the case set.
    episodes
        The episodes as compared: id, type of demand, date, period, whether conceded.
    tables
        A 2x2 table for each type of demand.
    pooled
        The same added up; its ``stratum`` is "all".
    rate_before, rate_after
        Share of episodes in which the target conceded.
    stratified
        Exact conditional test of one odds ratio shared by the types of demand. An odds ratio
        above one means that concessions were likelier before; ``p.greater`` is the one-sided
        p-value of a decline.
    unstratified
        Fisher's test on the pooled table, read in the same way.
    as_coded
        The four p-values as every robustness check reports them.
    selection
        The p-values if cases that the first column does not show had been resisted.
    fragilities
        For each of the four tests, the fewest reversed codings that change its verdict, and which.
    single_flips
        Each coding reversed alone.
    leave_one_out, leave_one_type_out
        The comparison without one episode, or without one type of demand.
    clusters
        Episodes of one negotiation counted once, each plausible coding of the merged one.
    weakest_cluster
        The scenario with the largest stratified one-sided p-value.
    placebo
        The boundary of the periods moved to every other date.
    alpha
        Threshold used wherever a verdict is counted.
    provenance
        What the numbers were computed from.
    """

    title: str
    episodes: tuple[Outcome, ...]
    tables: tuple[StratumTable, ...]
    pooled: StratumTable
    rate_before: float
    rate_after: float
    stratified: ExactTest
    unstratified: ExactTest
    as_coded: Conclusions
    selection: Selection
    fragilities: tuple[Fragility, ...]
    single_flips: tuple[SingleFlip, ...]
    leave_one_out: tuple[LeftOut, ...]
    leave_one_type_out: tuple[LeftOut, ...]
    clusters: tuple[ClusterScenario, ...]
    weakest_cluster: ClusterScenario | None
    placebo: PlaceboStudy
    alpha: float
    provenance: Provenance


def figure2(case_set: CaseSet) -> Figure2Study:
    """Compare concessions before and after within types of demand, and test the comparison.

    The article's central inference is that the same demands met more resistance after the change
    of administration, so that the fall is no artefact of a shift towards harder demands. This
    study repeats it exactly and asks which codings, cases, omissions and dependencies it needs.

    Parameters
    ----------
    case_set
        Episodes with a type of demand, a period and a binary outcome; both periods must occur.

    Returns
    -------
    Figure2Study
        Tables, tests and robustness, with provenance.

    Raises
    ------
    InvalidSpecification
        If one of the two periods has no episode.

    References
    ----------
    schoppa1999, gart1970

    Examples
    --------
    >>> from gaiatsu import cases
    >>> case_set = cases.load("schoppa1999")
    >>> study = figure2(case_set)
    >>> study.pooled.cells
    ((8, 0), (1, 6))
    >>> round(study.stratified.p.greater, 4)
    0.0025
    """
    rows = outcomes(case_set)
    tables = stratum_tables(rows)
    pooled = _pooled(tables)
    if not any(one.after for one in rows) or all(one.after for one in rows):
        msg = f"The case set {case_set.id} has no episodes {'before' if rows[0].after else 'after'}."
        raise InvalidSpecification(msg, expected="episodes in both periods")
    clusters = cluster_scenarios(case_set, rows)
    return Figure2Study(
        title=case_set.title,
        episodes=rows,
        tables=tables,
        pooled=pooled,
        rate_before=pooled.before_conceded / sum(pooled.cells[0]),
        rate_after=pooled.after_conceded / sum(pooled.cells[1]),
        stratified=exact_test([table.cells for table in tables]),
        unstratified=exact_test(pooled.cells),
        as_coded=conclusions(rows),
        selection=selection(tables, alpha=ALPHA),
        fragilities=fragility(rows, alpha=ALPHA),
        single_flips=single_flips(rows),
        leave_one_out=leave_one_out(rows),
        leave_one_type_out=leave_one_stratum_out(rows),
        clusters=clusters,
        weakest_cluster=max(clusters, key=lambda one: one.p.stratified_one_sided, default=None),
        placebo=placebo(rows),
        alpha=ALPHA,
        provenance=trace(
            figure2,
            case_input(case_set),
            citations=("schoppa1999", "gart1970", "walsh2014"),
            patches=case_set.applied_patches,
        ),
    )


def outcomes(case_set: CaseSet) -> tuple[Outcome, ...]:
    """Reduce the episodes of a case set to type, date, period and binary outcome, in date order.

    Parameters
    ----------
    case_set
        The set.

    Returns
    -------
    tuple of Outcome
        Sorted by date, ties by id.
    """
    rows = (
        Outcome(
            id=episode.id,
            stratum=str(episode.demand_type.value),
            date=float(episode.date),
            after=str(episode.administration.value) == "after",
            success=bool(episode.conceded.value),
        )
        for episode in case_set.episodes
    )
    return tuple(sorted(rows, key=lambda one: (one.date, one.id)))


def _pooled(tables: tuple[StratumTable, ...]) -> StratumTable:
    return StratumTable(
        "all",
        sum(table.before_conceded for table in tables),
        sum(table.before_refused for table in tables),
        sum(table.after_conceded for table in tables),
        sum(table.after_refused for table in tables),
    )
