"""Data and priors of an ordinal model."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from gaiatsu.errors import InvalidSpecification
from gaiatsu.inference.priors import Prior, rescale

__all__ = ["LINKS", "THRESHOLD_PRIORS", "OrdinalDesign", "PriorSet", "check_link"]

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]

LINKS = ("adjacent", "probit", "logit")
"""Adjacent-category logit (the quantal response of eq. 1), ordered probit, ordered (cumulative) logit."""

THRESHOLD_PRIORS = ("threshold_first", "threshold_gap", "threshold_by_demand")
"""Names under which a prior set holds alpha_1, the gaps between thresholds, and alpha_{k,d} - alpha_k."""


def check_link(link: str) -> None:
    """Refuse a link that is not one of the three.

    Raises
    ------
    InvalidSpecification
        If it is unknown.
    """
    if link not in LINKS:
        msg = f"No link is called {link!r}."
        raise InvalidSpecification(msg, expected=" or ".join(LINKS))


@dataclass(frozen=True, eq=False)
class OrdinalDesign:
    """Graded outcomes and the terms that are to account for them.

    Parameters
    ----------
    y
        Grade of each case, 0 to ``categories - 1``.
    X
        Terms, (case, term), signed as in eq. 2 so that a positive weight is the theory's direction.
    terms
        Names of the columns of ``X``.
    categories
        Number of grades.
    group
        Group of each case (its demand type), from 0; ``None`` where thresholds are common to all.
    groups
        Names of the groups.
    weights
        How often each case counts; once when left out.
    cases
        Names of the cases; their position when left out.

    Raises
    ------
    InvalidSpecification
        If lengths, ranges or names do not agree.

    Examples
    --------
    >>> design = OrdinalDesign(np.array([0, 3]), np.array([[0.1], [0.9]]), ("hierarchy",))
    >>> design.cases
    ('0', '1')
    """

    y: IntArray
    X: FloatArray
    terms: tuple[str, ...]
    categories: int = 4
    group: IntArray | None = None
    groups: tuple[str, ...] = ()
    weights: FloatArray | None = None
    cases: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "y", np.asarray(self.y, dtype=np.int64))
        object.__setattr__(self, "X", np.asarray(self.X, dtype=np.float64))
        object.__setattr__(self, "terms", tuple(self.terms))
        object.__setattr__(self, "cases", tuple(self.cases) or tuple(str(i) for i in range(len(self.y))))
        weights = np.ones(len(self.y)) if self.weights is None else np.asarray(self.weights, dtype=np.float64)
        object.__setattr__(self, "weights", weights)
        if self.group is not None:
            group = np.asarray(self.group, dtype=np.int64)
            object.__setattr__(self, "group", group)
            names = tuple(self.groups) or tuple(str(i) for i in range(int(group.max(initial=-1)) + 1))
            object.__setattr__(self, "groups", names)
        self._check()

    @property
    def counts(self) -> FloatArray:
        """How often each case counts."""
        return np.ones(len(self.y)) if self.weights is None else self.weights

    def with_terms(self, X: FloatArray) -> OrdinalDesign:
        """Copy the design with other values of the same terms."""
        return replace(self, X=X)

    def with_outcomes(self, y: IntArray) -> OrdinalDesign:
        """Copy the design with other outcomes of the same cases."""
        return replace(self, y=y)

    def only(self, terms: tuple[str, ...]) -> OrdinalDesign:
        """Copy the design with some of its terms."""
        columns = [self.terms.index(term) for term in terms]
        return replace(self, X=self.X[:, columns], terms=terms)

    def take(self, rows: IntArray) -> OrdinalDesign:
        """Copy the design with some of its cases."""
        group = None if self.group is None else self.group[rows]
        cases = tuple(self.cases[i] for i in rows)
        return replace(
            self, y=self.y[rows], X=self.X[rows], group=group, weights=self.counts[rows], cases=cases
        )

    def _check(self) -> None:
        n = len(self.y)
        low, high = self.y.min(initial=0), self.y.max(initial=0)
        problems = {
            f"{n} outcomes": n > 0,
            f"terms of shape {self.X.shape} for {n} cases": self.X.ndim == 2 and len(self.X) == n,
            f"{self.X.shape[-1]} columns for {len(self.terms)} terms": self.X.shape[-1] == len(self.terms),
            f"terms named twice in {self.terms}": len(set(self.terms)) == len(self.terms),
            "terms that are not finite": bool(np.isfinite(self.X).all()),
            f"{self.categories} categories": self.categories >= 2,
            f"outcomes {low} to {high} in {self.categories} categories": 0 <= low <= high < self.categories,
            f"{len(self.cases)} names for {n} cases": len(self.cases) == n,
            "weights that are negative or too few": len(self.counts) == n and bool((self.counts >= 0).all()),
        }
        if self.group is not None:
            inside = len(self.group) == n and set(self.group.tolist()) <= set(range(len(self.groups)))
            problems[f"groups outside {self.groups}"] = inside
        found = [problem for problem, fine in problems.items() if not fine]
        if found:
            msg = f"The design has {'; '.join(found)}."
            raise InvalidSpecification(
                msg,
                expected="one outcome, one finite row of terms and one group within range for each case",
            )


@dataclass(frozen=True)
class PriorSet:
    """A named set of priors for the weights and thresholds of an ordinal model.

    Parameters
    ----------
    name
        Its name in tables.
    priors
        A prior for each term, and for ``threshold_first`` (alpha_1), ``threshold_gap``
        (alpha_k - alpha_{k-1}) and ``threshold_by_demand`` (alpha_{k,d} - alpha_k).

    Examples
    --------
    >>> from gaiatsu.theory.parameters import PRIOR_SETS
    >>> print(PriorSet("default", PRIOR_SETS["default"])["material"])
    N(1, 1)
    """

    name: str
    priors: Mapping[str, Prior]

    def __post_init__(self) -> None:
        object.__setattr__(self, "priors", MappingProxyType(dict(self.priors)))
        for name in THRESHOLD_PRIORS:
            self[name]

    def __getitem__(self, name: str) -> Prior:
        try:
            return self.priors[name]
        except KeyError:
            msg = f"The prior set {self.name!r} has no prior for {name!r}."
            raise InvalidSpecification(
                msg,
                expected=f"one of {', '.join(self.priors)}",
                todo="Add it with PriorSet.extended.",
            ) from None

    def scaled(self, factor: float, name: str = "") -> PriorSet:
        """Copy the set with every parameter measured in units ``1 / factor`` as large.

        Weights and thresholds of a probit are smaller than a logit's for the same probabilities; a factor
        of sqrt(3)/pi carries beliefs about the one over to the other.

        Examples
        --------
        >>> from gaiatsu.theory.parameters import PRIOR_SETS
        >>> print(PriorSet("default", PRIOR_SETS["default"]).scaled(0.5)["material"])
        N(0.5, 0.5)
        """
        return PriorSet(
            name or self.name, {key: rescale(prior, factor) for key, prior in self.priors.items()}
        )

    def extended(self, **priors: Prior) -> PriorSet:
        """Copy the set with priors for further terms, or other ones for its own."""
        return PriorSet(self.name, {**self.priors, **priors})
