"""Stacks of ordinal posteriors of equal shape, with derivatives written out.

Every step is a linear function of the constrained parameters (weights, first threshold, gaps, departures by
demand type), so one matrix a problem carries the design, and one matrix product gives the steps of all
cases under all draws. Smaller designs are padded: a case of weight zero adds nothing, and a column of zeros
leaves its weight with the prior, so neither changes the evidence.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray

from gaiatsu.errors import InvalidSpecification
from gaiatsu.estimation.ordinal.design import OrdinalDesign, PriorSet, check_link
from gaiatsu.estimation.ordinal.likelihood import case_log_likelihood, step_derivatives
from gaiatsu.estimation.ordinal.totals import adjacent_total, enclosing_rows, logit_total, probit_total
from gaiatsu.inference.priors import Prior, normal
from gaiatsu.inference.table import PriorTable
from gaiatsu.numerics.special import Array

__all__ = ["Layout", "OrdinalTarget", "layout", "stack"]

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]

_UNUSED = normal(0, 1)
_BLOCK = 2**13
"""Cases times draws computed at a time: small products stay in the cache and on one processor."""


@dataclass(frozen=True)
class Layout:
    """Where the parameters of a stack stand.

    Parameters
    ----------
    terms
        Columns for weights, padding included.
    thresholds
        Number of thresholds.
    groups
        Number of groups with departures of their own.
    departures
        Departures a group: one a threshold for the adjacent-category logit; a single shift for the
        cumulative links, whose thresholds must stay in order.
    """

    terms: int
    thresholds: int
    groups: int
    departures: int

    @property
    def dimension(self) -> int:
        """Number of parameters."""
        return self.terms + self.thresholds + self.groups * self.departures

    def weights(self, x: FloatArray) -> FloatArray:
        """Weights of the terms among parameters (..., parameter)."""
        return x[..., : self.terms]

    def cuts(self, x: FloatArray) -> FloatArray:
        """Thresholds alpha_k among parameters: the first, then the first plus gaps."""
        return np.cumsum(x[..., self.terms : self.terms + self.thresholds], axis=-1)

    def by_group(self, x: FloatArray) -> FloatArray:
        """Departures (..., group, threshold) among parameters."""
        tail = x[..., self.terms + self.thresholds :]
        split = tail.reshape(*tail.shape[:-1], self.groups, self.departures)
        return np.broadcast_to(split, (*split.shape[:-1], self.thresholds))


@dataclass(frozen=True, eq=False)
class OrdinalTarget:
    """A stack of ordinal posteriors on the unconstrained scale.

    Parameters
    ----------
    link
        ``"adjacent"``, ``"probit"`` or ``"logit"``.
    layout
        Where the parameters stand.
    design
        Steps as linear functions of the parameters, (problem, step * case, parameter).
    y
        Grades, (problem, case).
    counts
        Weights of the cases, (problem, case).
    priors
        Priors, a row a problem.
    ends
        The rows of ``design`` that enclose each case's grade, (problem, 2 * case, parameter); empty for the
        adjacent-category logit.
    """

    link: str
    layout: Layout
    design: FloatArray
    y: IntArray
    counts: FloatArray
    priors: PriorTable
    ends: FloatArray

    @property
    def problems(self) -> int:
        """Number of posteriors."""
        return len(self.y)

    @property
    def dimension(self) -> int:
        """Number of unconstrained parameters."""
        return self.layout.dimension

    def constrain(self, points: FloatArray) -> FloatArray:
        """Parameters that belong to unconstrained points (problem, draw, parameter)."""
        return np.asarray(self.priors.constrain(points), dtype=np.float64)

    def case_log_likelihood(self, points: FloatArray, index: IntArray) -> FloatArray:
        """Log likelihood of each case, (problem, draw, case), before weighting."""
        x = self.priors.rows(index).constrain(points)
        steps = np.matmul(x, np.swapaxes(self.design[index], 1, 2))
        return np.asarray(case_log_likelihood(self.link, self._split(steps), self.y[index][:, None, :]))

    def log_density(self, points: FloatArray, index: IntArray) -> FloatArray:
        """Log posterior up to the evidence, (problem, draw)."""
        x = np.asarray(self.priors.rows(index).constrain(points))
        block = max(1, _BLOCK // (len(index) * self.y.shape[1]))
        parts = [self._total(x[:, i : i + block], index) for i in range(0, x.shape[1], block)]
        return np.asarray(np.concatenate(parts, axis=1) + self.priors.rows(index).log_density(points))

    def derivatives(self, points: FloatArray, index: IntArray) -> tuple[FloatArray, FloatArray, FloatArray]:
        """Value, gradient and Hessian at one point a problem."""
        table, design, counts = self.priors.rows(index), self.design[index], self.counts[index]
        problems, rows, size = design.shape
        x = np.asarray(table.constrain(points))
        steps = np.einsum("prd,pd->pr", design, x).reshape(problems, self.layout.thresholds, -1)
        inner, curve = step_derivatives(self.link, steps, self.y[index])
        inner, curve = inner * counts[:, None, :], curve * counts[:, None, None, :]
        gradient = np.einsum("prd,pr->pd", design, inner.reshape(problems, rows))
        by_step = design.reshape(problems, self.layout.thresholds, -1, size)
        turned = np.einsum("pabn,pbnd->pand", curve, by_step).reshape(problems, rows, size)
        hessian = np.matmul(np.swapaxes(design, 1, 2), turned)
        slope, bend, prior_gradient, prior_curve = table.derivatives(points)
        hessian = hessian * slope[:, :, None] * slope[:, None, :]
        diagonal = np.arange(size)
        hessian[:, diagonal, diagonal] += bend * gradient + prior_curve
        return self._value(steps, points, index), gradient * slope + prior_gradient, hessian

    def potential(self, problem: int) -> Callable[[Array], Array]:
        """Minus the log density of one problem, for JAX."""
        return partial(_potential, self, np.asarray([problem]))

    def _total(self, x: FloatArray, index: IntArray) -> FloatArray:
        """Log likelihood under constrained parameters, (problem, draw)."""
        y, counts, last = self.y[index], self.counts[index], self.layout.thresholds
        shape = (*x.shape[:2], -1, y.shape[1])
        total: FloatArray | None
        if self.link == "adjacent":
            steps = np.matmul(x, np.swapaxes(self.design[index], 1, 2))
            total = adjacent_total(steps.reshape(shape), y, counts)
        else:
            ends = np.matmul(x, np.swapaxes(self.ends[index], 1, 2)).reshape(shape)
            gaps = x[..., self.layout.terms + 1 : self.layout.terms + last]
            logit = self.link == "logit"
            total = logit_total(ends, gaps, y, counts) if logit else probit_total(ends, y, counts, last=last)
        if total is None:
            steps = np.matmul(x, np.swapaxes(self.design[index], 1, 2))
            cases = np.asarray(case_log_likelihood(self.link, self._split(steps), y[:, None, :]))
            total = np.einsum("psn,pn->ps", cases, counts)
        return total

    def _value(self, steps: FloatArray, points: FloatArray, index: IntArray) -> FloatArray:
        columns = [steps[:, k, :] for k in range(self.layout.thresholds)]
        cases = np.asarray(case_log_likelihood(self.link, columns, self.y[index]))
        prior = np.asarray(self.priors.rows(index).log_density(points[:, None, :]))[:, 0]
        return np.asarray((cases * self.counts[index]).sum(axis=1) + prior)

    def _split(self, steps: Array) -> list[Array]:
        n = self.y.shape[1]
        return [steps[..., k * n : (k + 1) * n] for k in range(self.layout.thresholds)]


def stack(
    link: str, designs: Sequence[OrdinalDesign], priors: Sequence[PriorSet], *, terms: int | None = None
) -> OrdinalTarget:
    """Gather designs and their priors into one stack of posteriors.

    Parameters
    ----------
    link
        ``"adjacent"``, ``"probit"`` or ``"logit"``.
    designs
        One a problem, all with the same categories and groups.
    priors
        One prior set a problem.
    terms
        Columns to pad to; the widest design's when left out.

    Returns
    -------
    OrdinalTarget
        One posterior a design.

    Raises
    ------
    InvalidSpecification
        If designs do not fit into one stack.
    """
    check_link(link)
    place = layout(link, designs, terms)
    n = max(len(design.y) for design in designs)
    y = np.stack([_pad(design.y, n) for design in designs])
    counts = np.stack([_pad(design.counts, n) for design in designs])
    table = PriorTable.of([_prior_row(*pair, place) for pair in zip(designs, priors, strict=True)])
    steps = _steps(designs, place, n)
    flat = steps.reshape(len(designs), place.thresholds * n, place.dimension)
    ends = enclosing_rows(steps, y).reshape(len(designs), 2 * n, -1) if link != "adjacent" else flat[:, :0]
    return OrdinalTarget(link, place, flat, y, counts, table, ends)


def layout(link: str, designs: Sequence[OrdinalDesign], terms: int | None = None) -> Layout:
    """Find the places of the parameters that a stack of designs needs.

    Parameters
    ----------
    link
        ``"adjacent"``, ``"probit"`` or ``"logit"``.
    designs
        One a problem.
    terms
        Columns to pad to at least.

    Returns
    -------
    Layout

    Raises
    ------
    InvalidSpecification
        If there is no design, or their categories or groups differ.
    """
    shapes = {(design.categories, len(design.groups)) for design in designs}
    if len(shapes) != 1:
        msg = f"Designs with {len(shapes)} different numbers of categories and groups cannot be stacked."
        raise InvalidSpecification(
            msg,
            expected="at least one design, all with the same categories and groups",
        )
    categories, groups = shapes.pop()
    widest = max(design.X.shape[1] for design in designs)
    return Layout(
        max(widest, terms or 0), categories - 1, groups, categories - 1 if link == "adjacent" else 1
    )


def _steps(designs: Sequence[OrdinalDesign], place: Layout, n: int) -> FloatArray:
    matrix = np.zeros((len(designs), place.thresholds, n, place.dimension))
    for problem, design in enumerate(designs):
        cases, columns = design.X.shape
        matrix[problem, :, :cases, :columns] = design.X
        for k in range(place.thresholds):
            matrix[problem, k, :cases, place.terms : place.terms + k + 1] = -1.0
            if design.group is not None:
                first = place.terms + place.thresholds
                column = first + design.group * place.departures + k % place.departures
                matrix[problem, k, np.arange(cases), column] = -1.0
    return matrix


def _prior_row(design: OrdinalDesign, priors: PriorSet, place: Layout) -> list[Prior]:
    row = [priors[term] for term in design.terms]
    row += [_UNUSED] * (place.terms - len(row))
    row += [priors["threshold_first"]] + [priors["threshold_gap"]] * (place.thresholds - 1)
    return row + [priors["threshold_by_demand"]] * (place.groups * place.departures)


def _pad(values: NDArray[np.generic], length: int) -> NDArray[np.generic]:
    return np.concatenate([values, np.zeros(length - len(values), dtype=values.dtype)])


def _potential(target: OrdinalTarget, index: IntArray, point: Array) -> Array:
    import jax.numpy as jnp

    table = target.priors.rows(index)
    points = point[None, None, :]
    steps = jnp.matmul(table.constrain(points), np.swapaxes(target.design[index], 1, 2))
    cases = case_log_likelihood(target.link, target._split(steps), target.y[index][:, None, :])  # noqa: SLF001
    likelihood = jnp.sum(cases * target.counts[index][:, None, :])
    return -(likelihood + table.log_density(points)[0, 0])
