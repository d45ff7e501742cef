"""The falsifiers in words: the claim, what would refute it, and what data it takes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

__all__ = ["TEXTS", "FalsifierText"]


@dataclass(frozen=True)
class FalsifierText:
    """One falsifier in words.

    Parameters
    ----------
    id
        F1 to F15.
    claims
        Ids of the claims it bears on.
    title
        The claim in a few words.
    refuted_by
        What would refute it.
    measure
        What the number printed beside it is.
    needs
        Data that would decide it, beyond a set of episodes.
    """

    id: str
    claims: tuple[str, ...]
    title: str
    refuted_by: str
    measure: str
    needs: str


_ALL: Final = (
    FalsifierText(
        "F1",
        ("IND",),
        "Social terms work whatever the threat",
        "The social terms' effect on the payoff depends on the size of the credible threat, or is gone "
        "without one.",
        "posterior mean of gamma, the weight of social terms times credible threat",
        "about a hundred demands by many senders, some of them without any threat, with the tactic coded",
    ),
    FalsifierText(
        "F2",
        ("H1",),
        "Reputation works through credibility",
        "A record of following through has no effect by way of credibility, or has one where nothing is "
        "threatened.",
        "log Bayes factor of an effect of reputation beside the threat, with the period taken out",
        "many dyads with a record of threats carried out and dropped, and demands made without a threat",
    ),
    FalsifierText(
        "F3",
        ("H2",),
        "As deference falls, concessions fall",
        "Deference, measured from what elites say and not from what they refuse, falls, and concessions do "
        "not.",
        "shift of concessions as a defended target's votes near the American ones",
        "elite speech on the partner's role coded by year and apart from the negotiations (parliamentary "
        "debates, "
        "policy speeches)",
    ),
    FalsifierText(
        "F4",
        ("H3",),
        "Procedure matters more once the regime is strong",
        "The effect of a tactic's legitimacy on concessions is no larger after 1995 than before.",
        "gain from an institution's backing from 1995 on less the gain before",
        "Section 301 cases from 1975 to about 2010 with graded outcomes and the channel of each threat",
    ),
    FalsifierText(
        "F5",
        ("H3",),
        "Procedure works by legitimacy, not by enforcement",
        "Among threats made through the regime only those gain that a panel could enforce.",
        "share of disputes settled without authorized retaliation in which the defendant complied",
        "regime disputes coded for outcome and for whether the ruling could be enforced",
    ),
    FalsifierText(
        "F6",
        ("H4T", "H4S", "MC1"),
        "The second stretched deal ends trust, and numbers are refused most",
        "The first violation already ends trust or the second does not, or deals on results are not hit "
        "hardest.",
        "probability of the two-strike rule on the dated record",
        "deals of both kinds with what became of each, in several dyads",
    ),
    FalsifierText(
        "F7",
        ("MC2",),
        "A shock loosens identity, which then follows with a lag",
        "Identity moves with the shock and without lag: a step in its level predicts better by a factor of "
        "ten.",
        "Bayes factor of a level that steps with each shock over a plastic course",
        "yearly measures of identity around shocks of several kinds",
    ),
    FalsifierText(
        "F8",
        ("MC3",),
        "Change came with the replacement of elites",
        "Replacement of cohorts carries about none of the change in deference.",
        "share of the change that replacement carries under the priors alone",
        "careers of officials and politicians with their years of entry, and views by cohort",
    ),
    FalsifierText(
        "F9",
        ("H2L",),
        "Deference carries over without a trade across issues",
        "What is gained in one issue by way of the alliance is lost in another.",
        "",
        "sanction cases and alliances (data sets ties, atop); better, concessions on burden sharing and "
        "bases coded beside the economic ones, by year",
    ),
    FalsifierText(
        "F10",
        ("NEC",),
        "The power shift alone was not sufficient",
        "Materialism with a lag fits the outcomes as well as power shift and social change together.",
        "Bayes factor of the conjunction over trade dependence with any lag up to eight years",
        "more episodes; the study of rivals says how many",
    ),
    FalsifierText(
        "F11",
        ("NEC",),
        "Like demands met more refusals after 1992",
        "Concessions to like demands from 1993 on are no rarer than before.",
        "one-sided p-value within types of demand, exact",
        "every demand of both periods, not those that became known by their outcome, to 2000",
    ),
    FalsifierText(
        "F12",
        ("STR",),
        "Legitimate, trust-restoring tactics win more in the long run",
        "A sender of ordinary patience would gain more by leverage and public posture.",
        "probability that the patience it takes lies below the sender's",
        "weights of the terms known well enough to play strategies by; fifteen cases do not give them",
    ),
    FalsifierText(
        "F13",
        ("STR",),
        "A soured context is threatened less",
        "Threats multiply while the context sours, and no lag in the sender's perception explains it.",
        "one-sided p-value of more threats in the 1990s than in the 1970s",
        "counts of threats by dyad and decade (data set sigint), and the threat equation fitted with its lag",
    ),
    FalsifierText(
        "F14",
        ("NEC", "RIV-recession"),
        "The change outlasts the recession",
        "Concessions come back with growth while deference, legitimacy and trust stay low.",
        "concessions in years of growth less those in years without, from 1993 on",
        "graded episodes of this dyad from 1997 to about 2008",
    ),
    FalsifierText(
        "F15",
        ("SCO",),
        "Material power alone decides only between hostile states",
        "The social context does not move concessions between states on amicable terms; or it moves them "
        "between "
        "hostile states too, and no less.",
        "shift by the social index among friends less that among rivals",
        "sanction cases, crises and disputes with the social context of each dyad (the study of scope)",
    ),
)

TEXTS: Final[Mapping[str, FalsifierText]] = MappingProxyType({text.id: text for text in _ALL})
"""The falsifiers by id, in order."""
