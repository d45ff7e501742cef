"""Episodes that were really one negotiation, counted once, each plausible coding of it tried."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from gaiatsu.studies.robustness import Conclusions, Outcome, StratumTable, conclusions, merge, stratum_tables

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gaiatsu.cases import CaseSet

__all__ = ["ClusterScenario", "Merger", "cluster_scenarios"]

SEMICONDUCTORS = ("semiconductors-1986", "semiconductors-1991")
AUTOS = ("framework-autos-1995", "auto-parts-1995")
SECTORS = ("framework-telecom-medical-1994", "framework-autos-1995")
FRAMEWORKS = {
    "framework-sectors": SECTORS,
    "framework-sectors-parts": (*SECTORS, "auto-parts-1995"),
    "framework-all": (*SECTORS, "auto-parts-1995", "current-account-1993", "tax-cut-1994"),
}
TITLES = {
    "framework-sectors": "Framework telecommunications/medical and autos as one",
    "framework-sectors-parts": "Framework telecommunications/medical, autos and auto parts as one",
    "framework-all": "Everything asked for in the Framework years, macroeconomic demands included, as one",
}
DOUBLE_ROW = "framework-telecom-medical-1994"


@dataclass(frozen=True)
class Merger:
    """Episodes to be counted as one.

    Parameters
    ----------
    ids
        The episodes; the first gives the merged episode its type of demand.
    success
        How the merged episode is coded.
    """

    ids: tuple[str, ...]
    success: bool


@dataclass(frozen=True)
class ClusterScenario:
    """The comparison under one supposition about what was one negotiation.

    Parameters
    ----------
    id
        Name of the supposition.
    title
        The same for people.
    mergers
        Groups of episodes counted as one, each with the coding given to the group; empty where
        an episode was split instead.
    coded
        "as its members", "refused" or "conceded": how the last group is coded. "as its members"
        stands where the members agree and nothing else is supposed.
    against_members
        Whether some group is coded as none of its members is: a stress test, not a reading of
        the record.
    n
        Episodes left.
    tables
        2x2 tables by type of demand.
    p
        The p-values.
    """

    id: str
    title: str
    mergers: tuple[Merger, ...]
    coded: str
    against_members: bool
    n: int
    tables: tuple[StratumTable, ...]
    p: Conclusions


def cluster_scenarios(case_set: CaseSet, outcomes: Sequence[Outcome]) -> tuple[ClusterScenario, ...]:
    """List the ways in which episodes may not have been independent, and test each.

    An exact test counts episodes as if each had been decided anew. Talks that were conducted
    together, or renewals of one accord, carry less evidence than their number.

    Parameters
    ----------
    case_set
        The set, for the clusters its coders marked.
    outcomes
        Its episodes as compared.

    Returns
    -------
    tuple of ClusterScenario
        First the suppositions named for the article's own episodes, where these are present; then
        each cluster the coders marked, within a period; then combinations.
    """
    named = [one for one in _named() if _present(one[1], outcomes)]
    known = {frozenset(merger.ids) for _, merger in named}
    marked = [one for one in _marked(case_set, outcomes) if frozenset(one[1].ids) not in known]
    single = [_scenario(outcomes, name, (merger,)) for name, merger in (*named, *marked)]
    return (*single, *_combined(outcomes, named), *_split_row(outcomes))


def _named() -> list[tuple[str, Merger]]:
    either = [("autos-1995", AUTOS), *FRAMEWORKS.items()]
    return [
        ("semiconductors-before", Merger(SEMICONDUCTORS, success=True)),
        *((name, Merger(ids, success)) for name, ids in either for success in (False, True)),
    ]


def _marked(case_set: CaseSet, outcomes: Sequence[Outcome]) -> list[tuple[str, Merger]]:
    period = {one.id: one.after for one in outcomes}
    groups: dict[tuple[str, bool], list[str]] = {}
    for episode in case_set.episodes:
        for cluster in episode.clusters:
            groups.setdefault((cluster, period[episode.id]), []).append(episode.id)
    return [
        (f"{cluster}-{'after' if after else 'before'}", Merger(tuple(ids), success))
        for (cluster, after), ids in groups.items()
        if len(ids) > 1
        for success in (False, True)
    ]


def _combined(
    outcomes: Sequence[Outcome], named: Sequence[tuple[str, Merger]]
) -> tuple[ClusterScenario, ...]:
    first = [merger for name, merger in named if name == "semiconductors-before"]
    frameworks = [(name, merger) for name, merger in named if name in FRAMEWORKS]
    return tuple(
        _scenario(outcomes, f"semiconductors-before+{name}", (*first, merger))
        for name, merger in frameworks
        if first
    )


def _split_row(outcomes: Sequence[Outcome]) -> tuple[ClusterScenario, ...]:
    """Count as two the row that the source prints for two sectors."""
    row = next((one for one in outcomes if one.id == DOUBLE_ROW), None)
    if row is None:
        return ()
    doubled = (*outcomes, replace(row, id=f"{row.id}-second-sector"))
    title = "Telecommunications and medical technology, printed in one row, as two episodes"
    return (_tested(f"{row.id}-as-two", title, (), "as its members", doubled),)


def _scenario(outcomes: Sequence[Outcome], name: str, mergers: tuple[Merger, ...]) -> ClusterScenario:
    rows = tuple(outcomes)
    for merger in mergers:
        rows = merge(rows, merger.ids, success=merger.success)
    codings = {one.success for one in outcomes if one.id in mergers[-1].ids}
    last = mergers[-1].success
    agreed = codings == {last}
    coded = "as its members" if agreed else ("conceded" if last else "refused")
    scenario = _tested(name, _title(name), mergers, coded, rows)
    return replace(scenario, against_members=any(_against(outcomes, merger) for merger in mergers))


def _tested(
    name: str, title: str, mergers: tuple[Merger, ...], coded: str, rows: Sequence[Outcome]
) -> ClusterScenario:
    return ClusterScenario(
        id=name,
        title=title,
        mergers=mergers,
        coded=coded,
        against_members=False,
        n=len(rows),
        tables=stratum_tables(rows),
        p=conclusions(rows),
    )


def _against(outcomes: Sequence[Outcome], merger: Merger) -> bool:
    return all(one.success != merger.success for one in outcomes if one.id in merger.ids)


def _present(merger: Merger, outcomes: Sequence[Outcome]) -> bool:
    return set(merger.ids) <= {one.id for one in outcomes}


def _title(name: str) -> str:
    if name.startswith("semiconductors-before+"):
        return f"Semiconductors 1986 and 1991 as one; {_title(name.partition('+')[2])}"
    titles = {
        **TITLES,
        "semiconductors-before": "Semiconductors 1986 and 1991, printed in one row, as one episode",
        "autos-1995": "Framework autos and auto parts 1995 as one negotiation",
    }
    return titles.get(name, f"Episodes marked as one cluster: {name}")
