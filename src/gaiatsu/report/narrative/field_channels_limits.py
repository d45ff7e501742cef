"""Limits of the channel study: error in the proxies, clusters, priors, power, and what the terms measure."""

from __future__ import annotations

from math import isfinite
from typing import TYPE_CHECKING

from gaiatsu.report.document import Caveat, Chart, Column, Points, Row, Section, Table
from gaiatsu.report.figures.lines import Line, LinePlot, Mark, lines
from gaiatsu.report.narrative.field_parts import STEP, Cells, Key
from gaiatsu.report.narrative.wording import agree

if TYPE_CHECKING:
    from gaiatsu.report.trail import Trail

__all__ = ["clustering", "error", "power", "priors", "weak_points"]

CODING, SAMPLE = "published", "decade"
SETS = ("default", "sceptical", "article", "materialist")


def _key(estimator: str, variant: str) -> Key:
    return Key(estimator, CODING, SAMPLE, variant)


def _variants(trail: Trail, estimator: str) -> list[str]:
    return [one.variant for one in trail.value(STEP, "estimates") if one.estimator == estimator]


def error(trail: Trail) -> Section:
    """Tell what error in the proxies may hide.

    Parameters
    ----------
    trail
        The numbers of the study.

    Returns
    -------
    Section
    """
    cells = Cells(trail)
    rows = tuple(
        Row(
            (
                cells.number(_key("errors", name), "details.reliability_trust", "1f"),
                cells.number(_key("errors", name), "details.naive", "+2f"),
                cells.spread(_key("errors", name), "+2f"),
                cells.number(_key("errors", name), "details.lost", "d"),
            )
        )
        for name in _variants(trail, "errors")
    )
    values = [cells.value(_key("errors", name)) for name in _variants(trail, "errors")]
    first = _key("errors", _variants(trail, "errors")[0])
    low, high = (f"{end:+.3f}".replace("-", "\u2212") for end in (min(values), max(values)))
    h, l_ = (cells.number(first, f"details.reliability_{name}", "2f") for name in ("hierarchy", "legitimacy"))
    return Section(
        "errors",
        "Error in the proxies",
        "Could noise in the measures hide an effect?",
        f"Extrapolated to measures without error the composite would be {low} to {high}, by what "
        "reliability trust is given."
        if all(map(isfinite, values))
        else "The extrapolation found no answer for some reliabilities of trust.",
        (
            Table(
                "errors",
                "Composite had the indices no error",
                (
                    Column("trust", "Reliability of trust", "right"),
                    Column("naive", "As measured", "right"),
                    Column("corrected", "Extrapolated (95% interval)", "right"),
                    Column("lost", "Climbs lost", "right"),
                ),
                rows,
                note=f"Simulation and extrapolation by a parabola; reliability of hierarchy {h}, of "
                f"legitimacy {l_}. Lost: remeasured data whose climb did not end where each game has "
                "one equilibrium.",
            ),
        ),
    )


def clustering(trail: Trail) -> Section:
    """Tell how the standard error of the composite depends on what is not independent.

    Parameters
    ----------
    trail
        The numbers of the study.

    Returns
    -------
    Section
    """
    cells = Cells(trail)
    names = {"dyad": "By dyad", "target": "By target", "bootstrap": "Dyads resampled"}
    errors = [cells.value(_key("clusters", name), "details.error") for name in names]
    finding = "It could not be computed."
    if all(map(isfinite, errors)):
        smallest, largest = (
            cells.number(_key("clusters", list(names)[errors.index(end)]), "details.error", "2f")
            for end in (min(errors), max(errors))
        )
        finding = f"Its standard error is {smallest} to {largest}, by what is taken to be independent."
    rows = tuple(
        Row(
            (
                title,
                cells.number(_key("clusters", name), "details.clusters", "d"),
                cells.number(_key("clusters", name), "details.error", "3f"),
                cells.range(_key("clusters", name), "+2f"),
            )
        )
        for name, title in names.items()
    )
    lost = cells.number(_key("clusters", "bootstrap"), "details.lost", "d")
    dropped = agree(int(cells.value(_key("clusters", "bootstrap"), "details.lost")), "is", "are")
    shared = trail.number(STEP, "facts.shared", "%")
    samples = cells.number(_key("clusters", "bootstrap"), "details.samples", "d")
    return Section(
        "clusters",
        "Clusters",
        "How far does the composite depend on what is independent?",
        finding,
        (
            Table(
                "clusters",
                "Standard error of the composite",
                (
                    Column("clusters", "Clusters"),
                    Column("count", "Number", "right"),
                    Column("error", "Standard error", "right"),
                    Column("interval", "95% interval", "right"),
                ),
                rows,
                note=f"{samples} samples of dyads; {lost} more ended where some game has several "
                f"equilibria and {dropped} left out.",
            ),
            Caveat(
                f"One case with several senders makes several dyads ({shared} of the crises have several), "
                "so that clusters by dyad are not independent."
            ),
        ),
    )


