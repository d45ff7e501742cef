"""What would refute the article, and whether the data at hand do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gaiatsu.context.record import event_record
from gaiatsu.numerics.streams import stream
from gaiatsu.studies.falsifier_findings import COMPUTED, Finding, Loaded
from gaiatsu.studies.falsifier_numbers import ThreatCounts, ground, threat_counts
from gaiatsu.studies.falsifier_rules import FalsifierThresholds, Status
from gaiatsu.studies.falsifier_texts import TEXTS, FalsifierText
from gaiatsu.studies.provenance import Input, Provenance, case_input, rows_digest, trace

if TYPE_CHECKING:
    from pathlib import Path

    from gaiatsu.cases import CaseSet
    from gaiatsu.context.panel import Panel
    from gaiatsu.studies.figure2 import Figure2Study
    from gaiatsu.studies.rival_records import RivalsStudy
    from gaiatsu.studies.state import StateDraws

__all__ = ["Falsifier", "FalsifyStudy", "Status", "falsify"]


@dataclass(frozen=True)
class Falsifier:
    """What would refute a claim, and what the loaded data say about it.

    Parameters
    ----------
    id, claims, title, refuted_by, measure, needs
        In words; see `gaiatsu.studies.falsifier_texts.FalsifierText`.
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


@dataclass(frozen=True)
class FalsifyStudy:
    """Every falsifier with its status.

    Parameters
    ----------
    title
        Title of the case set.
    rows
        F1 to F14.
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
        Folder of external data; with the data set ``sigint`` in it, threats by decade are counted (F13).

    Returns
    -------
    FalsifyStudy
        F1 to F14, each with status, number, threshold and reason.

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
    {'supported': 1, 'against': 0, 'cannot tell': 5, 'data needed': 8}
    """
    seed = rivals.provenance.seed or 0
    thresholds = FalsifierThresholds()
    loaded = Loaded(
        case_set=case_set,
        panel=panel,
        state=state,
        record=event_record(case_set),
        rivals=rivals,
        figure2=figure2,
        ground=ground(panel, state, rng=stream(seed, "falsify", "points")),
        threats=None if data_dir is None else _threats(data_dir),
        thresholds=thresholds,
        seed=seed,
    )
    rows = tuple(_row(text, loaded) for text in TEXTS.values())
    read = tuple(dict.fromkeys(name for row in rows for name in row.data))
    return FalsifyStudy(case_set.title, rows, read, thresholds, _provenance(loaded))


def _threats(data_dir: Path | str) -> ThreatCounts | None:
    from gaiatsu import sources

    folder = sources.data_folder(data_dir)
    if "sigint" not in sources.available(folder):
        return None
    table = sources.read("sigint", folder).table
    columns = ("ccode1", "ccode2", "decade", "concede", "stand_firm", "back_down")
    return threat_counts({name: table[name].to_numpy() for name in columns})


def _row(text: FalsifierText, loaded: Loaded) -> Falsifier:
    compute = COMPUTED.get(text.id)
    finding = None if compute is None else compute(loaded)
    if finding is None:
        finding = Finding(Status.DATA_NEEDED, f"It takes {text.needs}. None of it is loaded.")
    return Falsifier(**vars(text), **vars(finding))


def _provenance(loaded: Loaded) -> Provenance:
    inputs = [
        case_input(loaded.case_set),
        case_input(loaded.case_set, "events"),
        *(item for item in loaded.rivals.provenance.inputs if item.name.startswith("series/")),
    ]
    if loaded.threats is not None:
        inputs.append(Input("sigint: threats by decade", rows_digest(dict(loaded.threats.by_decade))))
    citations = ("schoppa1999", "kass_raftery1995", "kydd2005", "firebaugh1989")
    return trace(
        falsify, *inputs, seed=loaded.seed, citations=citations, patches=loaded.case_set.applied_patches
    )
