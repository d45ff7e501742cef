"""What a sweep file may say: the words and numbers that are allowed, and where files are found."""

from __future__ import annotations

from difflib import get_close_matches
from importlib.resources import files
from math import prod
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final, Literal, Self

import numpy as np
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from gaiatsu.dynamics import DEMAND_TYPES
from gaiatsu.dynamics.histories import PARTS, STATES
from gaiatsu.dynamics.summaries import MEASURES
from gaiatsu.errors import InvalidSpecification, UnknownName
from gaiatsu.studies.documents import parse_document, problems, read_document
from gaiatsu.studies.simulate.scenario import span_of

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["FIRST_REFUSAL", "Steps", "SweepSpec", "find_sweep", "sweep_names", "sweep_text", "texts_of"]

FIRST_REFUSAL: Final = "first_refusal"
"""Measure: the year of the first demand that won nothing."""

_FOLDER: Final = "gaiatsu.studies.sweeps.specs"
_KNOWN: Final = (FIRST_REFUSAL, *MEASURES, *STATES, *PARTS)
_WORDS: Final = ("all", "first", "last", "blocks")
_DEMANDS: Final = ("all", *(kind.value for kind in DEMAND_TYPES))
_MOST_CELLS: Final = 1_000_000

Names = Annotated[tuple[str, ...], Field(min_length=1)]
Prior = Literal["default", "sceptical", "article", "materialist"]


