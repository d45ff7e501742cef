"""Paths of the cohorts' identities and their weights at the top (eq. 8 and 9), draw by draw."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from gaiatsu.context.elites import cohort_edges, turnover_events
from gaiatsu.context.record import EventRecord
from gaiatsu.context.series import MaterialSeries
from gaiatsu.errors import InvalidSpecification
from gaiatsu.studies.state.settings import StateSettings
from gaiatsu.terms import EventKind
from gaiatsu.theory.material import material_position
from gaiatsu.theory.norm_change.identity import identity_step, plasticity
from gaiatsu.theory.norm_change.seniority import senior_weight, seniority_weights

__all__ = ["DOMAINS", "Cells", "IdentityModel", "identity_model"]

Floats = NDArray[np.float64]

DOMAINS: Final = ("security", "economic")


@dataclass(frozen=True)
class Cells:
    """Weights and identities of every cohort in both domains at some dates.

    Parameters
    ----------
    seniority
        pi_c, the mixture of officials and politicians, shape ``(draw, date, cohort)``.
    domain
        chi and 1 - chi, shape ``(draw, date, 2)``, in the order of ``DOMAINS``.
    identity
        h_c by domain, shape ``(draw, date, 2, cohort)``. A cohort that has not entered carries the imprint it
        will enter with as far as that is known, and no weight.
    """

    seniority: Floats
    domain: Floats
    identity: Floats

    @property
    def by_domain(self) -> Floats:
        """H in each domain, shape ``(draw, date, 2)``."""
        return np.asarray(np.einsum("ntc,ntdc->ntd", self.seniority, self.identity))

    @property
    def hierarchy(self) -> Floats:
        """H in an economic issue, shape ``(draw, date)``."""
        return np.asarray(np.sum(self.domain * self.by_domain, axis=-1))


@dataclass(frozen=True)
class IdentityModel:
    """Everything the hierarchy at a date is computed from.

    Parameters
    ----------
    grid
        Decimal years of the steps.
    unmoved, pulled
        Share of an identity held at the start that is left, and what the pull of the material position has
        added to it, by step: shape ``(draw, step)``.
    imprint
        Imprint of each cohort: shape ``(draw, 2, cohort)``.
    entry
        Step of the grid at which each cohort's identity begins to move.
    edges
        Decimal years that separate the cohorts.
    parameters
        The draws.
    turnover
        Date from which the share of security officials is lower; infinite where it never is.
    """

    grid: Floats
    unmoved: Floats
    pulled: Floats
    imprint: Floats
    entry: NDArray[np.int64]
    edges: Floats
    parameters: Mapping[str, Floats]
    turnover: float

    def at(self, dates: Floats) -> Cells:
        """Weights and identities at dates; each uses only what happened before it."""
        return Cells(self._seniority(dates), self._domain(dates), self._identity(dates))

    def occupation_weight(self, dates: Floats, closed: float) -> Floats:
        """Weight at the top of those in service by the end of the occupation, shape ``(draw, date)``."""
        return self._mixture(
            *(
                np.asarray(senior_weight(closed, dates, mean=mean[:, None], spread=spread[:, None]))
                for mean, spread in self._kernels()
            )
        )

    def _kernels(self) -> list[tuple[Floats, Floats]]:
        return [
            (self.parameters[f"{who}_seniority"], self.parameters[f"{who}_spread"])
            for who in ("official", "politician")
        ]

    def _mixture(self, officials: Floats, politicians: Floats) -> Floats:
        share = self.parameters["official_share"].reshape(-1, *(1,) * (officials.ndim - 1))
        return np.asarray(share * officials + (1.0 - share) * politicians)

    def _seniority(self, dates: Floats) -> Floats:
        return self._mixture(
            *(
                np.asarray(
                    seniority_weights(
                        self.edges, dates, mean=mean[:, None, None], spread=spread[:, None, None]
                    )
                )
                for mean, spread in self._kernels()
            )
        )

    def _domain(self, dates: Floats) -> Floats:
        share, retained = self.parameters["security_share"], self.parameters["security_share_retained"]
        security = share[:, None] * np.where(dates > self.turnover, retained[:, None], 1.0)
        return np.stack([security, 1.0 - security], axis=-1)

    def _identity(self, dates: Floats) -> Floats:
        step = np.searchsorted(self.grid, dates, side="right") - 1
        start = np.minimum(self.entry[None, :], step[:, None])
        left = self.unmoved[:, step, None] / self.unmoved[:, start]
        added = self.pulled[:, step, None] - left * self.pulled[:, start]
        return np.asarray(self.imprint[:, None] * left[:, :, None] + added[:, :, None])


def identity_model(
    dependence: MaterialSeries,
    record: EventRecord,
    *,
    until: float,
    parameters: Mapping[str, Floats],
    settings: StateSettings,
) -> IdentityModel:
    """Compute how identities move from the first year of the dependence series on.

    Parameters
    ----------
    dependence
        Dependence ratio by year; sets the position the economic identity is pulled to.
    record
        Its shocks raise plasticity.
    until
        Last date that will be asked for.
    parameters
        Draws of the parameters of eq. 8 and 9.
    settings
        What is fixed.

    Returns
    -------
    IdentityModel
        Identities of each entry cohort on a grid of dates, a row a draw.

    Raises
    ------
    InvalidSpecification
        The series starts after the last date.
    """
    start = float(np.floor(dependence.years[0]))
    if until <= start:
        msg = f"The dependence series starts in {start:.0f}, after {until:.2f}."
        raise InvalidSpecification(msg, expected="a series that starts before the last episode")
    steps = int(np.ceil((until - start) * settings.steps_per_year)) + 1
    grid = start + np.arange(steps) / settings.steps_per_year
    position = np.asarray(material_position(dependence.at(grid)))
    unmoved, pulled = _paths(position, _plasticity(grid, record, parameters), 1.0 / settings.steps_per_year)
    edges = cohort_edges(
        settings.first_entry, occupation_end=settings.occupation_end, start=start, until=until
    )
    entry = np.concatenate([[0, 0], (np.arange(edges.size - 3)) * settings.steps_per_year])
    turnover = [date for date, name in turnover_events(record) if name == settings.security_turnover]
    return IdentityModel(
        grid=grid,
        unmoved=unmoved,
        pulled=pulled,
        imprint=_imprints(position[entry[2:]], parameters),
        entry=entry,
        edges=edges,
        parameters=parameters,
        turnover=turnover[0] if turnover else np.inf,
    )


def _plasticity(grid: Floats, record: EventRecord, parameters: Mapping[str, Floats]) -> Floats:
    shocks = record.select(EventKind.SHOCK)
    return np.asarray(
        plasticity(
            grid,
            shocks.dates,
            base=parameters["plasticity_base"][:, None],
            jump=parameters["plasticity_shock"][:, None, None] * shocks.weights,
            decay=parameters["shock_decay"][:, None, None],
        )
    )


def _paths(position: Floats, plasticity: Floats, years: float) -> tuple[Floats, Floats]:
    """Follow an identity of 0 and one of 1: eq. 8 is linear, so they give every other path."""
    by_step = np.ascontiguousarray(plasticity.T)
    low, high = np.zeros(by_step.shape), np.ones(by_step.shape)
    for step in range(position.size - 1):
        held = {"position": position[step], "plasticity": by_step[step], "years": years}
        low[step + 1] = identity_step(low[step], **held)
        high[step + 1] = identity_step(high[step], **held)
    return np.ascontiguousarray((high - low).T), np.ascontiguousarray(low.T)


def _imprints(at_entry: Floats, parameters: Mapping[str, Floats]) -> Floats:
    occupation = parameters["imprint_occupation"]
    early = [np.stack([occupation, parameters[f"imprint_alliance_{domain}"]], axis=-1) for domain in DOMAINS]
    later = np.broadcast_to(at_entry, (occupation.size, len(DOMAINS), at_entry.size))
    return np.concatenate([np.stack(early, axis=1), later], axis=-1)
