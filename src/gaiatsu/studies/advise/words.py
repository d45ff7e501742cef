"""Sentences of the advice: the answer, what it depends on, and what must be known of the scenario."""

from __future__ import annotations

from math import isnan
from typing import TYPE_CHECKING, Final

from gaiatsu.studies.advise.records import CANNOT_TELL, SURE
from gaiatsu.theory.parameters import find_parameter

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from gaiatsu.studies.advise.records import BreakEven, Duel, StrategyRow, Turning

__all__ = [
    "THRESHOLDS",
    "article_sentence",
    "cautions",
    "depends_sentence",
    "named",
    "optimum_sentence",
    "parameter_words",
    "verdict",
    "worse_sentence",
]

THRESHOLDS: Final = "thresholds"
"""Name under which the mean of all thresholds of eq. 1 is looked at."""


_SAME: Final = 0.005
_OFTEN: Final = 0.05
_STAKE_WORDS: Final = {
    "backlash_cost": "what a counter-sanction costs, in full concessions",
    "stretch_gain": "what stretching adds to a deal, as a share of it",
    "breach_loss": "what a breach by the target takes from a deal, as a share of it",
}
_STAKES: Final = (
    "What a backlash, a stretched deal and a breach are worth is ours; the break-evens say where other "
    "weights would turn an order."
)


def parameter_words(name: str) -> str:
    """Name a parameter for a reader who does not know its letter.

    Parameters
    ----------
    name
        Its name in results.

    Returns
    -------
    str

    Examples
    --------
    >>> parameter_words("trust")
    'the weight of the expected loss from a stretched deal'
    """
    if name == THRESHOLDS:
        return "the cost of conceding to the target"
    first = find_parameter(name).meaning.split(". ")[0].rstrip(".")
    said = first[0].lower() + first[1:]
    return f"the {said}" if said.split()[0] in _NOUNS else said


_NOUNS: Final = frozenset(
    {
        "weight",
        "cost",
        "chance",
        "share",
        "effect",
        "depth",
        "trust",
        "reputation",
        "plasticity",
        "resistance",
        "distance",
    }
)


def verdict(
    best: str | None,
    rows: Sequence[StrategyRow],
    beats: Mapping[str, float],
    *,
    ties: Mapping[str, float],
    level: Sequence[str] = (),
) -> str:
    """Answer the question which strategy is best.

    Parameters
    ----------
    best
        Name of the strategy that is better than each other beyond nine tenths; ``None`` without one.
    rows
        Strategies, the largest mean first.
    beats
        Share of the draws in which the first row beats each of the others.
    ties
        Share in which it is worth exactly as much as each of them.
    level
        Those whose mean is not below the largest by more than simulation error.

    Returns
    -------
    str
    """
    lead = rows[0]
    titles = {row.name: row.title for row in rows}
    apart = {name: share for name, share in beats.items() if name not in level} or dict(beats)
    weakest = min(apart, key=lambda name: apart[name])
    if best is not None:
        return (
            f"{_upper(named(titles[best]))} is better than every other strategy with a probability of at "
            f"least {min(beats.values()):.2f}."
        )
    as_good = f", and worth as much in {ties[weakest]:.0%}" if ties[weakest] >= _OFTEN else ""
    beside = "".join(f", level with {named(titles[name])}" for name in level)
    return (
        f"Cannot tell which strategy is best. {lead.title} has the largest mean, {lead.value:.2f}{beside}; "
        f"it is better than {named(titles[weakest])} in {apart[weakest]:.0%} of the draws{as_good}."
    )


def optimum_sentence(lead: StrategyRow, rows: Sequence[StrategyRow]) -> tuple[str, ...]:
    """Say how much better a computed rule is than the best of the named strategies.

    Parameters
    ----------
    lead
        The best of the named strategies.
    rows
        All strategies.

    Returns
    -------
    tuple of str
        Empty where none was computed.
    """
    found = next((row for row in rows if row.name == "computed-optimum"), None)
    if found is None:
        return ()
    gap = found.value - lead.value
    if abs(gap) < _SAME:
        return ("The best rule that a search found is worth as much.",)
    return (f"The best rule that a search found is worth {abs(gap):.2f} {'more' if gap > 0 else 'less'}.",)


