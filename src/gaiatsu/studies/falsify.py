"""What would refute the article, and whether the data at hand do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from gaiatsu.context.record import event_record
from gaiatsu.numerics.streams import stream
from gaiatsu.studies.falsifiers.field_findings import ON_FIELD_DATA, read_field_data
from gaiatsu.studies.falsifiers.findings import COMPUTED, Finding, Loaded
from gaiatsu.studies.falsifiers.numbers import ThreatCounts, ground, threat_counts
from gaiatsu.studies.falsifiers.rules import FalsifierThresholds, Status
from gaiatsu.studies.falsifiers.strategies import long_run_finding
from gaiatsu.studies.falsifiers.texts import TEXTS, FalsifierText
from gaiatsu.studies.provenance import Input, Provenance, case_input, trace

if TYPE_CHECKING:
    from gaiatsu.cases import CaseSet
    from gaiatsu.context.panel import Panel
    from gaiatsu.sources import Dataset
    from gaiatsu.studies.figure2 import Figure2Study
    from gaiatsu.studies.rival_records import RivalsStudy
    from gaiatsu.studies.state import StateDraws

__all__ = ["Falsifier", "FalsifyStudy", "Status", "falsify"]


PLAYED_OUT: Final = {"F12": long_run_finding}
"""Falsifiers that need a simulation and no data beyond the article's."""


@dataclass(frozen=True)
class Falsifier:
    """What would refute a claim, and what the loaded data say about it.

    Parameters
    ----------
    id, claims, title, refuted_by, measure, needs
        In words; see `gaiatsu.studies.falsifiers.texts.FalsifierText`.
    status
        What the loaded data give.
    number
        The number behind it; ``None`` where nothing is computed.
    interval
        Its interval, where it has one.
    details
        Other numbers the status rests on, by name.
    threshold
        Where the status would change, in words.
    data
        What was loaded for it.
    why
        Why this status, in a sentence with its numbers.
    leaning
        ``for`` or ``against`` the article where coded cases alone would decide and outcomes that nobody coded
        could undo it; otherwise empty.
    """

    id: str
    claims: tuple[str, ...]
    title: str
    refuted_by: str
    measure: str
    needs: str
    status: Status
    number: float | None
    interval: tuple[float, float] | None
    details: Mapping[str, float]
    threshold: str
    data: tuple[str, ...]
    why: str
    leaning: str = ""


@dataclass(frozen=True)
class FalsifyStudy:
    """Every falsifier with its status.

    Parameters
    ----------
    title
        Title of the case set.
    rows
        F1 to F15.
    loaded
        Data that were read.
    thresholds
        Where the statuses begin.
    provenance
        What the numbers were computed from.
    """

    title: str
    rows: tuple[Falsifier, ...]
    loaded: tuple[str, ...]
    thresholds: FalsifierThresholds
    provenance: Provenance

    def row(self, name: str) -> Falsifier:
        """One falsifier by id."""
        return next(row for row in self.rows if row.id == name)

    @property
    def counts(self) -> dict[str, int]:
        """Number of falsifiers by status, every status named."""
        return {status.value: sum(row.status is status for row in self.rows) for status in Status}


def falsify(
    case_set: CaseSet,
    panel: Panel,
    state: StateDraws,
    rivals: RivalsStudy,
    figure2: Figure2Study,
    *,
    data_dir: Path | str | None = None,
) -> FalsifyStudy:
    """Ask of each claim what would refute it, and whether the loaded data do.

    A theory that nothing could refute explains nothing. Each claim of the article has an observation that
    would count against it; some can be computed from the episodes at hand, most need data that are named.

    Parameters
    ----------
    case_set
        Episodes and dated record.
    panel, state
        The episodes in their setting and the relationship at each.
    rivals
        The study of explanations (F10), whose seed is used here as well.
    figure2
        The like-for-like comparison (F11).
    data_dir
        Folder of external data. With it the falsifiers that sanction cases, careers, national accounts and
        disputes can reach are computed (F3, F4, F5, F8, F9, F13, F14, F15), each as far as its sets are
        there.

    Returns
    -------
    FalsifyStudy
        F1 to F15, each with status, number, threshold and reason.

    References
    ----------
    schoppa1999; kass_raftery1995; kydd2005; powers_altman2023

    Examples
    --------
    >>> from gaiatsu import cases, episode_panel, figure2, rivals, state_study
    >>> case_set = cases.load("schoppa1999")
    >>> panel = episode_panel(case_set)
    >>> state = state_study(case_set, seed=1999, draws=200).state
    >>> alike = figure2(case_set)
    >>> explanations = rivals(case_set, panel, state, seed=1999)  # doctest: +SKIP
    >>> falsify(case_set, panel, state, explanations, alike).counts  # doctest: +SKIP
    {'supported': 1, 'against': 0, 'cannot tell': 6, 'data needed': 8}
    """
    seed = rivals.provenance.seed or 0
    thresholds = FalsifierThresholds()
    data = {} if data_dir is None else read_field_data(data_dir)
    loaded = Loaded(
        case_set=case_set,
        panel=panel,
        state=state,
        record=event_record(case_set),
        rivals=rivals,
        figure2=figure2,
        ground=ground(panel, state, rng=stream(seed, "falsify", "points")),
        threats=_threats(data),
        thresholds=thresholds,
        seed=seed,
        data=data,
        folder=None if data_dir is None else Path(data_dir),
    )
    rows = tuple(_row(text, loaded) for text in TEXTS.values())
    read = tuple(dict.fromkeys(name for row in rows for name in row.data))
    return FalsifyStudy(case_set.title, rows, read, thresholds, _provenance(loaded))


def _threats(data: Mapping[str, Dataset]) -> ThreatCounts | None:
    if "sigint" not in data:
        return None
    table = data["sigint"].table
    columns = ("ccode1", "ccode2", "decade", "concede", "stand_firm", "back_down")
    return threat_counts({name: table[name].to_numpy() for name in columns})


def _row(text: FalsifierText, loaded: Loaded) -> Falsifier:
    ways = (ON_FIELD_DATA.get(text.id), PLAYED_OUT.get(text.id), COMPUTED.get(text.id))
    found = (compute(loaded) for compute in ways if compute)
    finding = next((one for one in found if one is not None), None)
    if finding is None:
        finding = Finding(Status.DATA_NEEDED, f"It takes {text.needs}. None of it is loaded.")
    return Falsifier(**(vars(text) | vars(finding) | {"measure": finding.measure or text.measure}))


def _provenance(loaded: Loaded) -> Provenance:
    inputs = [
        case_input(loaded.case_set),
        case_input(loaded.case_set, "events"),
        *(item for item in loaded.rivals.provenance.inputs if item.name.startswith("series/")),
    ]
    inputs += [Input(data.name, data.digest) for data in loaded.data.values()]
    works = {data.citation for data in loaded.data.values()}
    citations = ("schoppa1999", "kass_raftery1995", "kydd2005", "firebaugh1989", *sorted(works))
    return trace(
        falsify, *inputs, seed=loaded.seed, citations=citations, patches=loaded.case_set.applied_patches
    )
