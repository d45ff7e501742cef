"""The ordered models told: how far the social terms together moved the outcomes, under whose beliefs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gaiatsu.report.document import Caveat, Chart, Column, Heading, Prose, Row, Section, Table
from gaiatsu.report.figures.bars import Bar, BarPlot, bars
from gaiatsu.report.figures.dots import Dot, DotPlot, dots
from gaiatsu.report.narrative.wording import agree, capital, join

if TYPE_CHECKING:
    from gaiatsu.report.trail import Trail

__all__ = ["section", "summary"]

STEP = "ordered"
SURE = 0.95
LINKS = {"adjacent": "Adjacent-category logit", "probit": "Ordered probit", "logit": "Ordered logit"}
GRADES = (
    ("not at all", "refuse"),
    ("nominally", "refuse-soft"),
    ("partly", "concede-soft"),
    ("largely", "concede"),
)
TERMS = {
    "material": "Material force",
    "domestic_support": "Domestic support",
    "hierarchy": "Hierarchy",
    "legitimacy": "Legitimacy",
    "trust": "Trust",
    "depth": "Depth of the demand",
    "public_posture": "Public posture",
    "reactance": "Reactance",
}


def section(trail: Trail) -> Section:
    """Tell what the ordered models say.

    Parameters
    ----------
    trail
        The numbers of the replication.

    Returns
    -------
    Section
        Opened by the composite social shift and how much of it is belief.
    """
    return Section(
        "ordered",
        "Small-n models",
        "How far did the social terms move the outcomes?",
        _finding(trail),
        (
            _beforehand(trail),
            Caveat(_certain(trail)),
            Heading("shift", "The composite social shift"),
            _shift_chart(trail),
            Caveat(_collinear(trail)),
            Prose(_beliefs(trail)),
            _shift_table(trail),
            Heading("causes", "Which of the four causes"),
            _cause_chart(trail),
            Prose(_causes(trail)),
            _weights(trail),
            _means(trail),
        ),
    )


def _headline(trail: Trail) -> tuple[str, str]:
    link, prior = trail.value(STEP, "settings.headline")
    return str(link), str(prior)


def _cell(link: str, prior: str) -> str:
    return f"shifts[link={link},prior={prior}]"


def _sure(trail: Trail, link: str) -> list[str]:
    """Prior sets under which a model is sure that the shift is negative."""
    rows = trail.value(STEP, "shifts")
    return [one.prior for one in rows if one.link == link and one.composite.p_negative >= SURE]


def _links(trail: Trail) -> list[str]:
    """Name the models, the headline's first."""
    first, _ = _headline(trail)
    links = dict.fromkeys(str(one.link) for one in trail.value(STEP, "shifts"))
    return [first, *(link for link in links if link != first)]


def _finding(trail: Trail) -> str:
    link, prior = _headline(trail)
    path = f"{_cell(link, prior)}.composite"
    mean, low, high = trail.numbers(STEP, [f"{path}.mean", f"{path}.low90", f"{path}.high90"], "+2f")
    grades = trail.number(STEP, f"{_cell(link, prior)}.grades.mean", "+2f")
    agreed = [prior in _sure(trail, one) for one in _links(trail)]
    opening = (
        "Enough to matter, if one grants the theory"
        if all(agreed)
        else "Perhaps enough to matter, if one grants the theory and its model"
        if agreed[0]
        else "It cannot be said"
    )
    return (
        f"{opening}: under the {prior} priors hierarchy, legitimacy and trust together moved the payoff of "
        f"conceding by {mean} (90% from {low} to {high}), or {grades} grades; {_how_sure(trail)}."
    )


def _how_sure(trail: Trail) -> str:
    total = len(trail.value(STEP, "settings.prior_sets"))
    link, *others = _links(trail)
    sure = _sure(trail, link)
    text = _certainty(sure, total)
    elsewhere = {tuple(_sure(trail, one)) for one in others}
    if elsewhere in (set(), {tuple(sure)}):
        return text
    if len(elsewhere) > 1:
        return f"{text}, and other models differ"
    there = _certainty(list(elsewhere.pop()), total).removesuffix(" of the direction")
    return f"{text}; in the other models {there}"


def _certainty(sure: list[str], total: int) -> str:
    if len(sure) == total:
        return "every prior set is sure of the direction"
    if not sure:
        return "no prior set is sure of the direction"
    return (
        f"only the {join(sure)} {agree(len(sure), 'set', 'sets')} of priors "
        f"{agree(len(sure), 'is', 'are')} sure of the direction"
    )


