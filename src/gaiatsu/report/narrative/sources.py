"""What the report rests on: data, digests, functions and seeds, so that anyone can compute it again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gaiatsu.report.document import Column, Prose, Row, Section, Table

if TYPE_CHECKING:
    from gaiatsu.report.trail import Trail

__all__ = ["section"]


def section(trail: Trail) -> Section:
    """Tell where the numbers come from.

    Parameters
    ----------
    trail
        The numbers of the replication; every other section has been told.

    Returns
    -------
    Section
        One row for each computation and each piece of data.
    """
    return Section(
        "sources",
        "Trail",
        "Where do the numbers come from?",
        "From the case set and the data named below, each by its digest; in the page, choosing a number "
        "opens its trail.",
        (Prose(_again(trail)), _table(trail)),
    )


def _table(trail: Trail) -> Table:
    readers: dict[tuple[str, str], list[str]] = {}
    full: list[dict[str, object]] = []
    for name, source in trail.sources.items():
        for given in source.inputs:
            readers.setdefault((given.name, given.digest), []).append(name)
            full.append(
                {
                    "step": name,
                    "function": source.function,
                    "data": given.name,
                    "digest": given.digest,
                    "rows": " ".join(given.rows),
                    "seed": source.seed,
                    "version": source.version,
                    "patches": " ".join(source.patches),
                }
            )
    rows = [Row((data, digest[:12], ", ".join(names))) for (data, digest), names in sorted(readers.items())]
    return Table(
        "sources",
        "Data and digests",
        (
            Column("data", "Data"),
            Column("digest", "SHA-256 begins"),
            Column("read_by", "Read by"),
        ),
        tuple(rows),
        folded=True,
        full=tuple(full),
    )


def _again(trail: Trail) -> str:
    patches = sorted({patch for source in trail.sources.values() for patch in source.patches})
    changed = f" The codings were changed by {', '.join(patches)}." if patches else ""
    return (
        "The same case set, data and seed give the same files, byte for byte. Whole digests and rows "
        f"stand in trail.json.{changed}"
    )
