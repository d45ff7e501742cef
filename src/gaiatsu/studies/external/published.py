"""Findings published elsewhere, beside what the theory implies about each."""

from __future__ import annotations

from typing import Final

from gaiatsu.studies.external.comparison import Comparison, measured
from gaiatsu.studies.external.implications import (
    cost_effect,
    dependence_effect,
    legitimacy_effect,
    legitimacy_growth,
    reactance_effect,
    repeat_effect,
    reputation_effect,
)
from gaiatsu.studies.external.records import Evidence, Origin

__all__ = ["PUBLISHED"]

SUPPORTED, NULL = 0.975, 0.5
"""Certainty given to a finding published as significant, and to one published as null."""
AUTHORIZED: Final = "an authorized against a unilateral threat, under GATT"

PUBLISHED: Final = (
    Comparison(
        "legitimacy-gap",
        "Section 301 concessions, unilateral against multilateral, 1975-94, 106 cases",
        "43.8 % -> 88.0 %",
        Origin.PUBLISHED,
        "pelc2010",
        ("H3", "beta_L"),
        AUTHORIZED,
        legitimacy_effect,
        measured(
            Evidence(1, SUPPORTED, 0.442), "Targets concede twice as often once the case is multilateral."
        ),
    ),
    Comparison(
        "legitimacy-effect",
        "Effect of illegitimacy on concessions, all years, costs held constant",
        "more than 34 points less; full concession +39.3",
        Origin.PUBLISHED,
        "pelc2010",
        ("H3", "beta_L"),
        AUTHORIZED,
        legitimacy_effect,
        measured(Evidence(1, SUPPORTED, 0.34), "An illegitimate threat wins less at the same cost."),
    ),
    Comparison(
        "legitimacy-timing",
        "When unilateral and multilateral cases differ more: before or after the WTO",
        "before",
        Origin.PUBLISHED,
        "pelc2010",
        ("H3", "F4"),
        "the gain from authorization after 1995 less the gain before",
        legitimacy_growth,
        measured(Evidence(-1, SUPPORTED), "The gap narrowed once disputes could be settled."),
    ),
    Comparison(
        "resistance-pays",
        "Unilateral measures met within five years by targets that resisted one",
        "-25 %",
        Origin.PUBLISHED,
        "pelc2010",
        ("H3", "eq. 4"),
        "the chance of a threat when the sender expects a quarter less concession",
        repeat_effect,
        measured(
            Evidence(-1, SUPPORTED),
            "The study reads it as a signal to the sender, a rival mechanism that implies the same sign: "
            "the row does not choose between the two.",
        ),
    ),
    Comparison(
        "recent-back-down",
        "Acquiescence after a recent back-down of the sender, U.S. threats, 1971-2000",
        "lower",
        Origin.PUBLISHED,
        "peterson2013",
        ("H1", "eq. 3", "eq. 6"),
        "concessions after one more back-down",
        reputation_effect,
        measured(Evidence(-1, SUPPORTED), "Dropped threats lower what the next one wins."),
    ),
    Comparison(
        "no-information-effect",
        "Resolve revealed by threats, as an explanation of their success",
        "no evidence for it",
        Origin.PUBLISHED,
        "whang2013",
        ("H1", "eq. 3"),
        "concessions after one more back-down",
        reputation_effect,
        measured(Evidence(-1, NULL), "A null finding does not decide; it is no support for H1 either."),
    ),
    Comparison(
        "dependence-coerces",
        "Target's dependence, as an explanation of the success of threats",
        "robust support",
        Origin.PUBLISHED,
        "whang2013",
        ("RIV", "beta_M"),
        "concessions under full against slight asymmetry of dependence",
        dependence_effect,
        measured(Evidence(1, SUPPORTED), "Materialism predicts it too."),
    ),
    Comparison(
        "threat-or-nature",
        "Concessions to a threat against the same costs without a threat, two experiments",
        "fewer to the threat",
        Origin.PUBLISHED,
        "powers2023",
        ("IND", "beta_0"),
        "threatened against natural costs",
        reactance_effect,
        measured(
            Evidence(-1, SUPPORTED), "Being threatened costs concessions that no material payoff explains."
        ),
    ),
    Comparison(
        "institutions-succeed",
        "Involvement of international institutions, every stage, all specifications",
        "raises success",
        Origin.PUBLISHED,
        "bapat2013",
        ("H3", "beta_L"),
        AUTHORIZED,
        legitimacy_effect,
        measured(Evidence(1, SUPPORTED), "Sanctions with an institution behind them succeed more."),
    ),
    Comparison(
        "costs-succeed",
        "Severe costs to the target, every stage, all specifications",
        "raise success",
        Origin.PUBLISHED,
        "bapat2013",
        ("RIV", "beta_M"),
        "concessions under severe against light threatened costs",
        cost_effect,
        measured(Evidence(1, SUPPORTED), "Materialism predicts it too."),
    ),
)
"""Findings that need no data to be laid beside the theory."""
