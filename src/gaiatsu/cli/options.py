"""Options that several commands share, so that they read the same everywhere."""

from __future__ import annotations

import click

__all__ = ["data_option", "patch_option", "seed_option"]

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
