"""Structural rivals: worlds in which some mechanism of the theory is absent, or another one takes its place.

A prior set says how strong an effect is believed to be; a world says that it is not there. Each world changes
the draws and the setting of a run, and one of them what every policy is told, so that the same engine, draws
and luck show what a rival account would have made of the same relationship.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from difflib import get_close_matches
from types import MappingProxyType
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.special import spence

from gaiatsu.dynamics.parameters import ParameterDraws
from gaiatsu.dynamics.policy import Outlook, Policy, Tactic
from gaiatsu.dynamics.setting import Demands, Setting
from gaiatsu.errors import UnknownName

__all__ = [
    "IDENTITY",
    "LAG",
    "MOVED",
    "NORMS",
    "NOT_EXPRESSED",
    "TRUST",
    "WORLDS",
    "World",
    "apply_world",
    "find_world",
    "in_world",
]

Floats = NDArray[np.float64]
Pair = tuple[Setting, ParameterDraws]

IDENTITY: Final = ("hierarchy", "backlash_hierarchy")
"""Weights through which hierarchy reaches what is conceded and provoked."""

NORMS: Final = ("legitimacy", "backlash_legitimacy")
"""Weights through which procedural legitimacy does."""

TRUST: Final = ("trust", "sender_trust", "backlash_trust")
"""Weights through which trust does, on either side."""

LAG: Final = 4.0
"""Years by which concessions follow dependence in the lagged world: the mean of the prior, uniform on 0-8."""

MOVED: Final = 0.5
"""Share of the leverage behind other demands that material linkage moves to one type. Ours."""

_AT_ONCE: Final = 1e-4
"""Years in which the plasticity of a step is over: nothing is left of it a year later."""


@dataclass(frozen=True)
class World:
    """A structural rival.

    Parameters
    ----------
    name
        Its name on the command line and in tables.
    title
        Its name in prose.
    supposes
        What it supposes, in a sentence.
    absent
        Parameters that are zero in it.
    change
        What it changes beyond that in the setting and the draws.
    firmness
        Parameter whose weight, times DSM_t, each grade of concession costs more; empty for none. Every policy
        is told, through `in_world`.
    rivals
        Ids in ``theory.rivals`` that it puts into the engine.
    references
        Works that hold this account.
    """

    name: str
    title: str
    supposes: str
    absent: tuple[str, ...] = ()
    change: Callable[[Setting, ParameterDraws], Pair] | None = None
    firmness: str = ""
    rivals: tuple[str, ...] = ()
    references: tuple[str, ...] = ("schoppa1999",)


def apply_world(world: World | str, setting: Setting, parameters: ParameterDraws) -> Pair:
    """Put a relationship into a world.

    Parameters
    ----------
    world
        The world or its name.
    setting
        What is given.
    parameters
        Draws; what the world does not touch stays as it is, so that worlds can be compared pair by pair.

    Returns
    -------
    tuple
        Setting and draws to be run. A policy goes through `in_world` too.

    Raises
    ------
    UnknownName
        No world has that name.

    Examples
    --------
    >>> from gaiatsu.dynamics import draw_parameters
    >>> from gaiatsu.dynamics.examples import quiet_setting
    >>> _, drawn = apply_world("materialist", quiet_setting(1970, 1990), draw_parameters(10, seed=1))
    >>> float(abs(drawn["legitimacy"]).max())
    0.0
    """
    chosen = find_world(world) if isinstance(world, str) else world
    if chosen.absent:
        parameters = parameters.replace(**dict.fromkeys(chosen.absent, 0.0))
    return chosen.change(setting, parameters) if chosen.change else (setting, parameters)


def in_world(world: World | str, policy: Policy) -> Policy:
    """Let a policy act in a world.

    Parameters
    ----------
    world
        The world or its name.
    policy
        The sender's.

    Returns
    -------
    Policy
        The same one, except where the world changes what every policy is told.
    """
    chosen = find_world(world) if isinstance(world, str) else world
    return _Enforced(policy, chosen.firmness) if chosen.firmness else policy


@dataclass(frozen=True)
class _Enforced:
    """A policy that knows that a deal will be enforced: each grade costs the target ``weight DSM_t`` more.

    ``exp(-sum alpha)`` of the k-th grade is multiplied by ``exp(-k weight DSM_t)``.
    """

    policy: Policy
    weight: str

    def __call__(self, outlook: Outlook, chances: Floats, /) -> Tactic:
        constants = outlook.constants
        firmer = np.exp(-constants.parameters[self.weight] * outlook.dispute_settlement)
        first, second, third = (
            (factor.reshape(-1, firmer.size) * firmer**grade).ravel()
            for grade, factor in enumerate(constants.factors, start=1)
        )
        told = replace(constants, factors=(first, second, third))
        return self.policy(replace(outlook, constants=told), chances)


def _lagged(setting: Setting, parameters: ParameterDraws) -> Pair:
    years = np.arange(setting.origin, setting.stop, dtype=float)
    return replace(setting, asymmetry=np.interp(years - LAG, years, setting.asymmetry)), parameters


def _even(setting: Setting, parameters: ParameterDraws) -> Pair:
    return replace(setting, asymmetry=np.ones_like(setting.asymmetry)), parameters


def _concentrated(setting: Setting, parameters: ParameterDraws) -> Pair:
    demands = tuple((first, _moved(block)) for first, block in setting.demands)
    return replace(setting, demands=demands), parameters.replace(security_share=0.0)


def _moved(demands: Demands) -> Demands:
    """Move leverage to the type that is asked for most; ``sum_d mix_d M_d`` stays what it was."""
    mix, costs = np.asarray(demands.mix), np.asarray(demands.threatened_cost)
    place = int(np.argmax(mix))
    elsewhere = mix * costs
    elsewhere[place] = 0.0
    offered = MOVED * float(elsewhere.sum())
    room = float(mix[place] * (1.0 - costs[place]))
    share = MOVED * min(1.0, room / offered) if offered > 0.0 else 0.0
    moved = np.where(np.arange(mix.size) == place, costs, costs * (1.0 - share))
    moved[place] = min(1.0, costs[place] + share * float(elsewhere.sum()) / mix[place])
    return replace(demands, threatened_cost=tuple(moved.tolist()), linkage=(0.0,) * mix.size)


def _staked(setting: Setting, parameters: ParameterDraws) -> Pair:
    blocks: list[tuple[int, Demands]] = []
    for year in setting.years.tolist():
        usual = setting.demands_in(year)
        watched = float(setting.dispute_settlement[year - setting.origin])
        block = replace(usual, stake=min(1.0, usual.stake + watched))
        if not blocks or block != blocks[-1][1]:
            blocks.append((year, block))
    return replace(setting, demands=tuple(blocks)), parameters


def _stepped(setting: Setting, parameters: ParameterDraws) -> Pair:
    """One step that closes what the plasticity would have closed in all: ``1 - exp(-s Li2(g_S))``."""
    jump, decay = parameters["plasticity_shock"], parameters["shock_decay"]
    whole = -np.expm1(-decay * spence(1.0 - jump))
    stepped = replace(
        setting,
        elites=replace(setting.elites, steps_per_year=1),
        shock_dates=tuple(float(np.floor(date)) for date in setting.shock_dates),
    )
    return stepped, parameters.replace(plasticity_shock=whole, shock_decay=_AT_ONCE)


def _followed(setting: Setting, parameters: ParameterDraws) -> Pair:
    return setting, parameters.replace(plasticity_base=1.0)


WORLDS: Final[tuple[World, ...]] = (
    World("article", "The article's world", "Every mechanism of the theory is at work."),
    World(
        "materialist",
        "Materialism",
        "Nothing social reaches what is demanded, conceded or provoked; credible costs and dependence do.",
        (*IDENTITY, *NORMS, *TRUST),
        rivals=("trade-dependence",),
        references=("schoppa1999", "hirschman1945"),
    ),
    World(
        "lagged-materialist",
        "Lagged materialism",
        f"Materialism, with concessions that follow dependence {LAG:.0f} years late.",
        (*IDENTITY, *NORMS, *TRUST),
        _lagged,
        rivals=("trade-dependence",),
        references=("schoppa1999", "hirschman1945"),
    ),
    World(
        "reputation-only",
        "Reputation only",
        "Nothing social counts and a threat always weighs what it does at the baseline of dependence; what "
        "changes is the record of following through, and it works through credibility.",
        (*IDENTITY, *NORMS, *TRUST),
        _even,
        references=("schoppa1999", "schelling1966"),
    ),
    World(
        "material-linkage",
        "Material linkage",
        "No deference crosses from the security side; leverage is moved between issues instead: half of what "
        "stands behind the other types of demand goes to the commonest one, and the total stays the same.",
        change=_concentrated,
        references=("schoppa1999", "wagner1988"),
    ),
    World(
        "no-reactance",
        "No reactance",
        "To be coerced provokes no resistance by itself: a threat is a cost like any other.",
        ("reactance",),
        references=("schoppa1999", "powers_altman2023"),
    ),
    World(
        "regime-audience-costs",
        "Audience costs at the regime",
        "A regime that settles disputes makes threats more credible, as a larger stake would, and means "
        "nothing for their legitimacy.",
        NORMS,
        _staked,
        rivals=("regime-audience-costs",),
        references=("schoppa1999", "martin1993"),
    ),
    World(
        "shadow-of-the-future",
        "Shadow of the future",
        "Deals that will be enforced are worth fighting over: under a full regime each grade costs the "
        "target as much more as the deepest demand does, and the regime means nothing for legitimacy.",
        NORMS,
        firmness="depth",
        rivals=("shadow-of-the-future",),
        references=("schoppa1999", "fearon1998"),
    ),
    World(
        "norms-without-identity",
        "Norms without identity",
        "Hierarchy changes nothing; procedure and trust do.",
        IDENTITY,
    ),
    World(
        "identity-without-norms",
        "Identity without norms",
        "The legitimacy of a tactic changes nothing; hierarchy and trust do.",
        NORMS,
    ),
    World(
        "no-trust",
        "No trust",
        "Trust changes nothing on either side; hierarchy and procedure do.",
        TRUST,
    ),
    World(
        "step-not-plasticity",
        "A step instead of plasticity",
        "A shock moves identities at once, by as much as its plasticity would have moved them in all.",
        change=_stepped,
        references=("schoppa1999", "kowert_legro1996"),
    ),
    World(
        "identity-follows-power",
        "Identity follows power",
        "Identities are what the dependence of the year suggests; nothing is remembered.",
        change=_followed,
        references=("schoppa1999", "lake2009"),
    ),
)
"""Every world, the article's first."""

