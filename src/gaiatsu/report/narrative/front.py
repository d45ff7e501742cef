"""Page one: the question, the verdict, one chart, one table, and what the cases can carry."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from gaiatsu.report.document import Callout, Chart, FrontPage
from gaiatsu.report.figures.timeline import Timeline, timeline, timeline_narrow
from gaiatsu.report.narrative import power
from gaiatsu.report.narrative.rival_verdicts import verdict_table
from gaiatsu.report.narrative.rivals import EVEN, even, fallen, is_twin, leaders
from gaiatsu.report.narrative.wording import (
    agree,
    capital,
    demand,
    episode,
    event,
    in_order,
    short,
    strength_of_factor,
    strength_of_p,
)

if TYPE_CHECKING:
    from gaiatsu.report.trail import Trail

__all__ = ["front"]

QUESTION = (
    "Did American pressure on Japan stop working because the social context of bargaining changed, or "
    "because power did?"
)
EVENTS = ("shock", "regime_change", "agreement_stretched")


def front(trail: Trail) -> FrontPage:
    """Write page one.

    Parameters
    ----------
    trail
        The numbers of the replication.

    Returns
    -------
    FrontPage
        Every word of its verdict chosen by the numbers.
    """
    return FrontPage(QUESTION, _verdict(trail), _chart(trail), verdict_table(trail), _box(trail))


def _verdict(trail: Trail) -> str:
    return f"{_decline(trail)} {_cause(trail)}"


def _decline(trail: Trail) -> str:
    p = trail.number("figure2", "stratified.p.greater", "p")
    value = trail.value("figure2", "stratified.p.greater")
    before, after = _rates(trail)
    counts = f"{before} episodes before the Clinton administration, {after} after"
    if trail.value("figure2", "rate_after") >= trail.value("figure2", "rate_before"):
        return f"Asked for like things, Japan conceded no less after 1992 ({counts})."
    step = trail.value("rivals", "outcome.shapes.step") > trail.value("rivals", "outcome.shapes.trend")
    manner = "all at once" if step else "little by little"
    return (
        f"Asked for like things, Japan conceded far less after 1992 ({counts}), and {manner}: a change "
        f"{strength_of_p(value)} (p = {p})."
    )


def _rates(trail: Trail) -> tuple[str, ...]:
    """How many of the episodes of each period ended in concession."""
    return tuple(
        trail.number("figure2", f"pooled.{period}_conceded", "d")
        + " of "
        + trail.number("figure2", f"pooled.{period}_conceded + pooled.{period}_refused", "d")
        for period in ("before", "after")
    )


def _cause(trail: Trail) -> str:
    first, second = sorted(leaders(trail), key=even, reverse=True)
    gap = even(first) - even(second)
    factor = trail.number("rivals", f"rows.{first.id}.{EVEN} - rows.{second.id}.{EVEN}", "factor")
    short_ones = f"{fallen(trail)} fall short"
    if gap < math.log(3):
        return (
            f"Why is open: {short_ones}, and the best of either kind predict the outcomes about equally well "
            f"({factor} to 1)."
        )
    evidence = f"{strength_of_factor(math.exp(gap))} evidence"
    if first.kind != "material":
        return (
            f"The best supported cause is social (*{_inline(first)}*, {factor} to 1 over the best "
            f"material rival, {evidence}), while {short_ones}."
        )
    leader = f"*{_inline(first)}* ({factor} to 1 over the best social one, {evidence})"
    if is_twin(first):
        return (
            f"The outcomes do not show why: {short_ones}, and the explanation that leads, {leader}, only "
            "repeats the date of the change."
        )
    return f"Why is not settled, and not in the article's favor: {short_ones}, and {leader} leads."


def _inline(row: Any) -> str:
    title = short(row.title)
    proper = title[:2].isupper() or title.startswith("Cold")
    return title if proper else title[:1].lower() + title[1:]


def _chart(trail: Trail) -> Chart:
    content = _content(trail)
    before, after = _rates(trail)
    return Chart(
        "episodes",
        _chart_title(trail),
        timeline(content),
        timeline_narrow(content),
        f"Timeline of {len(content.episodes)} episodes in three lanes by type of demand, over a line of "
        f"the dependence ratio. Japan conceded in {before} before the Clinton administration and in "
        f"{after} after it. The ratio peaks in the mid-1980s and is low and flat from the late 1980s on.",
    )


def _chart_title(trail: Trail) -> str:
    early, middle, late = (one.mean for one in trail.value("table1", "means"))
    if early - middle > 2 * max(middle - late, 0):
        return "Concessions outlasted most of the fall in dependence, and stopped when it had leveled off"
    return "Concessions and dependence fell together"


def _content(trail: Trail) -> Timeline:
    ratio = {row.year: row.printed_ratio for row in trail.value("table1", "rows")}
    last = max(ratio)
    episodes = [
        {
            "label": episode(one.id, one.title),
            "date": one.date,
            "lane": capital(demand(one.demand_type.value)),
            "conceded": bool(one.conceded.value),
            "ratio": ratio[min(max(one.year, min(ratio)), last)],
        }
        for one in trail.value("cases", "episodes")
    ]
    episodes.sort(key=lambda row: (row["date"], row["label"]))
    lanes = in_order({one.demand_type.value for one in trail.value("cases", "episodes")})
    return Timeline(
        episodes=tuple(episodes),
        events=tuple(_events(trail)),
        ratio=tuple({"year": year, "ratio": value} for year, value in ratio.items()),
        lanes=tuple(capital(demand(lane)) for lane in lanes),
        divide=_divide(trail),
        background="Japan's export dependence \u00f7 U.S. export dependence",
    )


def _events(trail: Trail) -> list[dict[str, Any]]:
    """Choose the events that bear on trust in the sender, the regime and the hierarchy."""
    chosen = [
        {"label": event(one.label), "date": one.decimal_date}
        for one in trail.value("cases", "events")
        if one.kind.value in EVENTS and one.subject.value != "trust_of_target" and one.weight >= 0.5
    ]
    return sorted((row for row in chosen if row["label"]), key=lambda row: row["date"])


def _divide(trail: Trail) -> tuple[float, str]:
    events = {one.id: one for one in trail.value("cases", "events")}
    if "clinton-1993" in events:
        return float(events["clinton-1993"].decimal_date), "Clinton takes office"
    dates = [one.date for one in trail.value("cases", "episodes") if one.administration.value == "after"]
    return float(min(dates)), "Second period"


def _box(trail: Trail) -> Callout:
    count = trail.number("cases", "episodes.#", "words")
    return Callout(
        f"What {count} cases can carry",
        (
            _can_decline(trail),
            _can_selection(trail),
            _can_figure1(trail),
            *power.carried(trail),
            *_can_rivals(trail),
        ),
    )


def _can_decline(trail: Trail) -> str:
    path = "fragilities[test=stratified_one_sided].minimal_flips"
    flips = trail.value("figure2", path)
    p = trail.number("figure2", "stratified.p.greater", "p")
    if flips is None:
        return f"*The decline.* It holds under every recoding tried (p = {p})."
    number = trail.number("figure2", path, "words")
    return (
        f"*The decline.* It holds (p = {p}) unless {number} outcome {agree(flips, 'coding')} "
        f"{agree(flips, 'is', 'are')} reversed or the whole Framework is counted as one negotiation."
    )


def _can_selection(trail: Trail) -> str:
    unseen = trail.value("figure2", "selection.refusals_stratified")
    if unseen is None:
        return "*Selection.* No plausible number of unseen refusals undoes it."
    number = trail.number("figure2", "selection.refusals_stratified", "Words")
    return (
        f"*Selection.* {number} earlier {agree(unseen, 'refusal')} that Figure 2 does not show could undo it."
    )


def _can_figure1(trail: Trail) -> str:
    if trail.value("figure1", "discriminates"):
        return "*Figure 1.* It tells a flat record from a gradual decline."
    factor = trail.number("figure1", "largest_bayes_factor", "1f")
    return (
        "*Figure 1.* It cannot tell a flat record from the decline that dependence predicts (a factor of "
        f"{factor} at most)."
    )


def _can_rivals(trail: Trail) -> tuple[str, ...]:
    """Say how many such episodes would tell the leading explanations apart, where that was computed."""
    names = {one.id for one in leaders(trail)}
    for one in trail.value("rivals", "separations"):
        if {one.first, one.second} == names:
            path = f"separations[first={one.first},second={one.second}].cases"
            cases = trail.number("rivals", path, "d")
            return (f"*Rivals.* About {cases} such episodes would tell the two that lead apart.",)
    return ()
