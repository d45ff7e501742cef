from __future__ import annotations

import numpy as np

from gaiatsu.estimation.results import Fit, Specification
from gaiatsu.inference.status import Status


def test_estimates_are_found_by_name_and_errors_are_roots_of_the_diagonal() -> None:
    specification = Specification("ordinal", "probit", "penalized", ("trust",), "log-F(1, 1)")
    covariance = np.array([[4.0, 1.0], [1.0, 9.0]])
    fit = Fit(
        specification, None, ("trust", "alpha_1"), np.array([0.5, -1.0]), covariance, -3.0, Status.CONVERGED
    )

    assert fit["alpha_1"] == -1.0
    assert fit.standard_error.tolist() == [2.0, 3.0]