def article_sentence(duels: Sequence[Duel]) -> str:
    """Say under which beliefs the article's advice holds.

    Parameters
    ----------
    duels
        Under each set of beliefs, the headline's first.

    Returns
    -------
    str
    """
    words = {one.verdict for one in duels}
    every = f"under {duels[0].title}" if len(duels) == 1 else "under every set of beliefs looked at"
    if words == {"social"}:
        answer = f"The article's advice holds {every}"
    elif words == {"materialist"}:
        answer = f"The article's advice fails {every}"
    elif duels[0].verdict == CANNOT_TELL:
        answer = "Whether the article's advice holds, nobody can tell from these beliefs"
    else:
        holds = "holds" if duels[0].verdict == "social" else "fails"
        answer = f"The article's advice {holds} under {duels[0].title}, not under all beliefs"
    ends = [f(duels[1:], key=lambda one: one.better) for f in (min, max)] if len(duels) > 1 else []
    others = " under others" if len(duels) > 2 else ""
    reach = " to ".join(dict.fromkeys(f"{one.better:.2f} ({one.title})" for one in ends))
    return (
        f"{answer}: the social package is worth more than the materialist one with probability "
        f"{duels[0].better:.2f} under {duels[0].title}" + (f", and {reach}{others}." if ends else ".")
    )


def depends_sentence(
    turning: Turning, titles: Mapping[str, str], break_evens: Sequence[BreakEven] = ()
) -> str:
    """Say what the order of two strategies depends on.

    Parameters
    ----------
    turning
        What turns their order.
    titles
        Titles by name.
    break_evens
        Weights of ours that would turn an order; those of this pair are told where they are near.

    Returns
    -------
    str
    """
    one, other = _upper(named(titles[turning.one])), named(titles[turning.other])
    also = _also(turning, break_evens)
    if turning.rule is None:
        said = f"{one[:1].lower()}{one[1:]} and {other} by more than chance would."
        return f"No single parameter turns the order of {said}{also}"
    rule = turning.rule
    both = " and ".join(parameter_words(name) for name, _, _ in rule.conditions)
    where = " and ".join(
        f"{parameter_words(name)} is {'above' if third == 'upper' else 'below'} {bound:.2g}"
        for name, third, bound in rule.conditions
    )
    return (
        f"This depends on {both}. {one} is better than {other} in {rule.share:.0%} of the draws "
        f"({rule.low:.0%} to {rule.high:.0%}) where {where}, and in {rule.otherwise:.0%} "
        f"({rule.otherwise_low:.0%} to {rule.otherwise_high:.0%}) at the other end." + also
    )


def _also(turning: Turning, break_evens: Sequence[BreakEven]) -> str:
    """Tell the weights of ours that would turn the order, up to three times the one supposed."""
    pair = {turning.one, turning.other}
    near = [
        f"{_STAKE_WORDS[one.stake]} ({one.used:.2f} is supposed; level at {one.turns:.2f})"
        for one in break_evens
        if {one.one, one.other} == pair and one.turns is not None and one.turns <= 3.0 * one.used
    ]
    return f" It depends also on {' and on '.join(near)}." if near else ""


def cautions(rows: Sequence[StrategyRow], beliefs: str, *, given: bool) -> tuple[str, ...]:
    """Say what must be known of this scenario before the table is believed.

    Parameters
    ----------
    rows
        The strategies.
    beliefs
        The headline's beliefs, in words.
    given
        Whether the scenario's record of deals or threats was set aside from the first year on.

    Returns
    -------
    tuple of str
    """
    by_name = {row.name: row for row in rows}
    social, conduct, usual = (by_name[name] for name in ("social", "social-usual-demands", "status-quo"))
    said = [
        f"The draws are those of {beliefs}" + ("." if "record" in beliefs else ": nothing was fitted."),
        _STAKES,
    ]
    if isnan(social.rates["backlash"]):
        said.append(
            "The social package never threatens here: it would only with the regime's authority against a "
            "broken rule, and in this scenario (target_in_violation, authorized, dispute_settlement) the two "
            "never meet. It is quiet asking for what is easier to give."
        )
    lead, by_demands = social.value - usual.value, social.value - conduct.value
    if lead > 0.0 and by_demands > 0.0:
        said.append(
            f"Of the social package's lead of {lead:.2f} over the status quo, {min(by_demands, lead):.2f} "
            "comes from asking for other things; every full concession counts the same, whatever was asked."
        )
    if given:
        said.append("Deals and threats on record count until the strategies begin, and no longer.")
    return tuple(said)


def worse_sentence(worse: Sequence[tuple[str, str]], titles: Mapping[str, str]) -> str:
    """Say which strategies can be set aside.

    Parameters
    ----------
    worse
        Pairs of a strategy and one that beats it.
    titles
        Titles by name.

    Returns
    -------
    str
        Empty where none can.
    """
    if not worse:
        return ""
    listed = "; ".join(f"{named(titles[name])} (worse than {named(titles[by])})" for name, by in worse)
    return f"Can be set aside, with a probability beyond {SURE:g} each: {listed}."


def named(title: str) -> str:
    """Name a strategy inside a sentence.

    Examples
    --------
    >>> named("Social package"), named("Tit for tat")
    ('the social package', 'tit for tat')
    """
    said = title[:1].lower() + title[1:]
    article = said.split()[-1] in ("package", "strategy", "quo", "optimum", "opportunist")
    return f"the {said}" if article else said


def _upper(words: str) -> str:
    return words[:1].upper() + words[1:]
