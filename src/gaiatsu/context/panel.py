"""The panel of episodes: one row an episode, one column a term of the theory, with sources and digest."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from gaiatsu.context.material import asymmetry_series, material_series
from gaiatsu.errors import MissingData
from gaiatsu.terms import DemandType

if TYPE_CHECKING:
    from gaiatsu.cases import CaseSet, Episode
    from gaiatsu.context.series import MaterialSeries

__all__ = ["DEFAULT_EXPOSURE", "MATERIAL_COLUMNS", "SOCIAL_COLUMNS", "Panel", "episode_panel"]

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Flags = NDArray[np.bool_]

DEFAULT_EXPOSURE: Final[Mapping[DemandType, float]] = {
    DemandType.RESULTS: 1.0,
    DemandType.MACROECONOMIC: 0.5,
    DemandType.RULE: 0.35,
    DemandType.OTHER: 0.5,
}
"""sigma_d: how much of a deal of each type can be stretched, a number most, a rule least."""

MATERIAL_COLUMNS: Final = ("threatened_cost", "linkage", "dependence_ratio", "asymmetry")
"""Columns a rational materialist may read."""

SOCIAL_COLUMNS: Final = (
    "public_posture",
    "unilateral",
    "authorised",
    "target_in_violation",
    "violation_elsewhere",
    "dispute_settlement",
)
"""Columns that enter through their meaning to the parties."""

_CODED: Final = {
    "demand_type": str,
    "administration": str,
    "concession": np.int64,
    "conceded": np.bool_,
    "backlash": np.int64,
    "threatened_cost": np.float64,
    "public_posture": np.float64,
    "unilateral": np.bool_,
    "authorised": np.bool_,
    "linkage": np.float64,
    "target_in_violation": np.bool_,
    "violation_elsewhere": np.bool_,
    "domestic_support": np.float64,
}


@dataclass(frozen=True, eq=False)
class Panel:
    """Episodes in date order, a column an attribute; every column has as many entries as ``ids``.

    Parameters
    ----------
    ids, titles
        Name of each episode in tables and for people.
    year, date
        Calendar year and decimal year in which the outcome was fixed.
    demand_type
        Values of `gaiatsu.terms.DemandType`.
    administration
        Column of the article's comparison, ``before`` or ``after``.
    concession, conceded, backlash
        What the target did: 0-3, the article's yes or no, 0-2.
    threatened_cost, public_posture, linkage
        M, A and L of the tactic, 0-1.
    unilateral, authorised
        U and G; never both.
    target_in_violation, violation_elsewhere
        V and Z.
    domestic_support
        N, 0-1.
    depth
        D: the coded depth divided by 3.
    exposure
        sigma_d, 0-1.
    dependence_ratio, asymmetry
        The target's dependence over the sender's, and a_t.
    dispute_settlement
        DSM_t, 0-1.
    quality
        Quality of the dependence ratio read for each episode.
    clusters
        Groups of episodes that are not independent of each other.
    dependence
        The dependence ratio by year, which the state of the relationship is computed from.
    sources
        For each column, where it comes from.
    """

    ids: tuple[str, ...]
    titles: tuple[str, ...]
    year: Integers
    date: Floats
    demand_type: NDArray[np.str_]
    administration: NDArray[np.str_]
    concession: Integers
    conceded: Flags
    backlash: Integers
    threatened_cost: Floats
    public_posture: Floats
    unilateral: Flags
    authorised: Flags
    linkage: Floats
    target_in_violation: Flags
    violation_elsewhere: Flags
    domestic_support: Floats
    depth: Floats
    exposure: Floats
    dependence_ratio: Floats
    asymmetry: Floats
    dispute_settlement: Floats
    quality: tuple[str, ...]
    clusters: tuple[tuple[str, ...], ...]
    dependence: MaterialSeries
    sources: Mapping[str, str]

    def __post_init__(self) -> None:
        for column in self.columns.values():
            if isinstance(column, np.ndarray):
                column.flags.writeable = False

    def __len__(self) -> int:
        return len(self.ids)

    def __eq__(self, other: object) -> bool:
        """Two panels are equal when they hold the same rows and sources."""
        return isinstance(other, Panel) and self.digest == other.digest

    def __hash__(self) -> int:
        return hash(self.digest)

    @property
    def columns(self) -> dict[str, Any]:
        """Columns by name: everything that has an entry for each episode."""
        shared = ("dependence", "sources")
        return {field.name: getattr(self, field.name) for field in fields(self) if field.name not in shared}

    @property
    def digest(self) -> str:
        """SHA-256 of all rows, columns and sources."""
        parts = [f"{name}={np.asarray(column).tolist()!r}" for name, column in self._plain()]
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()

    @property
    def after(self) -> Flags:
        """Whether each episode falls in the article's later column."""
        return np.asarray(self.administration == "after")

    def take(self, rows: Any) -> Panel:
        """Part of the panel by place or by a mask, in the order given."""
        wanted = np.asarray(rows)
        chosen = np.arange(len(self))[wanted if wanted.size else wanted.astype(int)]
        part: dict[str, Any] = {
            name: column[chosen] if isinstance(column, np.ndarray) else tuple(column[i] for i in chosen)
            for name, column in self.columns.items()
        }
        return Panel(**part, dependence=self.dependence, sources=self.sources)

    def replace(self, **columns: Any) -> Panel:
        """Copy with some columns replaced, for scenarios and for tests of what reads what."""
        return Panel(**{**self.columns, "dependence": self.dependence, "sources": self.sources, **columns})

    def _plain(self) -> list[tuple[str, Any]]:
        plain = [(name, column) for name, column in self.columns.items() if name != "clusters"]
        return [
            *plain,
            ("dependence", [self.dependence.digest]),
            ("clusters", [" ".join(names) for names in self.clusters]),
            ("sources", sorted(f"{name}: {source}" for name, source in self.sources.items())),
        ]