def summary(trail: Trail) -> str:
    """Give the composite social shift in one line, for page one."""
    link, prior = _headline(trail)
    path = f"{_cell(link, prior)}.composite"
    mean, low, high = trail.numbers(STEP, [f"{path}.mean", f"{path}.low90", f"{path}.high90"], "+2f")
    total = len(trail.value(STEP, "settings.prior_sets"))
    agreed = all(len(_sure(trail, one)) == total for one in _links(trail))
    doubt = "every model and prior set is sure" if agreed else "not every model and prior set is sure"
    return (
        f"*Social terms.* Under the {prior} priors they moved the payoff of conceding by {mean} (90% from "
        f"{low} to {high}); {doubt} of the direction."
    )


def _beforehand(trail: Trail) -> Chart:
    link, _ = _headline(trail)
    rows = [one for one in trail.value(STEP, "predictive") if one.link == link]
    plot = BarPlot(
        tuple(
            Bar(capital(one.prior), dict(zip((name for name, _ in GRADES), one.grades, strict=True)))
            for one in rows
        ),
        GRADES,
    )
    return Chart(
        "beforehand",
        "What each set of priors expects before any outcome is seen",
        bars(plot),
        bars(plot, narrow=True),
        "Bars by prior set, divided into the four grades of concession. Every set expects all four "
        "grades, refusals most.",
        data=_predictive_table(trail),
    )


def _predictive_table(trail: Trail) -> Table:
    rows: list[Row] = []
    for link in trail.value(STEP, "settings.links"):
        for place, prior in enumerate(trail.value(STEP, "settings.prior_sets")):
            path = f"predictive[link={link},prior={prior}]"
            grades = [trail.number(STEP, f"{path}.grades.{grade}", "prob") for grade in range(len(GRADES))]
            certain = trail.number(STEP, f"{path}.concentrated", "%")
            rows.append(Row((capital(prior), *grades, certain), group="" if place else LINKS[link]))
    return Table(
        "prior-predictive",
        "Prior predictive",
        (
            Column("prior", "Priors"),
            *(Column(name.replace(" ", "_"), capital(name), "right") for name, _ in GRADES),
            Column("certain", "Draws sure of one grade", "right"),
        ),
        tuple(rows),
    )


def _certain(trail: Trail) -> str:
    link, _ = _headline(trail)
    over = [one.prior for one in trail.value(STEP, "predictive") if one.link == link and not one.within]
    text = "A prior draw is too sure of itself where it expects one grade in nine tenths of the episodes."
    if not over:
        return f"{text} No set does so in more than a fifth of its draws."
    shares = [trail.number(STEP, f"predictive[link={link},prior={name}].concentrated", "%") for name in over]
    listed = join(f"{name} ({share})" for name, share in zip(over, shares, strict=True))
    return (
        f"{text} More than a fifth of the draws do so under {listed}; shrunk until they do not, the shift "
        "hardly changes."
        if _steady(trail, link, over)
        else f"{text} More than a fifth of the draws do so under {listed}."
    )


def _steady(trail: Trail, link: str, names: list[str]) -> bool:
    cells = [trail.value(STEP, _cell(link, name)) for name in names]
    return all(
        one.tempered is not None and abs(one.tempered.mean - one.composite.mean) < 0.1 for one in cells
    )


def _shift_chart(trail: Trail) -> Chart:
    found: list[Dot] = []
    for link in trail.value(STEP, "settings.links"):
        for place, prior in enumerate(trail.value(STEP, "settings.prior_sets")):
            one = trail.value(STEP, _cell(link, prior))
            sure = one.composite.p_negative >= SURE
            printed = trail.read(trail.number(STEP, f"{_cell(link, prior)}.composite.mean", "+2f"))
            found.append(
                Dot(
                    capital(prior),
                    one.composite.mean,
                    one.composite.low90,
                    one.composite.high90,
                    color="concede" if sure else "gray",
                    printed=printed,
                    group="" if place else LINKS[link],
                    faint=(one.before_data.low90, one.before_data.high90),
                )
            )
    low = min(min(dot.low or 0.0, *dot.faint) for dot in found)
    high = max(max(dot.high or 0.0, *dot.faint) for dot in found)
    plot = DotPlot(
        tuple(found),
        "change in the payoff of conceding (link's own scale)",
        (low - 0.05, high + 0.05),
        threshold=(0.0, "no shift"),
    )
    return Chart(
        "shift",
        "The composite social shift, by model and by what was believed before",
        dots(plot),
        dots(plot, narrow=True),
        "Rows of points with 90 percent intervals in three groups by model, four prior sets each. "
        "Sceptical and materialist priors stay near no shift; default and article priors lie below it.",
        note="Line: central 90% after the data. Pale band: the same before them. Blue: direction sure to "
        "95%.",
    )