_MARKETS: Final = "No term for other markets; a scenario can put their effect into its dependence."

NOT_EXPRESSED: Final[Mapping[str, str]] = MappingProxyType(
    {
        "asian-markets": _MARKETS,
        "asian-export-share": _MARKETS,
        "capital-flows": "No term for capital; a scenario can put its effect into its dependence.",
        "cold-war-material": "No term for what the sender's guarantee is worth to the target.",
        "security-dependence": "No term for what the sender's guarantee is worth to the target.",
        "ldp-fall": "The target has no audience costs of its own in the stage game.",
        "electoral-reform": "The target has no audience costs of its own in the stage game.",
        "audience-costs": "The target has no audience costs of its own in the stage game.",
        "electoral-discounting": "A year of a run has no later payoff that an election could discount.",
        "recession-costs": "No term for growth.",
        "recession-power": "No term for growth; a scenario can put its effect into its dependence.",
        "stagnation-costs": "No term for growth.",
        "stagnation-power": "No term for growth; a scenario can put its effect into its dependence.",
        "side-payments": "No term for what the sender gives; nobody has coded it either.",
    }
)
"""Rivals of ``theory.rivals`` that the engine has no term for, and why."""


def find_world(name: str) -> World:
    """One world by name.

    Parameters
    ----------
    name
        Its name.

    Returns
    -------
    World

    Raises
    ------
    UnknownName
        No world has it.

    Examples
    --------
    >>> find_world("no-reactance").absent
    ('reactance',)
    """
    for world in WORLDS:
        if world.name == name:
            return world
    known = [world.name for world in WORLDS]
    near = get_close_matches(name, known, n=3) or known
    msg = f"There is no world {name!r}."
    raise UnknownName(msg, expected=f"one of {', '.join(near)}")