def priors(trail: Trail) -> Section:
    """Tell what the named prior sets make of the composite and of gamma.

    Parameters
    ----------
    trail
        The numbers of the study.

    Returns
    -------
    Section
    """
    cells = Cells(trail)
    rows = []
    for place, name in enumerate(SETS):
        full, product = (_key("bayes", f"{kind}: {name}") for kind in ("full", "gamma"))
        rows.append(
            Row(
                (
                    name.capitalize(),
                    cells.spread(full, "+3f"),
                    cells.number(full, "probability", "prob"),
                    cells.number(full, "details.log_factor", "factor"),
                    cells.number(full, "details.k_hat", "2f"),
                    cells.spread(product, "+3f"),
                ),
                strong=place == 0,
            )
        )
    shaky = [name for name in SETS if cells.value(_key("bayes", f"full: {name}"), "details.k_hat") > 0.7]
    default = _key("bayes", "full: default")
    return Section(
        "priors",
        "Priors",
        "What do the named priors make of it?",
        f"Under the default set the composite is {cells.spread(default, '+3f')} and the Bayes factor of "
        f"the social terms {cells.number(default, 'details.log_factor', 'factor')}.",
        (
            Table(
                "priors",
                "Posterior mean and 95% interval of composite and gamma",
                (
                    Column("priors", "Priors"),
                    Column("composite", "Composite", "right"),
                    Column("above", "Above zero", "right"),
                    Column("factor", "Bayes factor", "right"),
                    Column("k_hat", "k-hat", "right"),
                    Column("gamma", "Gamma", "right"),
                ),
                tuple(rows),
                note="By importance sampling along the weak direction; the likelihood averages over the "
                "stable equilibria of a game. Bayes factor: full against threat and credibility; "
                "under the article's set the social terms are positive by assumption. k-hat below "
                f".7: the weights can be relied on{_named(shaky)}.",
            ),
        ),
    )


def _named(names: list[str]) -> str:
    return f", except here: {', '.join(names)}" if names else ""


def power(trail: Trail) -> Section:
    """Tell what the design can see.

    Parameters
    ----------
    trail
        The numbers of the study.

    Returns
    -------
    Section
    """
    cells = Cells(trail)
    names = _variants(trail, "power")
    rows = tuple(_power_row(cells, name) for name in names)
    at = _key("power", "0.20")
    effect = cells.number(at, "details.effect", "1f")
    needed = trail.value(STEP, "specification.thresholds.power_needed")
    said = "informative" if cells.value(at) >= needed else "uninformative"
    count = trail.number(STEP, "facts.replicates", "d")
    return Section(
        "power",
        "Power",
        "What could the test have seen?",
        f"If each term raised the payoff by {effect} for a standard deviation, the test of the terms would "
        f"reject with a probability of {cells.number(at, fmt='%')}: the design is {said}.",
        (
            _power_chart(trail, names),
            Table(
                "power",
                "Test of all social terms, by supposed effect of each",
                (
                    Column("effect", "Effect", "right"),
                    Column("power", "Rejects (95% interval)", "right"),
                    Column("mean", "Mean composite over the true one", "right"),
                    Column("wrong", "Wrong sign", "right"),
                    Column("exaggeration", "Exaggeration", "right"),
                    Column("lost", "Lost", "right"),
                ),
                rows,
                note=f"{count} data sets for each effect, a quarter of them at the greatest, drawn from "
                "the fit with threat and credibility where each game has one equilibrium. Wrong sign "
                "and exaggeration among those that reject. The effect of 0 shows how often the test "
                "rejects by chance.",
            ),
        ),
    )


