"""Where a result came from: function, inputs with digests, seed, version, citations, patches."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from gaiatsu.cases import CaseSet

__all__ = ["Input", "Provenance", "case_input", "rows_digest", "trace"]


@dataclass(frozen=True)
class Input:
    """A piece of data that a result was computed from.

    Parameters
    ----------
    name
        Where the rows stand, such as ``schoppa1999/table1``.
    digest
        SHA-256 of the rows in canonical JSON.
    rows
        Names of the rows used, in order.
    """

    name: str
    digest: str
    rows: tuple[str, ...] = ()


@dataclass(frozen=True)
class Provenance:
    """The trail of a result: enough to compute it again and to see whether anything changed.

    Parameters
    ----------
    function
        Dotted path of the function that computed it.
    inputs
        The data it read.
    seed
        Seed of its random stream; ``None`` where nothing is random.
    version
        Version of gaiatsu.
    citations
        Keys of the works the method or the data come from.
    patches
        Names of the patches applied to the case set.
    """

    function: str
    inputs: tuple[Input, ...]
    seed: int | None
    version: str
    citations: tuple[str, ...] = ()
    patches: tuple[str, ...] = ()


def rows_digest(rows: Any) -> str:
    """Digest of rows that JSON can hold.

    Examples
    --------
    >>> rows_digest([1, 2])[:8]
    '49a64717'
    """
    text = json.dumps(rows, sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def case_input(case_set: CaseSet, part: str = "episodes", *, rows: Iterable[str] | None = None) -> Input:
    """Name the part of a case set that a result reads.

    Parameters
    ----------
    case_set
        The set.
    part
        ``episodes``, ``events``, ``statements``, ``facts``, or the id of a series.
    rows
        Names of the rows used; all of them when left out.

    Returns
    -------
    Input
        Name, digest and rows, as a provenance holds them.
    """
    collections: dict[str, Sequence[Any]] = {
        "episodes": case_set.episodes,
        "events": case_set.events,
        "statements": case_set.statements,
        "facts": case_set.facts,
    }
    if part in collections:
        records = {record.id: record.model_dump(mode="json") for record in collections[part]}
    else:
        series = next(series for series in case_set.series if series.id == part)
        records = {str(row[0]): list(row) for row in series.rows}
    names = tuple(records) if rows is None else tuple(rows)
    return Input(f"{case_set.id}/{part}", rows_digest([records[name] for name in names]), names)


def trace(
    function: Callable[..., Any],
    *inputs: Input,
    seed: int | None = None,
    citations: Sequence[str] = ("schoppa1999",),
    patches: Sequence[str] = (),
) -> Provenance:
    """Record that ``function`` computed a result from ``inputs``.

    Parameters
    ----------
    function
        The function that computed the result.
    inputs
        What it read.
    seed
        Seed of its random stream, if it had one.
    citations
        Keys of the works that the method or the data come from.
    patches
        Names of the patches applied to the case set.

    Returns
    -------
    Provenance
        The trail that the result carries.
    """
    path = f"{function.__module__}.{function.__qualname__}"
    return Provenance(path, inputs, seed, version("gaiatsu"), tuple(citations), tuple(patches))
