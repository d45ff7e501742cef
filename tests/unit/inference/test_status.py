"""Every status is a sentence; each is produced in test_laplace, test_posterior or test_penalized."""

from __future__ import annotations

import pytest

from gaiatsu.inference.status import Status


@pytest.mark.parametrize("status", list(Status))
def test_a_status_is_a_sentence(status: Status) -> None:
    assert str(status)[0].isupper()
    assert str(status).endswith(".")


def test_only_convergence_needs_no_caveat() -> None:
    assert [status for status in Status if status.ok] == [Status.CONVERGED]
