"""Whether legitimate, trust-restoring tactics win more in the long run, played out (F12)."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final

import numpy as np

from gaiatsu.dynamics import draw_parameters
from gaiatsu.strategy.evaluate import Assessment, evaluate
from gaiatsu.strategy.library import LIBRARY
from gaiatsu.strategy.patience import patience
from gaiatsu.strategy.payoffs import Stakes
from gaiatsu.studies.falsifiers.findings import Finding, Loaded
from gaiatsu.studies.falsifiers.rules import Status

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["EVEN", "long_run_finding", "long_run_status", "patient_enough"]

SCENARIO: Final = "us-japan"
EVEN: Final = ("default", "sceptical")
"""Prior sets that do not take the article's side, nor the other."""
SIDES: Final = ("article", "materialist")
PLAYED: Final = ("social", "materialist", "materialist-selective")
FIRST, BEYOND = 1978, 10
DRAWS, REPLICATES = 300, 4
REFUTED, SHOWN = 0.5, 0.9


def patient_enough(prior: str, *, seed: int, draws: int = DRAWS) -> tuple[float, float]:
    """Compute how likely a patience below the sender's is enough for the social package.

    Parameters
    ----------
    prior
        Prior set.
    seed
        Seed of the named streams.
    draws
        Sets of parameters.

    Returns
    -------
    tuple of float
        ``P(delta* < delta)`` against the materialist package, and against one that threatens only where the
        expected gain is above zero.

    References
    ----------
    schoppa1999
    """
    return _patient_enough(prior, seed, draws)


@lru_cache(maxsize=16)
def _patient_enough(prior: str, seed: int, draws: int) -> tuple[float, float]:
    from gaiatsu.studies.simulate import find_scenario
    from gaiatsu.studies.simulate.making import apply_parameters, make_setting

    scenario, stakes = find_scenario(SCENARIO), Stakes()
    drawn = draw_parameters(draws, seed=seed, prior_set=prior, replicates=REPLICATES)
    social, *others = evaluate(
        make_setting(scenario),
        apply_parameters(scenario, drawn),
        {name: LIBRARY[name].policy for name in PLAYED},
        seed=seed,
        assessment=Assessment(FIRST, beyond=BEYOND, replicates=REPLICATES, stakes=stakes),
    )
    package, selective = (patience(social.payoffs - one.payoffs).below(stakes.discount) for one in others)
    return package, selective


def long_run_status(chances: Mapping[str, float]) -> Status:
    """Judge F12: whether patience below the sender's is enough for the social package to win.

    Parameters
    ----------
    chances
        ``P(delta* < delta)`` under each prior set that takes no side.

    Returns
    -------
    Status
        Against when it is below one half under every one of them, as the theory says; supported when it is
        beyond nine tenths under every one; otherwise cannot tell.
    """
    if all(chance < REFUTED for chance in chances.values()):
        return Status.AGAINST
    return Status.SUPPORTED if min(chances.values()) > SHOWN else Status.CANNOT_TELL


def long_run_finding(loaded: Loaded) -> Finding | None:
    """Judge F12 by playing the article's two packages: ``None`` for another case set than the article's.

    Parameters
    ----------
    loaded
        What the falsifiers may look at.

    Returns
    -------
    Finding or None
    """
    if loaded.case_set.id != "schoppa1999":
        return None
    found = {name: patient_enough(name, seed=loaded.seed) for name in (*EVEN, *SIDES)}
    even = {name: found[name][0] for name in EVEN}
    listed = ", ".join(f"{found[name][0]:.2f} under the {name} set" for name in (*EVEN, *SIDES))
    error = float(np.sqrt(even["default"] * (1.0 - even["default"]) / DRAWS))
    return Finding(
        long_run_status(even),
        f"Played out in the shipped scenario from {FIRST} under the beliefs before any data, the social "
        "package beats the materialist one from a patience below the sender's with probability "
        f"{listed}. Against a materialist who threatens only where it pays and stretches every deal it is "
        f"{found['default'][1]:.2f}, and hangs on what stretching is worth, which nobody has measured. "
        "gaiatsu advise shows what else it hangs on.",
        number=even["default"],
        threshold=f"against when below {REFUTED:g} under the default and the sceptical set, supported when "
        f"beyond {SHOWN:g} under both",
        details={f"{name}_package": one for name, (one, _) in found.items()}
        | {f"{name}_selective": other for name, (_, other) in found.items()},
        interval=(max(0.0, even["default"] - 2.0 * error), min(1.0, even["default"] + 2.0 * error)),
        data=("events", "dependence table"),
        measure="probability that delta* lies below a discount factor of 0.9, under the default priors",
    )
