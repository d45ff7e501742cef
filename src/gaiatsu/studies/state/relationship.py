"""The state of the relationship at each episode, from the dated record and draws of the parameters."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from gaiatsu.studies.state.draws import StateDraws
from gaiatsu.studies.state.identities import identity_model
from gaiatsu.studies.state.settings import StateSettings
from gaiatsu.terms import EventKind, Side
from gaiatsu.theory.material import credibility
from gaiatsu.theory.norm_change.reputation import resolve_from_record
from gaiatsu.theory.norm_change.trust import (
    evidence_of_honoring,
    evidence_of_violation,
    trust_from_record,
)
from gaiatsu.theory.parameters import DEFAULT, sample_parameters
from gaiatsu.theory.social import procedural_legitimacy

if TYPE_CHECKING:
    from gaiatsu.context.panel import Panel
    from gaiatsu.context.record import EventRecord
    from gaiatsu.inference.priors import Prior

__all__ = ["STATE_PARAMETERS", "deal_evidence", "relationship_state", "resting_log_odds"]

Floats = NDArray[np.float64]

_UNUSED: Final = ("extra_dyadic_weight", "stake_credibility", "own_cost_credibility")
_GROUPS: Final = ("credibility", "reputation", "trust", "identity", "seniority")
STATE_PARAMETERS: Final = tuple(
    name for name, parameter in DEFAULT.items() if parameter.group in _GROUPS and name not in _UNUSED
)
"""Parameters the state depends on.