def _collinear(trail: Trail) -> str:
    first, second = trail.value(STEP, "causes.strongest")
    r = trail.number(STEP, "causes.largest", "2f")
    condition = trail.number(STEP, "causes.condition_number", "d")
    return (
        f"The causes soured together: {TERMS[first].lower()} and {TERMS[second].lower()} correlate at {r}, "
        f"and the condition number of the four is {condition} (over 30 counts as harmful). No single "
        "weight is a finding."
    )


def _beliefs(trail: Trail) -> str:
    link, prior = _headline(trail)
    path = _cell(link, prior)
    before = trail.number(STEP, f"{path}.before_data.mean", "+2f")
    learned = trail.number(STEP, f"{path}.contraction", "%")
    estimate = trail.number(STEP, f"penalized_shifts[link={link}].estimate", "+2f")
    error = trail.number(STEP, f"penalized_shifts[link={link}].standard_error", "2f")
    sceptical = trail.number(STEP, f"{_cell(link, 'sceptical')}.composite.p_negative", "prob")
    materialist = trail.number(STEP, f"{_cell(link, 'materialist')}.composite.p_negative", "prob")
    return (
        f"Before the data the {prior} priors expected a shift of {before}; the outcomes took away "
        f"{learned} of the doubt. The sceptical and the materialist priors end with probabilities of "
        f"{sceptical} and {materialist} that the shift is negative. Penalized maximum likelihood, which "
        f"believes next to nothing, gives {estimate} (standard error {error})."
    )


def _shift_table(trail: Trail) -> Table:
    rows: list[Row] = []
    for link in trail.value(STEP, "settings.links"):
        for place, prior in enumerate(trail.value(STEP, "settings.prior_sets")):
            path = _cell(link, prior)
            low, high = trail.numbers(STEP, [f"{path}.composite.low90", f"{path}.composite.high90"], "+2f")
            rows.append(
                Row(
                    (
                        capital(prior),
                        trail.number(STEP, f"{path}.composite.mean", "+2f"),
                        f"{low} to {high}",
                        trail.number(STEP, f"{path}.composite.p_negative", "prob"),
                        trail.number(STEP, f"{path}.before_data.mean", "+2f"),
                        trail.number(STEP, f"{path}.contraction", "%"),
                        trail.number(STEP, f"{path}.grades.mean", "+2f"),
                        trail.number(STEP, f"reliability[link={link},prior={prior}].log_evidence", "1f"),
                        trail.number(STEP, f"reliability[link={link},prior={prior}].k_hat", "3f"),
                    ),
                    group="" if place else LINKS[link],
                )
            )
    return Table(
        "shifts",
        "The composite social shift under every model and prior set",
        (
            Column("prior", "Priors"),
            Column("shift", "Shift", "right"),
            Column("interval", "90%", "right"),
            Column("p_negative", "P(negative)", "right"),
            Column("before", "Before data", "right"),
            Column("learned", "Doubt removed", "right"),
            Column("grades", "In grades", "right"),
            Column("log_evidence", "Log evidence", "right"),
            Column("k_hat", "k-hat", "right"),
        ),
        tuple(rows),
        note="k-hat below .7: the draws can be relied on. The two probits and logits have scales of their "
        "own; grades compare across models.",
        folded=True,
    )


def _cause_chart(trail: Trail) -> Chart:
    link, prior = _headline(trail)
    found: list[Dot] = []
    for name in dict.fromkeys((prior, "article", "sceptical")):
        rows = [one for one in trail.value(STEP, "attributions") if (one.link, one.prior) == (link, name)]
        for place, one in enumerate(rows):
            path = f"attributions[link={link},prior={name},term={one.term}]"
            found.append(
                Dot(
                    TERMS[one.term],
                    one.contribution.mean,
                    one.contribution.low90,
                    one.contribution.high90,
                    color="refuse" if one.term == "material" else "concede",
                    printed=trail.read(trail.number(STEP, f"{path}.p_largest", "%")),
                    group="" if place else f"{capital(name)} priors",
                )
            )
    low, high = min(dot.low or 0.0 for dot in found), max(dot.high or 0.0 for dot in found)
    plot = DotPlot(
        tuple(found), "part in the change of the payoff", (low - 0.05, high + 0.05), threshold=(0.0, "")
    )
    return Chart(
        "causes",
        "What each cause contributed",
        dots(plot),
        dots(plot, narrow=True),
        "Rows of points with 90 percent intervals for four causes under three prior sets. The intervals "
        "overlap; legitimacy lies lowest.",
        note="At the right: probability that the cause lowered the payoff more than each other one.",
    )


