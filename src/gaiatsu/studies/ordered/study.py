"""The study: every link under every named prior set, with penalized maximum likelihood beside it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

from gaiatsu.context.panel import episode_panel
from gaiatsu.context.record import event_record
from gaiatsu.estimation.ordinal import fit_penalized, separation
from gaiatsu.numerics.streams import stream
from gaiatsu.studies.ordered.cells import fit_cell
from gaiatsu.studies.ordered.collinearity import collinearity
from gaiatsu.studies.ordered.materials import CAUSES, Materials, materials
from gaiatsu.studies.ordered.predictive import predictive_row
from gaiatsu.studies.ordered.records import (
    OrderedSettings,
    OrderedStudy,
    PenalizedRow,
    PenalizedShift,
    TermMeans,
)
from gaiatsu.studies.provenance import Input, Provenance, case_input, trace
from gaiatsu.studies.state import StateDraws, relationship_state, terms

if TYPE_CHECKING:
    from gaiatsu.cases import CaseSet
    from gaiatsu.context.panel import Panel
    from gaiatsu.context.series import MaterialSeries

__all__ = ["ordered_models"]


def ordered_models(
    case_set: CaseSet,
    *,
    seed: int,
    state: StateDraws | None = None,
    data: Mapping[str, MaterialSeries] | None = None,
    settings: OrderedSettings | None = None,
) -> OrderedStudy:
    """Fit ordered models to a case set and ask how far the social terms moved its outcomes.

    The question of the article, whether target and sender's social context made concessions stop, is put to
    all three links and all prior sets at once. The answer is the composite social shift: with 15 episodes
    in which the causes moved together, no single weight can be told from its neighbors.

    Parameters
    ----------
    case_set
        Episodes and their dated record.
    seed
        Seed of all draws.
    state
        The relationship's state at each episode; computed when left out.
    data
        External material series, as for the panel.
    settings
        How much is computed.

    Returns
    -------
    OrderedStudy
        Prior predictive, composite shift with attribution, weights with what the data changed about them,
        penalized estimates, diagnostics, collinearity.

    Raises
    ------
    InvalidSpecification
        If the case set has no episodes before or none after.

    References
    ----------
    schoppa1999, mckelvey_palfrey1995, vehtari2024, plummer2015, greenland_mansournia2015

    Examples
    --------
    >>> from gaiatsu import cases
    >>> from gaiatsu.studies.ordered import OrderedSettings
    >>> case_set = cases.load("schoppa1999")
    >>> small = OrderedSettings(
    ...     links=("adjacent",), prior_sets=("default",), state_draws=2, draws=50, plug_in_draws=100
    ... )
    >>> study = ordered_models(case_set, seed=1999, settings=small)
    >>> [(shift.link, shift.prior) for shift in study.shifts]
    [('adjacent', 'default')]
    """
    chosen = settings or OrderedSettings()
    panel = episode_panel(case_set, data)
    drawn = state or relationship_state(
        panel, event_record(case_set), rng=stream(seed, "state"), draws=max(chosen.state_draws, 500)
    )
    given = materials(panel, terms(panel, drawn), state_draws=chosen.state_draws)
    models = [(link, name) for link in chosen.links for name in chosen.prior_sets]
    predictive = tuple(predictive_row(given.plug_in, link, name, seed=seed) for link, name in models)
    cells = {
        f"{row.link}/{row.prior}": fit_cell(given, row.link, row, settings=chosen, seed=seed)
        for row in predictive
    }
    penalized = [_penalized(given, link) for link in chosen.links]
    return OrderedStudy(
        predictive=predictive,
        means=_means(given),
        collinearity=collinearity(given.plug_in.X, given.terms),
        causes=collinearity(given.plug_in.only(CAUSES).X, CAUSES),
        shifts=tuple(cell.shift for cell in cells.values()),
        attributions=tuple(row for cell in cells.values() for row in cell.attributions),
        coefficients=tuple(row for cell in cells.values() for row in cell.coefficients),
        penalized=tuple(row for rows, _ in penalized for row in rows),
        penalized_shifts=tuple(shift for _, shift in penalized),
        reliability=tuple(cell.reliability for cell in cells.values()),
        draws={key: cell.draws for key, cell in cells.items()},
        settings=chosen,
        provenance=_provenance(case_set, panel, seed),
    )


def _means(given: Materials) -> tuple[TermMeans, ...]:
    low, high = np.quantile(given.change, (0.05, 0.95), axis=0)
    before, change = given.before.mean(axis=0), given.change.mean(axis=0)
    return tuple(
        TermMeans(
            term,
            bool(given.social[j]),
            float(before[j]),
            float(before[j] + change[j]),
            float(change[j]),
            float(low[j]),
            float(high[j]),
        )
        for j, term in enumerate(given.terms)
    )


def _penalized(given: Materials, link: str) -> tuple[tuple[PenalizedRow, ...], PenalizedShift]:
    """Fit the terms that vary; a constant one cannot be told from the thresholds without a prior."""
    varying = tuple(term for j, term in enumerate(given.terms) if given.plug_in.X[:, j].std() > 1e-12)
    design = given.plug_in.only(varying)
    fit = fit_penalized(design, link)
    change = given.change.mean(axis=0)
    contrast = np.zeros(len(fit.names))
    for j, term in enumerate(given.terms):
        if given.social[j] and term in varying:
            contrast[fit.names.index(term)] = change[j]
    error = float(np.sqrt(contrast @ fit.covariance @ contrast))
    rows = tuple(
        PenalizedRow(link, name, float(value), float(spread))
        for name, value, spread in zip(fit.names, fit.estimate, fit.standard_error, strict=True)
    )
    shift = float(contrast @ fit.estimate)
    found = separation(design, link)
    return rows, PenalizedShift(link, shift, error, fit.log_likelihood, found, str(fit.status))


def _provenance(case_set: CaseSet, panel: Panel, seed: int) -> Provenance:
    inputs = (
        case_input(case_set, "episodes"),
        case_input(case_set, "events"),
        Input(f"dependence: {panel.dependence.source}", panel.dependence.digest),
    )
    citations = (
        "schoppa1999",
        "mckelvey_palfrey1995",
        "vehtari2024",
        "plummer2015",
        "greenland_mansournia2015",
    )
    return trace(ordered_models, *inputs, seed=seed, citations=citations, patches=case_set.applied_patches)