The weight of other dyads, of the stake and of the sender's own cost are left out: the record holds this dyad
only, and the episodes are not coded for stake and cost.
"""


def relationship_state(
    panel: Panel,
    record: EventRecord,
    *,
    rng: np.random.Generator,
    draws: int,
    priors: Mapping[str, Prior] | None = None,
    settings: StateSettings | None = None,
) -> StateDraws:
    """Compute the state of the relationship at every episode, with the uncertainty of its parameters.

    An event counts for an episode when it is strictly earlier and does not belong to the episode itself (a
    threat carried out in it, a deal that ended it). Outcomes of episodes never enter; what a party did about
    a deal or a threat enters through the dated record only.

    Parameters
    ----------
    panel
        Episodes in their setting.
    record
        The dated events.
    rng
        Generator for the parameter draws.
    draws
        Number of draws.
    priors
        Priors that replace the defaults.
    settings
        What is fixed.

    Returns
    -------
    StateDraws
        Columns of shape ``(draws, episodes)``.

    References
    ----------
    schoppa1999; kydd2005; josang_ismail2002; kowert_legro1996

    Examples
    --------
    >>> from gaiatsu import cases
    >>> from gaiatsu.context.panel import episode_panel
    >>> from gaiatsu.context.record import event_record
    >>> case_set = cases.load("schoppa1999")
    >>> state = relationship_state(
    ...     episode_panel(case_set), event_record(case_set), rng=np.random.default_rng(1), draws=200
    ... )
    >>> state.hierarchy.shape
    (200, 15)
    """
    fixed = settings or StateSettings()
    parameters = sample_parameters(STATE_PARAMETERS, rng=rng, draws=draws, priors=priors)
    identities = identity_model(
        panel.dependence, record, until=float(panel.date.max()), parameters=parameters, settings=fixed
    )
    resolve = _resolve(panel, record, parameters)
    cells = identities.at(panel.date)
    return StateDraws(
        ids=panel.ids,
        dates=panel.date,
        parameters=parameters,
        resolve=resolve,
        credibility=np.asarray(
            credibility(
                resolve,
                public_posture=panel.public_posture,
                weights=(parameters["posture_credibility"][:, None], 0.0, 0.0),
            )
        ),
        trust_of_sender=_trust(panel, record, parameters, Side.SENDER),
        trust_of_target=_trust(panel, record, parameters, Side.TARGET),
        hierarchy=cells.hierarchy,
        hierarchy_security=cells.by_domain[..., 0],
        hierarchy_economic=cells.by_domain[..., 1],
        legitimacy=_legitimacy(panel, draws),
        occupation_weight=identities.occupation_weight(panel.date, fixed.occupation_end),
        identities=identities,
    )


def deal_evidence(record: EventRecord, parameters: Mapping[str, Floats]) -> Floats:
    """Evidence that each kept or stretched deal gives, shape ``(draw, event)``; 0 for other events.

    Parameters
    ----------
    record
        Dated events.
    parameters
        Draws of the honest-error and cheat rates, 0-1.

    Returns
    -------
    numpy.ndarray
        Log odds gained (kept) or lost (stretched) by each event, weighted as coded.
    """
    honored = [kind is EventKind.AGREEMENT_KEPT for kind in record.kinds]
    stretched = [kind is EventKind.AGREEMENT_STRETCHED for kind in record.kinds]
    rates = parameters["honest_error"][:, None], parameters["cheat_rate"][:, None]
    gained = evidence_of_honoring(rates[0], cheat_rate=rates[1])
    lost = evidence_of_violation(rates[0], cheat_rate=rates[1])
    weights = np.asarray(record.weights)
    return np.asarray(gained * np.asarray(honored) * weights - lost * np.asarray(stretched) * weights)


def resting_log_odds(parameters: Mapping[str, Floats], side: Side) -> Floats:
    """Log odds of the trust that a side rests at in the other's eyes, shape ``(draw,)``.

    Parameters
    ----------
    parameters
        Draws of the resting trust of both sides, 0-1.
    side
        Who is trusted.

    Returns
    -------
    numpy.ndarray
        Log odds to which trust returns when nothing happens.
    """
    trust = parameters[f"resting_trust_of_{side.value}"]
    return np.asarray(np.log(trust) - np.log1p(-trust))


def _own(panel: Panel, record: EventRecord) -> NDArray[np.bool_]:
    """Whether an event belongs to the episode itself, shape ``(episode, event)``."""
    own = [[agreement == name for agreement in record.agreements] for name in panel.ids]
    return np.asarray(own, dtype=bool)


def _trust(panel: Panel, record: EventRecord, parameters: Mapping[str, Floats], side: Side) -> Floats:
    deals = record.select(subject=f"trust_of_{side.value}")
    evidence = deal_evidence(deals, parameters)[:, None, :] * ~_own(panel, deals)
    return np.asarray(
        trust_from_record(
            panel.date,
            deals.dates,
            resting=resting_log_odds(parameters, side)[:, None],
            evidence=evidence,
            memory=parameters["trust_memory"][:, None, None],
        )
    )


def _resolve(panel: Panel, record: EventRecord, parameters: Mapping[str, Floats]) -> Floats:
    threats = (EventKind.THREAT_CARRIED_OUT, EventKind.THREAT_DROPPED)
    promises = (EventKind.AGREEMENT_KEPT, EventKind.AGREEMENT_STRETCHED)
    acts = record.select(*threats, *promises, actor=Side.SENDER)
    kept = np.asarray([kind in (threats[0], promises[0]) for kind in acts.kinds], dtype=float)
    counted = acts.weights * ~_own(panel, acts)
    strength, mean = parameters["resolve_prior_weight"][:, None], parameters["resolve_prior"][:, None]
    return np.asarray(
        resolve_from_record(
            panel.date,
            acts.dates,
            followed_through=counted * kept,
            dropped=counted * (1.0 - kept),
            prior=(strength * mean, strength * (1.0 - mean)),
            memory=parameters["resolve_memory"][:, None, None],
        )
    )


def _legitimacy(panel: Panel, draws: int) -> Floats:
    coded = procedural_legitimacy(
        target_in_violation=panel.target_in_violation.astype(float),
        authorized=panel.authorised.astype(float),
        unilateral=panel.unilateral.astype(float),
        violation_elsewhere=panel.violation_elsewhere.astype(float),
        dispute_settlement=panel.dispute_settlement,
    )
    return np.array(np.broadcast_to(coded, (draws, len(panel))))
