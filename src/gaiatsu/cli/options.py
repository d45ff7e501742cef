"""Options that several commands share, so that they read the same everywhere."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from gaiatsu.strategy.payoffs import Stakes

__all__ = ["data_option", "patch_option", "policy_option", "seed_option", "stakes_of", "stakes_options"]

_WEIGHT = click.FloatRange(min=0.0)
_STAKES = ("discount", "backlash_cost", "stretch_gain", "breach_loss")

data_option = click.option(
    "--data",
    metavar="DIR",
    envvar="GAIATSU_DATA",
    help="Folder of external data sets; GAIATSU_DATA when left out.",
)
patch_option = click.option(
    "--patch",
    "patches",
    multiple=True,
    metavar="FILE",
    help="Patch to apply to the case set: a name or a file; may be repeated.",
)
seed_option = click.option(
    "--seed", type=int, default=1999, show_default=True, help="Seed of every random stream."
)
policy_option = click.option(
    "--policy",
    "policies",
    multiple=True,
    metavar="FILE",
    help="Strategy of your own, a YAML file; may be repeated.",
)


def stakes_options(command: Any) -> Any:
    """Add what counts in a payoff, and how much a later year does."""
    for option in (
        click.option("--breach-loss", type=_WEIGHT, help="What the target's breach takes from a deal."),
        click.option(
            "--stretch-gain", type=_WEIGHT, help="What stretching adds to a deal, as a share of it."
        ),
        click.option(
            "--backlash-cost", type=_WEIGHT, help="Cost of a counter-sanction, in full concessions."
        ),
        click.option(
            "--discount",
            type=click.FloatRange(min=0.0, max=1.0),
            default=0.9,
            show_default=True,
            help="What a year later counts for.",
        ),
    ):
        command = option(command)
    return command


def stakes_of(given: dict[str, Any]) -> Stakes:
    """Read what `stakes_options` was given."""
    from gaiatsu.strategy.payoffs import Stakes

    return Stakes(**{name: given[name] for name in _STAKES if given[name] is not None})
