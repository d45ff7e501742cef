"""Strategies that a user writes: short YAML files that name what is asked, when it is pressed and how."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from gaiatsu.errors import InvalidSpecification
from gaiatsu.strategy.library import LIBRARY, find_strategy
from gaiatsu.strategy.mixing import Blend, Condition, Seen, Switch
from gaiatsu.strategy.package import Asks, Channel, Package, Threatens
from gaiatsu.strategy.records import Properties, Strategy
from gaiatsu.studies.documents import find_file, problems, read_document

if TYPE_CHECKING:
    from gaiatsu.dynamics import Policy

__all__ = ["TEMPLATE", "read_strategy"]

Share = Annotated[float, Field(ge=0.0, le=1.0)]
_DEEPEST: Final = 5
_OWN: Final = tuple(Package.__dataclass_fields__)

TEMPLATE: Final = """\
# A strategy of your own. Leave out what you do not want to change.
title: Firm but fair
about: The social package that keeps a threat of its own, made discreetly and only where it pays.
based_on: social              # a strategy of the index (gaiatsu advise --list) or a file

# What is asked: "the usual", or "rules and allies" (a rule that the target breaks, else what it wants most).
asks: rules and allies
# When it is pressed: "where it seems to pay", "where it pays", "always", "never", "with authority".
threatens: where it pays
# On whose authority: "the usual", "alone", "the regime".
channel: the usual
threatened_cost: 0.5          # M, 0-1
public_posture: 0             # A, 0-1
linkage: 0                    # L, 0-1: how far a threat draws on the security relation
stretch: 0                    # chance of stretching a deal, 0-1
# carry_out: 1                # chance of carrying a resisted threat out; its credibility when left out

# Instead of all this, one strategy under a condition and another elsewhere ...
# switch: {when: trust_of_sender, below: 0.5, use: social, otherwise: resolute}
# ... or a lottery each year:
# blend: {social: 2, resolute: 1}
"""
"""A strategy file with every word that it may use."""


class _Part(BaseModel):
    """A part of a strategy file: frozen, and nothing in it that is not known."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class SwitchBlock(_Part):
    """One strategy where a condition holds, another elsewhere."""

    when: Seen
    below: float | None = None
    above: float | None = None
    use: str
    otherwise: str


class StrategyFile(_Part):
    """What a strategy file may say."""

    title: str
    about: str = ""
    based_on: str = "status-quo"
    asks: Asks | None = None
    threatens: Threatens | None = None
    channel: Channel | None = None
    threatened_cost: Share | None = None
    public_posture: Share | None = None
    linkage: Share | None = None
    stretch: Share | None = None
    carry_out: Share | None = None
    switch: SwitchBlock | None = None
    blend: dict[str, Annotated[float, Field(gt=0.0)]] | None = None


def read_strategy(where: str | Path) -> Strategy:
    """Read a strategy by name or from a file.

    Parameters
    ----------
    where
        Path of a YAML file, or a name in the index.

    Returns
    -------
    Strategy
        Called after its file; its properties are not declared, since nobody has tested them.

    Raises
    ------
    UnknownName
        Neither a file nor a name.
    InvalidSpecification
        The file cannot be read or says something that is not allowed.

    Examples
    --------
    >>> read_strategy("social").title
    'Social package'
    """
    return _read(where, beside=Path(), depth=0)


def _read(where: str | Path, *, beside: Path, depth: int) -> Strategy:
    path = find_file(where, beside)
    if path is None:
        return find_strategy(str(where))
    if depth > _DEEPEST:
        msg = f"The strategy {where} is made of others {depth} deep."
        raise InvalidSpecification(msg, expected="at most five, and none made of itself")
    if path.stem in LIBRARY:
        msg = f"The strategy file {path} has the name of a strategy of the index."
        raise InvalidSpecification(msg, expected="a name of its own", todo="Rename the file.")
    said = _parsed(path)
    return Strategy(
        path.stem,
        said.title,
        said.about or said.title,
        (),
        Properties(opens_with_threat=False),
        _policy(said, path, depth + 1),
    )


def _parsed(path: Path) -> StrategyFile:
    try:
        return StrategyFile.model_validate(read_document(path, "strategy"))
    except ValidationError as error:
        msg = f"The strategy {path} cannot be used: {problems(error)}."
        raise InvalidSpecification(
            msg, todo="Compare it with the template: gaiatsu advise --template."
        ) from None


def _policy(said: StrategyFile, path: Path, depth: int) -> Policy:
    own: dict[str, Any] = {name: getattr(said, name) for name in _OWN if getattr(said, name) is not None}
    ways = [name for name in ("switch", "blend") if getattr(said, name) is not None]
    if len(ways) > 1 or (ways and own):
        msg = f"The strategy {path} gives {', '.join([*ways, *own])} together."
        raise InvalidSpecification(msg, expected="a switch, or a blend, or tactics of its own; one of them")

    def other(name: str) -> Policy:
        return _read(name, beside=path.parent, depth=depth).policy

    if said.switch is not None:
        block = said.switch
        condition = Condition(block.when, below=block.below, above=block.above)
        return Switch(condition, other(block.use), other(block.otherwise))
    if said.blend is not None:
        return Blend(tuple((weight, other(name)) for name, weight in said.blend.items()))
    return _changed(said.based_on, other, own)


def _changed(base: str, other: Any, own: dict[str, Any]) -> Policy:
    """Change some tactics of a strategy that consists of tactics."""
    below = Package() if base == "status-quo" else other(base)
    if not own:
        policy: Policy = below
        return policy
    if not isinstance(below, Package):
        msg = f"The strategy {base} does not consist of tactics, so that none of them can be changed."
        packages = [name for name, one in LIBRARY.items() if isinstance(one.policy, Package)]
        raise InvalidSpecification(msg, expected=f"one of status-quo, {', '.join(packages)}")
    kept = {name: getattr(below, name) for name in _OWN}
    return Package(**{**kept, **own})