def _power_row(cells: Cells, name: str) -> Row:
    each = _key("power", name)
    true = 3.0 * float(name)
    ratio = cells.value(each, "details.mean") / true if true > 0.0 else float("nan")
    return Row(
        (
            name.removeprefix("0").rstrip("0").rstrip(".") or "0",
            f"{cells.number(each, fmt='%')} ({cells.range(each, '%')})",
            f"{ratio:.2f}" if isfinite(ratio) else "\u2013",
            cells.number(each, "details.wrong_sign", "%"),
            cells.number(each, "details.exaggeration", "2f"),
            cells.number(each, "details.lost", "d"),
        ),
        strong=name == "0.20",
    )


def _power_chart(trail: Trail, names: list[str]) -> Chart:
    cells = Cells(trail)
    points = [(float(name), cells.value(_key("power", name))) for name in names]
    plot = LinePlot(
        (Line("", tuple(points), dots=True, color="refuse"),),
        (0.0, 0.4),
        (0.0, 1.0),
        "true effect of each term, standard deviations of the target's shock",
        "chance that the test rejects",
        marks=(Mark(0.05, "level of the test", level=True),),
        form=(".2f", ".0%"),
    )
    return Chart(
        "power",
        "How often the test of the social terms would reject",
        lines(plot),
        lines(plot, narrow=True),
        "Share of simulated data sets in which the test rejects, by true effect of each term.",
    )


def weak_points(trail: Trail) -> Section:
    """Tell what the measures are not, and what would change the verdict.

    Parameters
    ----------
    trail
        The numbers of the study.

    Returns
    -------
    Section
    """
    needed = trail.number(STEP, "specification.thresholds.agreeing_starts", "d")
    alliance, past = (
        trail.number(STEP, f"facts.{name}", "2f") for name in ("hierarchy_alliance", "trust_past_threats")
    )
    between = trail.number(STEP, "facts.hierarchy_between", "%")
    margin = trail.number(STEP, "specification.thresholds.margin", "1f")
    firm = [trail.number(STEP, f"facts.firm_{end}", "2f") for end in ("low", "high")]
    return Section(
        "weak-points",
        "Weak points",
        "What would change the verdict?",
        "A rule of selection that does not look at the outcome, measures of hierarchy and trust that vary "
        "within dyads, and decades without a crisis.",
        (
            Points(
                (
                    (
                        "*Selection.* A plan that had named the average over stable equilibria, or any "
                        "fixed equilibrium, would have had a verdict: the answers in the third column of "
                        f"page one. A third start that reached the highest summit ({needed} are needed) "
                        "would make a verdict there, and it would be about a likelihood that is told the "
                        "outcomes."
                    ),
                    (
                        f"*Hierarchy* is nearly an alliance (correlation {alliance}), and {between} of its "
                        "variance lies between dyads: whatever else sets allies apart goes in. Troops and "
                        "economic hierarchy are known where the United States sends."
                    ),
                    (
                        f"*Trust* is nearly a count of past threats (correlation {past}): a new case on the "
                        "same issue counts as a reopened deal, and most dyads have no deal on record. With "
                        "past threats in the sender's status quo the composite can be compared in [other "
                        "choices](#elsewhere)."
                    ),
                    (
                        "*Legitimacy* is shared membership, not the grounds of the demand. Acting alone is "
                        "less legitimate where rules are shared, so that its sign could go either way."
                    ),
                    (
                        "*The sample.* But for politically relevant dyads the data hold only periods with "
                        "a crisis. Social terms that prevent crises are invisible in them."
                    ),
                    (
                        f"*The margin* of {margin} was meant for a certain threat. In the game it is "
                        f"divided by the probability that the sender stands firm ({firm[0]} to {firm[1]} in "
                        "nine games of ten), so that it stands for more points of resistance than the plan "
                        "says: outcomes are given in [the social terms](#social)."
                    ),
                )
            ),
        ),
    )
