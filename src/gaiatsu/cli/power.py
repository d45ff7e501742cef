"""``gaiatsu power``: what a design of this size can and cannot show."""

from __future__ import annotations

import math
import textwrap
from typing import TYPE_CHECKING, Any

import click

from gaiatsu.cli.output import emit, json_option
from gaiatsu.errors import InvalidSpecification

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gaiatsu.studies.power import DesignPower, PowerRow, PowerSettings, PowerStudy

__all__ = ["power"]

WIDTH = 100
LEGEND = (
    "power: the true sign is called (Monte Carlo error in brackets). false: it is called although no cause "
    "has any effect. wrong: share of calls with the wrong sign. size: mean size of called effects over the "
    "truth. shrunk: mean of all estimates over the truth. cover: 90 % intervals that hold the truth."
)


@click.command()
@click.argument("case_set", default="schoppa1999")
@click.option(
    "--episodes",
    type=click.IntRange(min=2),
    multiple=True,
    help="Simulate this many episodes of the dyad beside those at hand; may be repeated.",
)
@click.option(
    "--effects",
    metavar="NAME=SIZE,...",
    help="True effects, such as material=0.8,trust=1.5; causes left out keep their default.",
)
@click.option(
    "--replicates", type=click.IntRange(min=2), help="Simulations for each design; its own when left out."
)
@click.option(
    "--prior",
    type=click.Choice(["default", "sceptical", "article", "materialist"]),
    default="default",
    show_default=True,
    help="Beliefs of the analyst whose calls are counted.",
)
@click.option("--seed", type=int, default=1999, show_default=True, help="Seed of the simulation.")
@json_option
def power(case_set: str, *, as_json: bool, **options: Any) -> None:
    """Say what a design of this size can and cannot show.

    Outcomes are simulated for the episodes of CASE_SET as if the causes had the effects supposed, and
    analyzed as the real ones are.
    """
    from gaiatsu import cases
    from gaiatsu.studies.power import power as simulate

    study = simulate(cases.load(case_set), seed=options["seed"], settings=_settings(options))
    emit("power", _object(study), _text(study), as_json=as_json)


def _settings(options: dict[str, Any]) -> PowerSettings:
    from dataclasses import replace

    from gaiatsu.studies.power import DEFAULT_DESIGNS, EFFECTS, PowerDesign, PowerSettings

    designs = DEFAULT_DESIGNS
    if options["episodes"]:
        more = [PowerDesign(f"{n:,} episodes of this dyad", episodes=n) for n in options["episodes"]]
        designs = (DEFAULT_DESIGNS[0], *more)
    if options["replicates"]:
        designs = tuple(replace(design, replicates=options["replicates"]) for design in designs)
    effects = {**EFFECTS, **_effects(options["effects"] or "")}
    return PowerSettings(effects=effects, designs=designs, prior=options["prior"])


def _effects(text: str) -> dict[str, float]:
    """Read ``material=0.8,trust=1.5``."""
    found = {}
    for part in filter(None, (piece.strip() for piece in text.split(","))):
        name, _, size = part.partition("=")
        try:
            found[name.strip()] = float(size)
        except ValueError:
            found[name.strip()] = math.nan
        if not math.isfinite(found[name.strip()]):
            msg = f"The effect {part!r} cannot be read."
            raise InvalidSpecification(msg, expected="a cause, an equals sign and a number") from None
    return found


def _object(study: PowerStudy) -> dict[str, Any]:
    return {
        "rule": study.rule,
        "effects": study.settings.effects,
        "prior": study.settings.prior,
        "designs": study.designs,
        "causes": study.causes,
        "provenance": study.provenance,
    }


def _text(study: PowerStudy) -> str:
    return "\n".join([*_heading(study), *(line for one in study.designs for line in _design(one))])


def _heading(study: PowerStudy) -> Iterator[str]:
    first = study.designs[0]
    shift = first.rows[-1]
    yield textwrap.fill(
        f"With {first.episodes} episodes and effects of this size, the {shift.effect} is called in "
        f"{shift.power:.0%} of simulations, and in {shift.false_calls:.0%} where there is none.",
        WIDTH,
    )
    one, other = study.causes.strongest
    yield textwrap.fill(
        f"An effect is called when {study.rule}. The two causes hardest to tell apart are {one} and {other} "
        f"(r = {study.causes.largest:.2f}); variance inflation up to {study.causes.vif.max():.1f}.",
        WIDTH,
    )
    yield textwrap.fill(LEGEND, WIDTH)


def _design(result: DesignPower) -> Iterator[str]:
    prior = f", {result.design.prior} prior" if result.design.prior else ""
    counts = f"{result.episodes} episodes, {result.design.replicates} simulations"
    yield f"\n{result.design.name} ({counts}{prior})"
    yield f"  {'':24}{'truth':>7}{'power':>13}{'false':>7}{'wrong':>7}{'size':>7}{'shrunk':>8}{'cover':>7}"
    for row in result.rows:
        yield _line(row)


def _line(row: PowerRow) -> str:
    power_text = f"{row.power:.0%} ({100 * row.power_se:.0f})"
    shares = f"{_share(row.false_calls):>7}{_share(row.type_s):>7}"
    sizes = f"{_number(row.type_m):>7}{_number(row.shrinkage):>8}"
    return f"  {row.effect:24}{row.truth:>7.2f}{power_text:>13}{shares}{sizes}{row.coverage:>7.0%}"


def _share(value: float) -> str:
    return "-" if math.isnan(value) else f"{value:.0%}"


def _number(value: float) -> str:
    return "-" if math.isnan(value) else f"{value:.2f}"
