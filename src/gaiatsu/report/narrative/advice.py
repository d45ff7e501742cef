"""Advice told: which strategy, at what price, and what it depends on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from gaiatsu.report.document import (
    Callout,
    Caveat,
    Column,
    FrontPage,
    Points,
    Prose,
    Report,
    Row,
    Section,
    Table,
)
from gaiatsu.report.narrative import sources
from gaiatsu.report.narrative.advice_charts import (
    STEP,
    depends_chart,
    patience_chart,
    worth_chart,
    years_chart,
)
from gaiatsu.report.narrative.wording import capital, join
from gaiatsu.report.trail import Trail
from gaiatsu.strategy.evaluate import PARTS
from gaiatsu.studies.advise.optimum import OPTIMUM
from gaiatsu.studies.advise.words import named

if TYPE_CHECKING:
    from gaiatsu.studies.advise import Advice

__all__ = ["compose_advice"]

FAR: Final = 10.0
"""Times the weight that was used beyond which a break-even is not printed."""

STATES: Final = {
    "hierarchy": "Hierarchy",
    "trust_of_sender": "Trust of the sender",
    "trust_of_target": "Trust of the target",
    "resolve": "Resolve",
}


def compose_advice(advice: Advice) -> Report:
    """Tell advice as a report.

    Parameters
    ----------
    advice
        Strategies side by side.

    Returns
    -------
    Report
        Page one for whoever decides, then everything that could turn the order.
    """
    trail = Trail({STEP: advice})
    front = FrontPage(
        _question(advice), trail.words(STEP, "verdict"), worth_chart(trail), _short(trail), _box(trail)
    )
    sections = (
        _worth(trail),
        _patience(trail),
        _depends(trail),
        *((_accounts(trail),) if advice.accounts else ()),
        _strategies(trail),
        sources.section(trail),
    )
    title = f"{advice.scenario.title}: which strategy?"
    subtitle = (
        "Advice from a simulation of the theory of Leonard J. Schoppa, *The Social Context in "
        "Coercive International Bargaining* (1999)"
    )
    return Report(title, subtitle, front, sections, trail, _imprint(advice))


def _question(advice: Advice) -> str:
    return (
        f"How should the sender press its demands from {advice.first} to {advice.last}, if what a tactic "
        "leaves behind counts beside what it wins?"
    )


def _imprint(advice: Advice) -> tuple[str, ...]:
    made, options = advice.provenance, advice.options
    line = (
        f"Made by gaiatsu {made.version} from the scenario {advice.scenario.name} with {options.draws:,} "
        f"sets of parameters from {advice.duels[0].title} and seed {options.seed}."
    )
    return (line,)


def _path(name: str) -> str:
    return f"rows[name={name}]"


def _short(trail: Trail) -> Table:
    rows = []
    for row in trail.value(STEP, "rows"):
        path = _path(row.name)
        rows.append(
            Row(
                (
                    trail.words(STEP, f"{path}.title"),
                    trail.number(STEP, f"{path}.value", "2f"),
                    trail.number(STEP, f"{path}.over_status_quo", "prob"),
                    trail.number(STEP, f"{path}.regret.mean", "2f"),
                    trail.number(STEP, f"{path}.left[state=trust_of_sender].mean", "2f"),
                    trail.number(STEP, f"{path}.worst_regret", "2f"),
                ),
                strong=row.name in ("social", "materialist"),
            )
        )
    return Table(
        "strategies",
        "Strategies side by side",
        (
            Column("strategy", "Strategy"),
            Column("value", "Worth", "right"),
            Column("over_status_quo", "Beats status quo", "right"),
            Column("regret", "Mean regret", "right"),
            Column("trust_left", "Trust left", "right"),
            Column("worst_regret", "Worst regret elsewhere", "right"),
        ),
        tuple(rows),
        note="Worth: concessions less costs, discounted; 1 is a full concession now. Beats status quo: "
        "share of the "
        "draws. Regret: against the best for the same draw. Elsewhere: in a rival world or under another "
        "prior.",
    )


def _box(trail: Trail) -> Callout:
    return Callout("What it depends on", (trail.words(STEP, "depends"), *_cautions(trail)[:2]))


def _cautions(trail: Trail) -> list[str]:
    return [trail.words(STEP, f"cautions.{place}") for place in range(len(trail.value(STEP, "cautions")))]


def _worth(trail: Trail) -> Section:
    lead = trail.value(STEP, "rows")[0]
    path = _path(lead.name)
    finding = (
        f"{capital(named(lead.title))} comes to {trail.number(STEP, f'{path}.value', '2f')} full "
        f"concessions, of which "
        f"{trail.number(STEP, f'{path}.beyond', '2f')} come after {trail.number(STEP, 'last', 'year')} from "
        "what it "
        "leaves behind."
    )
    aside = (Prose(trail.words(STEP, "aside")),) if trail.value(STEP, "aside") else ()
    return Section(
        "worth",
        "Worth",
        "What does each strategy win, cost and leave behind?",
        finding,
        (years_chart(trail), *aside, Points(tuple(_cautions(trail))), _parts(trail), _left(trail)),
    )


def _parts(trail: Trail) -> Table:
    heads = {
        "won": "Won",
        "sanctions": "Own sanctions",
        "backlash": "Backlash",
        "breaches": "Deals broken",
        "stretching": "Deals stretched",
    }
    rows = [
        Row(
            (
                trail.words(STEP, f"{_path(row.name)}.title"),
                *(trail.number(STEP, f"{_path(row.name)}.parts.{part}", "+2f") for part in PARTS),
                trail.number(STEP, f"{_path(row.name)}.value", "2f"),
                trail.number(STEP, f"{_path(row.name)}.error", "2f"),
            )
        )
        for row in trail.value(STEP, "rows")
    ]
    return Table(
        "parts",
        "Worth in parts, discounted means",
        (
            Column("strategy", "Strategy"),
            *(Column(part, heads[part], "right") for part in PARTS),
            Column("value", "Worth", "right"),
            Column("error", "Error", "right"),
        ),
        tuple(rows),
        note="Error: standard error over the sets of parameters.",
    )


def _left(trail: Trail) -> Table:
    rows = []
    for row in trail.value(STEP, "rows"):
        path = _path(row.name)
        states = [trail.number(STEP, f"{path}.left[state={state}].mean", "2f") for state in STATES]
        rates = [
            trail.number(STEP, f"{path}.rates.{rate}", "%")
            for rate in ("satisfied", "threat", "backlash", "counter_sanction", "stretched")
        ]
        rows.append(Row((trail.words(STEP, f"{path}.title"), *states, *rates)))
    heads = {
        "satisfied": "Demands satisfied",
        "threat": "With a threat",
        "backlash": "Threats with backlash",
        "counter_sanction": "With counter-sanctions",
        "stretched": "Deals stretched",
    }
    return Table(
        "left",
        "What happens meanwhile, and the state left behind",
        (
            Column("strategy", "Strategy"),
            *(Column(state, label, "right") for state, label in STATES.items()),
            *(Column(rate, label, "right") for rate, label in heads.items()),
        ),
        tuple(rows),
        note="States are means at the end, from 0 to 1. A dash: nothing of the kind happened.",
    )


def _patience(trail: Trail) -> Section:
    first = trail.value(STEP, "duels")[0]
    word = {
        "social": "The social package is worth more than the materialist one",
        "materialist": "The materialist package is worth more than the social one",
    }.get(first.verdict, "Nobody can tell which of the article's two packages is worth more")
    chance, below = (trail.number(STEP, f"duels.0.{name}", "prob") for name in ("better", "below"))
    finding = (
        f"{word} under {first.title}: the social one is better with probability {chance}, and delta*, the "
        f"patience from which it stays better, is below the sender's with probability {below}."
    )
    rows = [*_duel_rows(trail, "duels"), *_duel_rows(trail, "selective")]
    table = Table(
        "duels",
        "The social package against a materialist one, by beliefs",
        (
            Column("beliefs", "Beliefs"),
            Column("better", "Social better", "right"),
            Column("interval", "95%", "right"),
            Column("below", "P(delta* below the sender's)", "right"),
            Column("threshold", "Median delta*", "right"),
            Column("draws", "Draws", "right"),
            Column("verdict", "Verdict"),
        ),
        tuple(rows),
        note="delta*: the patience above which the social package is always worth more; 0 where it is at any "
        "patience, infinite where it is at none. All crossings are roots of one polynomial for each draw.",
    )
    return Section(
        "patience",
        "The article's advice",
        "For whom is the social package worth more?",
        finding,
        (
            patience_chart(trail),
            Prose(trail.words(STEP, "predicate")),
            table,
            Caveat(_evidence(trail)),
            _over_status_quo(trail),
        ),
    )


def _over_status_quo(trail: Trail) -> Table:
    numbers = {"over_status_quo": "prob", "below": "prob", "threshold": "2f"}
    listed = [row for row in trail.value(STEP, "rows") if row.name != "status-quo"]
    rows = tuple(
        Row(
            (
                trail.words(STEP, f"{_path(row.name)}.title"),
                *(trail.number(STEP, f"{_path(row.name)}.{name}", kind) for name, kind in numbers.items()),
            )
        )
        for row in listed
    )
    return Table(
        "over-status-quo",
        "Each strategy against the status quo",
        (
            Column("strategy", "Strategy"),
            Column("over_status_quo", "Better", "right"),
            Column("below", "P(delta* below the sender's)", "right"),
            Column("threshold", "Median delta*", "right"),
        ),
        rows,
        note="delta* here: the patience above which a strategy is always worth more than the status quo.",
    )


def _duel_rows(trail: Trail, which: str) -> list[Row]:
    """Rows of the duels with one of the two materialist strategies."""
    heading = {
        "duels": "Against the materialist package",
        "selective": "Against a materialist who threatens only where it pays",
    }[which]
    rows = []
    for place, one in enumerate(trail.value(STEP, which)):
        path = f"{which}.{place}"
        ends = " to ".join(trail.number(STEP, f"{path}.{name}", "prob") for name in ("low", "high"))
        numbers = (
            trail.number(STEP, f"{path}.better", "prob"),
            ends,
            trail.number(STEP, f"{path}.below", "prob"),
            trail.number(STEP, f"{path}.threshold", "2f"),
            trail.number(STEP, f"{path}.effective", "d"),
        )
        group = "" if place else heading
        rows.append(
            Row((trail.words(STEP, f"{path}.title"), *numbers, one.verdict), group, strong=place == 0)
        )
    return rows


def _evidence(trail: Trail) -> str:
    if any(one.beliefs == "ties" for one in trail.value(STEP, "duels")):
        return (
            "Sanction cases weigh the draws by one number, what an institution's backing adds to the odds "
            "that a "
            "target gives in or settles in trade cases [@morgan2014]. They say nothing of the weight of "
            "material "
            "pressure, since no case holds the asymmetry of dependence, and nothing of trust."
        )
    return "No external data were read: the beliefs are priors alone."


def _depends(trail: Trail) -> Section:
    charts = [depends_chart(trail, place) for place in range(len(trail.value(STEP, "turnings")))]
    return Section(
        "depends",
        "Dependence",
        "What would turn the order?",
        trail.words(STEP, "depends"),
        (
            *(one for one in charts if one is not None),
            Prose(
                "Each line compares the third of the draws in which a parameter is largest with the third "
                "in which "
                "it is smallest. The intervals hold for all parameters at once, so a parameter that is not "
                "drawn "
                "is one about which these draws say nothing."
            ),
            _break_evens(trail),
        ),
    )


def _break_evens(trail: Trail) -> Table:
    titles = {row.name: row.title for row in trail.value(STEP, "rows")}
    names = {
        "backlash_cost": "Cost of a counter-sanction",
        "stretch_gain": "Gain from stretching a deal",
        "breach_loss": "Loss from a deal broken",
    }
    rows = []
    for place, one in enumerate(trail.value(STEP, "break_evens")):
        path = f"break_evens.{place}"
        near = one.turns is not None and one.turns <= FAR * one.used
        turns = trail.number(STEP, f"{path}.turns", "2f") if near else "nowhere near"
        pair = f"{titles[one.one]} over {named(titles[one.other])}"
        rows.append(Row((pair, names[one.stake], trail.number(STEP, f"{path}.used", "2f"), turns)))
    return Table(
        "break-evens",
        "Weights of ours that would turn an order of means",
        (
            Column("pair", "Ahead"),
            Column("stake", "Weight"),
            Column("used", "Used", "right"),
            Column("turns", "Level at", "right"),
        ),
        tuple(rows),
        note="In full concessions for backlash, otherwise as a share of the deal. Strategies do not look at "
        "these "
        "weights, so that means are straight lines in them.",
    )


def _accounts(trail: Trail) -> Section:
    rivals: list[Any] = list(trail.value(STEP, "accounts"))
    titles = {row.name: row.title for row in trail.value(STEP, "rows")}
    rows, kind = [], ""
    for place, one in enumerate(rivals):
        heading = {"prior": "Other beliefs", "world": "Other worlds"}[one.kind]
        rows.append(
            Row(
                (
                    trail.words(STEP, f"accounts.{place}.title"),
                    trail.words(STEP, f"accounts.{place}.supposes"),
                    titles[one.best],
                    trail.number(STEP, f"accounts.{place}.better", "prob"),
                ),
                group="" if heading == kind else heading,
            )
        )
        kind = heading
    best = sorted({titles[one.best] for one in rivals})
    lead = next(row for row in trail.value(STEP, "rows") if row.name != OPTIMUM)
    worst = trail.number(STEP, f"{_path(lead.name)}.worst_regret", "2f")
    first = (
        f"{best[0]} comes first under every account."
        if len(best) == 1
        else f"Under one account or another {join([named(title) for title in best])} come first."
    )
    finding = (
        f"{first} {capital(named(lead.title))} falls furthest behind, by {worst}, under this account: "
        f"{lead.worst_account}."
    )
    table = Table(
        "accounts",
        "The same relationship under rival accounts",
        (
            Column("account", "Account"),
            Column("supposes", "Supposes"),
            Column("best", "Best there"),
            Column("better", "Social over materialist", "right"),
        ),
        tuple(rows),
        note="Fewer draws than for the headline; the last column is the share of the draws.",
    )
    worst_of_all = Table(
        "worst",
        "Where each strategy falls furthest behind the best",
        (
            Column("strategy", "Strategy"),
            Column("account", "Account"),
            Column("worst", "Behind by", "right"),
        ),
        tuple(
            Row(
                (
                    trail.words(STEP, f"{_path(row.name)}.title"),
                    trail.words(STEP, f"{_path(row.name)}.worst_account"),
                    trail.number(STEP, f"{_path(row.name)}.worst_regret", "2f"),
                )
            )
            for row in trail.value(STEP, "rows")
        ),
    )
    blocks = (table, worst_of_all)
    return Section("accounts", "Robustness", "And if another theory is right?", finding, blocks)


def _strategies(trail: Trail) -> Section:
    items = []
    for row in trail.value(STEP, "rows"):
        works = f"({'; '.join(f'[@{key}]' for key in row.literature)})" if row.literature else ""
        items.append(f"*{row.title}.* {row.summary} {works}".strip())
    return Section(
        "strategies",
        "Strategies",
        "What was compared?",
        "Each is a rule that sees what the sender sees, and acts once a year.",
        (Points(tuple(items)),),
    )