class _Block(BaseModel):
    """A part of a sweep: frozen, and nothing in it that is not known."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Steps(_Block):
    """Values at equal distances, both ends included."""

    first: Annotated[float, Field(alias="from")]
    last: Annotated[float, Field(alias="to")]
    steps: Annotated[int, Field(ge=2, le=10_000)]

    @property
    def values(self) -> tuple[float, ...]:
        """The values."""
        return tuple(np.linspace(self.first, self.last, self.steps).tolist())


class SweepSpec(_Block):
    """Which cells a sweep has, and what is measured in each."""

    name: str
    title: str
    about: str = ""
    scenarios: Names
    worlds: Names = ("article",)
    strategies: Names = ("status-quo",)
    priors: Annotated[tuple[Prior, ...], Field(min_length=1)] = ("default",)
    grid: dict[str, Steps | Annotated[tuple[float, ...], Field(min_length=1)]] = {}
    points: tuple[dict[str, float], ...] = ()
    given_record: bool = False
    baseline: dict[str, float | str] | Literal["none"] = {}
    draws: Annotated[int, Field(ge=1, le=10_000_000)] = 500
    replicates: Annotated[int, Field(ge=1)] = 1
    seed: int = 1999
    measures: Names
    demands: Names = ("all",)
    periods: Names = ("all",)

    @field_validator("scenarios", "worlds", "strategies", "priors", "measures", "demands", "periods")
    @classmethod
    def _once(cls, names: tuple[str, ...]) -> tuple[str, ...]:
        twice = sorted({name for name in names if names.count(name) > 1})
        if twice:
            message = f"{', '.join(twice)} stands there twice"
            raise ValueError(message)
        return names

    @field_validator("periods", mode="before")
    @classmethod
    def _periods_are_text(cls, given: Any) -> Any:
        return tuple(str(one) for one in given) if isinstance(given, list | tuple) else given

    @field_validator("measures", "demands", "periods")
    @classmethod
    def _known(cls, names: tuple[str, ...], info: Any) -> tuple[str, ...]:
        for name in names:
            if info.field_name == "periods":
                _ = name in _WORDS or span_of(name)
                continue
            known = _KNOWN if info.field_name == "measures" else _DEMANDS
            if name not in known:
                message = f"there is no {name!r}; there are {', '.join(known)}"
                raise ValueError(message)
        return names

    @model_validator(mode="after")
    def _fits(self) -> Self:
        if self.grid and self.points:
            message = "either a grid or points, not both"
            raise ValueError(message)
        if self.given_record and self.worlds != ("article",):
            message = "given_record reads the record under the article's account, so that worlds is [article]"
            raise ValueError(message)
        if self.draws * self.replicates < 10:
            message = f"{self.draws} draws of {self.replicates} replicates are fewer than ten relationships"
            raise ValueError(message)
        if self.size > _MOST_CELLS:
            message = f"{self.size:,} cells are more than a sweep can hold, {_MOST_CELLS:,}"
            raise ValueError(message)
        return self

    @property
    def fitted(self) -> str:
        """Whether anything was fitted, in a sentence."""
        if self.given_record:
            return "The record has been used: that the numbers agree with it confirms nothing."
        return "Nothing here was fitted: the numbers say what follows from the beliefs and from what was set."

    @property
    def pairs(self) -> bool:
        """Whether cells are compared with partners, set of parameters by set of parameters."""
        return self.baseline != "none" and self.size > 1

    @property
    def parameters(self) -> tuple[str, ...]:
        """Parameters that the sweep sets, in the order of the file."""
        names = [*self.grid, *(name for point in self.points for name in point)]
        return tuple(dict.fromkeys(names))

    @property
    def size(self) -> int:
        """Number of cells."""
        points = len(self.points) or prod(len(levels_of(values)) for values in self.grid.values())
        return len(self.scenarios) * len(self.worlds) * len(self.strategies) * len(self.priors) * points


def levels_of(values: Steps | tuple[float, ...]) -> tuple[float, ...]:
    """Values of a parameter, listed or at equal distances."""
    return values.values if isinstance(values, Steps) else values


def texts_of(values: Iterable[float]) -> tuple[str, ...]:
    """Write numbers with as few digits as tell them apart, four or more.

    Examples
    --------
    >>> texts_of([0, 1 / 3, 1])
    ('0', '0.3333', '1')
    """
    several = tuple(values)
    for digits in range(4, 17):
        texts = tuple(f"{value:.{digits}g}" for value in several)
        if len(set(texts)) == len(set(several)):
            return texts
    return tuple(f"{value!r}" for value in several)


def sweep_names() -> tuple[str, ...]:
    """Names of the shipped sweeps, the template last.

    Examples
    --------
    >>> sweep_names()[-1]
    'template'
    """
    found = {file.name.removesuffix(".yaml") for file in files(_FOLDER).iterdir() if ".yaml" in file.name}
    return (*sorted(found - {"template"}), "template")


def sweep_text(name: str) -> str:
    """Text of a shipped sweep, to copy and change."""
    if name not in sweep_names():
        near = get_close_matches(name, sweep_names(), n=2) or list(sweep_names())
        msg = f"There is no sweep {name!r}, and no file of that name."
        raise UnknownName(msg, expected=f"a file, or one of {', '.join(near)}")
    return files(_FOLDER).joinpath(f"{name}.yaml").read_text(encoding="utf-8")


def find_sweep(where: str | Path) -> tuple[SweepSpec, Path]:
    """Read a sweep by name or from a file.

    Parameters
    ----------
    where
        Name of a shipped sweep, or path of a YAML file.

    Returns
    -------
    tuple
        The sweep, and the folder that its scenario files are looked for in.

    Raises
    ------
    UnknownName
        Neither a file nor a shipped sweep.
    InvalidSpecification
        The file cannot be read or says something that is not allowed.

    Examples
    --------
    >>> spec, _ = find_sweep("template")
    >>> spec.size, spec.parameters
    (6, ('hierarchy', 'trust'))
    """
    path = Path(where)
    beside, name = (path.parent, path.stem) if path.is_file() else (Path(), str(where))
    data = (
        read_document(path, "sweep")
        if path.is_file()
        else parse_document(sweep_text(str(where)), f"sweep {where}")
    )
    try:
        return SweepSpec.model_validate({"name": name, **data}), beside
    except ValidationError as error:
        msg = f"The sweep {where} cannot be used: {problems(error)}."
        raise InvalidSpecification(
            msg, todo="Compare it with the template: gaiatsu sweep --show template."
        ) from None
