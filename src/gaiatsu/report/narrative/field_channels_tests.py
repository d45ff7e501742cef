"""The tests of the channel study told: social terms, independence, reputation, place, prediction."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gaiatsu.report.document import Caveat, Column, Prose, Row, Section, Table
from gaiatsu.report.narrative.field_parts import STEP, Cells, Key
from gaiatsu.studies.channels.study import words_at
from gaiatsu.studies.channels.verdicts import INDEPENDENT, PLACE, REPUTATION

if TYPE_CHECKING:
    from gaiatsu.report.trail import Trail

__all__ = [
    "ANSWER",
    "CODING",
    "SAMPLE",
    "SINGLE",
    "TITLES",
    "coefficients",
    "independence",
    "key",
    "p_value",
    "place",
    "reputation",
    "social",
]

CODING, SAMPLE, SINGLE = "published", "decade", "one equilibrium"
SUMMITS = {"likeliest": "Highest summit", SINGLE: "One equilibrium in each game"}
ANSWER = {"supported": "yes", "against": "no", "cannot tell": "cannot tell"}
TITLES = {
    "five-years": "Five years",
    "year": "Years",
    "relevant": "Politically relevant dyads",
    "american": "The United States sends",
}
TERMS = {"hierarchy": "Hierarchy", "legitimacy": "Legitimacy", "trust": "Trust"}
PAYOFFS = {
    "sender_status_quo": "Sender, status quo",
    "sender_prize": "Sender, prize",
    "target_concession": "Target, conceding",
    "sender_stand_firm": "Sender, standing firm",
    "target_stand_firm": "Target, standing firm",
    "sender_back_down": "Sender, backing down",
}
LEAST_PRINTED = 0.0001
DAGGER = "\u2020"
ENDS = {
    "status quo": "No crisis",
    "concession": "Target concedes",
    "stand firm": "Sender stands firm",
    "back down": "Sender backs down",
    "resistance": "Target resists, once challenged",
}


def key(estimator: str, variant: str) -> Key:
    """Find an estimate of the primary sample.

    Parameters
    ----------
    estimator, variant
        Its names.

    Returns
    -------
    Key
    """
    return Key(estimator, CODING, SAMPLE, variant)


def p_value(cells: Cells, each: Key) -> str:
    """Print the p-value of an estimate with its sign.

    Parameters
    ----------
    cells
        Prints the numbers.
    each
        The estimate.

    Returns
    -------
    str
    """
    sign = "" if cells.value(each, "p") < LEAST_PRINTED else "= "
    return f"p {sign}{cells.number(each, 'p', 'p')}"


def coefficients(trail: Trail) -> Section:
    """Tabulate the coefficients where each game has one equilibrium.

    Parameters
    ----------
    trail
        The numbers of the study.

    Returns
    -------
    Section
    """
    cells = Cells(trail)
    full = [one for one in trail.value(STEP, "estimates") if one.variant.startswith("full / ")]
    weak = sum(int(one.details["weak"]) for one in full)
    rows, last = [], ""
    for one in full:
        name = one.variant.partition(" / ")[2]
        payoff, regressor = name.split(": ", 1)
        columns = [
            _cell(cells, Key("nested", CODING, SAMPLE, f"{fit} / {name}"), known=_has(trail, fit, name))
            for fit in ("both", "full")
        ]
        rows.append(Row((_regressor(regressor), *columns), group=PAYOFFS[payoff] if payoff != last else ""))
        last = payoff
    return Section(
        "coefficients",
        "Coefficients",
        "What do the fits say where each game has one equilibrium?",
        f"{weak} of {len(full)} coefficients of the full specification are weakly identified: the "
        "likelihood hardly falls when they move together.",
        (
            Table(
                "coefficients",
                "Coefficients with standard errors clustered by dyad",
                (
                    Column("regressor", "Regressor"),
                    Column("both", "Threat and credibility", "right"),
                    Column("full", "With social terms", "right"),
                ),
                tuple(rows),
                note=f"{DAGGER}: mostly determined by a weakly identified direction; its standard error "
                "means little. No stars: the Hessian is nearly singular. Payoffs in standard "
                "deviations of the private shocks; social terms, reputation and accountability by "
                "standard deviation.",
            ),
        ),
    )


def _has(trail: Trail, fit: str, name: str) -> bool:
    return any(one.variant == f"{fit} / {name}" for one in trail.value(STEP, "estimates"))


def _cell(cells: Cells, each: Key, *, known: bool) -> str:
    if not known:
        return ""
    mark = DAGGER if cells.value(each, "details.weak") else ""
    return f"{cells.number(each, fmt='3f')} ({cells.number(each, 'details.error', '3f')}){mark}"


def _regressor(name: str) -> str:
    plain = name.replace("sqrt(", "root of ").replace(")", "").replace("_", " ")
    return plain[:1].upper() + plain[1:]


def social(trail: Trail) -> Section:
    """Tell what the social terms do.

    Parameters
    ----------
    trail
        The numbers of the study.

    Returns
    -------
    Section
    """
    cells = Cells(trail)
    single, best = key("channel", SINGLE), key("channel", "likeliest")
    resist = key("channel", "outcome: resistance")
    finding = (
        f"Together they improve the fit at either summit ({p_value(cells, single)} and "
        f"{cells.number(best, 'p', 'p')}); their composite is {cells.spread(single, '+2f')} and "
        f"{cells.spread(best, '+3f')}. A standard deviation more of each moves the probability that a "
        f"challenged target resists by {cells.spread(resist)} points."
        if cells.value(single, "p") < 0.05 and cells.value(best, "p") < 0.05
        else f"Their composite is {cells.spread(single, '+2f')} where each game has one equilibrium "
        f"({p_value(cells, single)} for all three) and {cells.spread(best, '+3f')} at the highest summit "
        f"({p_value(cells, best)})."
    )
    reading = Prose(
        "The likelihood ratio asks whether any of the terms matters, in either direction. The composite "
        "asks for the direction of the theory: it is the shift of the target's payoff from conceding when "
        "each term rises by a standard deviation. Terms of opposite sign can pass the first test and fail "
        "the second."
    )
    return Section(
        "social",
        "The social terms",
        "Do hierarchy, legitimacy and trust raise what conceding is worth?",
        finding,
        (reading, _terms(trail), _together(trail), _outcomes(trail)),
    )


def _terms(trail: Trail) -> Table:
    cells, rows = Cells(trail), []
    for which, heading in SUMMITS.items():
        for name, title in TERMS.items():
            each = key("terms", f"{name}: {which}")
            rows.append(
                Row(
                    (
                        title,
                        cells.spread(each, "+3f"),
                        cells.number(each, "p", "p"),
                        cells.number(each, "details.holm", "p"),
                        cells.number(each, "probability", "prob"),
                    ),
                    group=heading if name == "hierarchy" else "",
                )
            )
    return Table(
        "terms",
        "Each term alone added to threat and credibility",
        (
            Column("term", "Term"),
            Column("coefficient", "Coefficient (95% interval)", "right"),
            Column("p", "p", "right"),
            Column("holm", "Adjusted", "right"),
            Column("above", "Above zero", "right"),
        ),
        tuple(rows),
        note="p by likelihood ratio; adjusted by Holm's rule for three. Above zero: probability.",
    )


def _together(trail: Trail) -> Table:
    cells, rows = Cells(trail), []
    for which, heading in SUMMITS.items():
        each = key("channel", which)
        rows.append(
            Row(
                (
                    heading,
                    cells.number(each, "details.statistic", "1f"),
                    cells.number(each, "p", "p"),
                    cells.spread(each, "+3f"),
                    cells.number(each, "details.error", "3f"),
                    cells.number(each, "probability", "prob"),
                    cells.number(each, "details.beyond", "prob"),
                    cells.number(each, "details.agreed", "d"),
                )
            )
        )
    return Table(
        "together",
        "All three terms: test and composite",
        (
            Column("summit", "Summit"),
            Column("statistic", "Ratio", "right"),
            Column("p", "p", "right"),
            Column("composite", "Composite", "right"),
            Column("error", "Clustered error", "right"),
            Column("above", "Above zero", "right"),
            Column("beyond", "Above margin", "right"),
            Column("agreed", "Starts", "right"),
        ),
        tuple(rows),
        note=_disagreement(trail),
    )


def _disagreement(trail: Trail) -> str:
    """Say where the profile and the clustered standard error lead to different words."""
    cells = Cells(trail)
    each = key("channel", SINGLE)
    opening = (
        "Where each game has one equilibrium, intervals and probabilities follow the profile likelihood, "
        "which takes the games of a dyad to be independent; at the highest summit they follow the "
        "clustered error. "
    )
    low, high = (cells.number(each, f"details.clustered_{end}", "+2f") for end in ("low", "high"))
    beyond = cells.number(each, "details.clustered_beyond", "prob")
    return (
        f"{opening}By the clustered error the interval where each game has one equilibrium is {low} to "
        f"{high}, and the probability of exceeding the margin {beyond}."
    )


def _outcomes(trail: Trail) -> Table:
    cells, rows = Cells(trail), []
    for name, title in ENDS.items():
        each = key("channel", f"outcome: {name}")
        fmt = "%1" if name in ("status quo", "resistance") else "%2"
        rows.append(Row((title, cells.number(each, "details.level", fmt), cells.spread(each, fmt))))
    return Table(
        "outcomes",
        "What a standard deviation more of every social term does to outcomes, where each game has one "
        "equilibrium",
        (
            Column("outcome", "Outcome"),
            Column("level", "Mean probability a month", "right"),
            Column("change", "Change (95% interval)", "right"),
        ),
        tuple(rows),
        note="Averaged over games; intervals by the delta method from the clustered covariance.",
    )


def independence(trail: Trail) -> Section:
    """Tell whether social and material terms multiply (F1).

    Parameters
    ----------
    trail
        The numbers of the study.

    Returns
    -------
    Section
    """
    cells = Cells(trail)
    single, best = key("gamma", SINGLE), key("gamma", "likeliest")
    word = words_at(trail.record[STEP], SINGLE, agreed=False)[INDEPENDENT]
    said = {
        "against": "they multiply",
        "supported": "they act independently",
        "cannot tell": "it cannot be told",
    }[word]
    finding = (
        f"Where each game has one equilibrium {said}: gamma {cells.spread(single, '+3f')}, "
        f"{p_value(cells, single)}; at the highest summit {cells.spread(best, '+3f')}, "
        f"{p_value(cells, best)}."
    )
    rows = tuple(
        Row(
            (
                heading,
                cells.spread(key("gamma", which), "+3f"),
                cells.number(key("gamma", which), "p", "p"),
                cells.number(key("gamma", which), "details.slope_low", "+2f"),
                cells.number(key("gamma", which), "details.slope_high", "+2f"),
                cells.number(key("gamma", which), "details.agreed", "d"),
            )
        )
        for which, heading in SUMMITS.items()
    )
    return Section(
        "independence",
        "Independence (F1)",
        "Do social terms work whatever the threat?",
        finding,
        (
            Table(
                "gamma",
                "Social composite times material threat, in the payoff from conceding",
                (
                    Column("summit", "Summit"),
                    Column("gamma", "Gamma", "right"),
                    Column("p", "p", "right"),
                    Column("slope_low", "Weak threat", "right"),
                    Column("slope_high", "Strong threat", "right"),
                    Column("agreed", "Starts", "right"),
                ),
                rows,
                note="Weak and strong threat: slope of the composite at the 10th and 90th percentile of "
                "the target's material stake.",
            ),
            Caveat(
                "The product is one form that an interaction could take. The material threat stands in the "
                "payoff from conceding as well in both fits compared, so that the product does not stand "
                "in for it."
            ),
        ),
    )


def reputation(trail: Trail) -> Section:
    """Tell whether reputation works, and through credibility alone (F2).

    Parameters
    ----------
    trail
        The numbers of the study.

    Returns
    -------
    Section
    """
    cells = Cells(trail)
    single, best = key("reputation", SINGLE), key("reputation", "likeliest")
    word = words_at(trail.record[STEP], SINGLE, agreed=False)[REPUTATION]
    opening = {
        "supported": "it makes threats credible and does nothing else",
        "against": "it does not work as the article has it",
        "cannot tell": "it cannot be told",
    }[word]
    finding = (
        f"Where each game has one equilibrium {opening}: its coefficient in the sender's payoff from "
        f"standing firm is {cells.spread(single, '+3f')}, and the direct path to what conceding is worth "
        f"has {p_value(cells, single)}."
    )
    rows = tuple(
        Row(
            (
                heading,
                cells.spread(each, "+3f"),
                cells.number(each, "probability", "prob"),
                cells.number(each, "details.direct", "+3f"),
                cells.number(each, "p", "p"),
                cells.number(each, "details.agreed", "d"),
            )
        )
        for each, heading in ((best, SUMMITS["likeliest"]), (single, SUMMITS[SINGLE]))
    )
    return Section(
        "reputation",
        "Reputation (F2)",
        "Does a record of following through make threats credible, and nothing else?",
        finding,
        (
            Table(
                "reputation",
                "Reputation of the sender, by standard deviation",
                (
                    Column("summit", "Summit"),
                    Column("through", "Standing firm", "right"),
                    Column("above", "Above zero", "right"),
                    Column("direct", "Conceding, beside it", "right"),
                    Column("p", "p of the direct path", "right"),
                    Column("agreed", "Starts", "right"),
                ),
                rows,
            ),
            Caveat(
                "Reputation is read from threats carried out and dropped. A dropped threat needs a coded "
                "outcome and a carried one does not, and senders that carry out often may be those that "
                "face stubborn targets: a negative coefficient need not mean that resolve is penalized."
            ),
        ),
    )


def _firmness(trail: Trail) -> str:
    low, high = (trail.number(STEP, f"facts.firm_{end}", "2f") for end in ("low", "high"))
    return f"which runs from {low} to {high} in nine games of ten"


def place(trail: Trail) -> Section:
    """Tell where the social terms belong.

    Parameters
    ----------
    trail
        The numbers of the study.

    Returns
    -------
    Section
    """
    cells = Cells(trail)
    single, best = key("misplaced", SINGLE), key("misplaced", "likeliest")
    word = words_at(trail.record[STEP], SINGLE, agreed=False)[PLACE]
    said = {
        "supported": "They fit better where the theory puts them",
        "against": "They fit better where the theory denies them",
        "cannot tell": "The data do not say in which payoff they belong",
    }[word]
    placed = key("placement", "published-social")
    return Section(
        "place",
        "Place",
        "Do the terms belong in the payoff from conceding, or in that from standing firm?",
        f"{said}: the two fits differ by {cells.number(single, fmt='1f')} in log likelihood (Vuong's z = "
        f"{cells.number(single, 'details.z', '+2f')}), and by {cells.number(best, fmt='1f')} at the "
        f"highest summit (z = {cells.number(best, 'details.z', '+2f')}).",
        (
            Prose(
                "A target resists when fighting is worth more than conceding: what raises the one payoff "
                "looks much like what lowers the other. They differ only in how they are weighed by the "
                f"probability that the sender stands firm, {_firmness(trail)}."
            ),
            Prose(
                "With the material threat in the payoff from conceding, where it was published, the "
                f"composite is {cells.spread(placed, '+2f')} ({p_value(cells, placed)} for all three terms)."
            ),
        ),
    )