def episode_panel(
    case_set: CaseSet,
    data: Mapping[str, MaterialSeries] | None = None,
    *,
    exposure: Mapping[DemandType, float] = DEFAULT_EXPOSURE,
) -> Panel:
    """Place the episodes of a case set in their setting.

    Parameters
    ----------
    case_set
        The episodes and the record around them.
    data
        External material series; ``dependence_ratio`` replaces the one of the case set.
    exposure
        sigma_d by demand type, 0-1.

    Returns
    -------
    Panel
        A row an episode, in date order (episodes of one date in the order of their ids).

    Raises
    ------
    MissingData
        Neither the case set nor ``data`` holds a dependence ratio.

    Examples
    --------
    >>> from gaiatsu import cases
    >>> panel = episode_panel(cases.load("schoppa1999"))
    >>> len(panel), panel.ids[0], float(panel.dependence_ratio[0])
    (15, 'locomotive-1978', 4.6)
    """
    episodes = sorted(case_set.episodes, key=lambda episode: (episode.date, episode.id))
    material = material_series(case_set, data)
    if "dependence_ratio" not in material:
        msg = f"{case_set.id} has no table of dependence and none was given."
        raise MissingData(msg, todo="Pass data={'dependence_ratio': MaterialSeries(...)}.")
    ratio = material["dependence_ratio"]
    dates = np.asarray([episode.date for episode in episodes], dtype=float)
    return Panel(
        ids=tuple(episode.id for episode in episodes),
        titles=tuple(episode.title for episode in episodes),
        year=np.asarray([episode.year for episode in episodes]),
        date=dates,
        depth=_coded(episodes, "depth", np.float64) / 3.0,
        exposure=np.asarray([exposure[DemandType(episode.demand_type.value)] for episode in episodes]),
        dependence_ratio=ratio.at(dates),
        asymmetry=asymmetry_series(ratio).at(dates),
        dispute_settlement=material["dispute_settlement"].at(dates),
        quality=tuple(quality.value for quality in ratio.quality_at(dates)),
        clusters=tuple(episode.clusters for episode in episodes),
        dependence=ratio,
        sources=_sources(episodes, material),
        **{name: _coded(episodes, name, kind) for name, kind in _CODED.items()},
    )


def _coded(episodes: Sequence[Episode], name: str, kind: Any) -> Any:
    return np.asarray([getattr(episode, name).value for episode in episodes], dtype=kind)


def _sources(episodes: Sequence[Episode], material: Mapping[str, MaterialSeries]) -> dict[str, str]:
    coded = {
        name: "; ".join(sorted({getattr(episode, name).source for episode in episodes}))
        for name in (*_CODED, "depth")
    }
    return {
        **coded,
        "dependence_ratio": material["dependence_ratio"].source,
        "asymmetry": material["dependence_ratio"].source,
        "dispute_settlement": material["dispute_settlement"].source,
        "exposure": "by demand type",
    }