def _causes(trail: Trail) -> str:
    link, prior = _headline(trail)
    rows = [one for one in trail.value(STEP, "attributions") if (one.link, one.prior) == (link, prior)]
    top = max(rows, key=lambda one: one.p_largest)
    path = f"attributions[link={link},prior={prior},term={top.term}]"
    chance = trail.number(STEP, f"{path}.p_largest", "prob")
    share = trail.number(STEP, f"{path}.share.mean", "%")
    low, high = trail.numbers(STEP, [f"{path}.share.low90", f"{path}.share.high90"], "%")
    closing = (
        "That much the episodes decide."
        if top.p_largest >= SURE
        else "Who asks for one cause will not get it from these episodes."
    )
    return (
        f"{TERMS[top.term]} carries the largest part with probability {chance}, on average {share} of all "
        f"that moved (90% from {low} to {high}). {closing}"
    )


def _weights(trail: Trail) -> Table:
    link, prior = _headline(trail)
    rows: list[Row] = []
    for one in trail.value(STEP, "coefficients"):
        if (one.link, one.prior) != (link, prior):
            continue
        path = f"coefficients[link={link},prior={prior},term={one.term}]"
        low, high = trail.numbers(STEP, [f"{path}.posterior.low90", f"{path}.posterior.high90"], "+2f")
        rows.append(
            Row(
                (
                    TERMS.get(one.term, one.term),
                    trail.number(STEP, f"{path}.prior_mean", "+2f"),
                    trail.number(STEP, f"{path}.posterior.mean", "+2f"),
                    f"{low} to {high}",
                    trail.number(STEP, f"{path}.contraction", "%"),
                    *_penalized(trail, link, one.term),
                )
            )
        )
    return Table(
        "weights",
        f"Weights of eq. 2 under the {prior} priors and by penalized likelihood",
        (
            Column("term", "Term"),
            Column("prior_mean", "Believed before", "right"),
            Column("posterior_mean", "After", "right"),
            Column("interval", "90%", "right"),
            Column("learned", "Doubt removed", "right"),
            Column("penalized", "Penalized", "right"),
            Column("standard_error", "(s.e.)", "right"),
        ),
        tuple(rows),
        folded=True,
        full=tuple(
            {
                "link": one.link,
                "prior": one.prior,
                "term": one.term,
                "prior_mean": one.prior_mean,
                "prior_sd": one.prior_sd,
                "mean": one.posterior.mean,
                "low90": one.posterior.low90,
                "high90": one.posterior.high90,
                "contraction": one.contraction,
            }
            for one in trail.value(STEP, "coefficients")
        ),
    )


def _penalized(trail: Trail, link: str, term: str) -> tuple[str, str]:
    known = {(one.link, one.name) for one in trail.value(STEP, "penalized")}
    if (link, term) not in known:
        return "\u2013", ""
    path = f"penalized[link={link},name={term}]"
    return trail.number(
        STEP, f"{path}.estimate", "+2f"
    ), f"({trail.number(STEP, f'{path}.standard_error', '2f')})"


def _means(trail: Trail) -> Table:
    rows = []
    causes = trail.value(STEP, "causes.terms")
    for one in trail.value(STEP, "means"):
        path = f"means[term={one.term}]"
        entangled = one.term in causes
        vif = f"causes.vif.{causes.index(one.term)}" if entangled else ""
        cell = trail.number(STEP, vif, "1f") if entangled else "\u2013"
        cells = trail.numbers(STEP, [f"{path}.before", f"{path}.after", f"{path}.change"], "+2f")
        rows.append(Row((TERMS.get(one.term, one.term), *cells, cell)))
    return Table(
        "terms",
        "The terms of eq. 2 before and after, and how entangled the four causes are",
        (
            Column("term", "Term"),
            Column("before", "Before", "right"),
            Column("after", "After", "right"),
            Column("change", "Change", "right"),
            Column("vif", "Variance inflation", "right"),
        ),
        tuple(rows),
        folded=True,
    )
