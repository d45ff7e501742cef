"""The folder of a sweep: a manifest, a part for each finished cell, in the end the results and a codebook."""

from __future__ import annotations

import hashlib
import json
import math
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from gaiatsu.errors import InvalidSpecification, OutputError
from gaiatsu.studies.sweeps.codebook import codebook
from gaiatsu.studies.sweeps.measuring import Reply
from gaiatsu.studies.sweeps.plan import Cell, SweepPlan, Task

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import polars as pl

__all__ = ["FILES", "finish", "keep", "open_folder"]

MANIFEST: Final = "manifest.json"
SCHEMA: Final = "gaiatsu-sweep-1.0"
PARTS: Final = "parts"
FILES: Final = ("results.parquet", "results.csv", "codebook.json", MANIFEST)
"""Files that stand in the folder when a sweep is complete, beside the parts."""

_MARK: Final = "gaiatsu.cell"


def open_folder(out: Path, plan: SweepPlan, *, resume: bool) -> frozenset[int]:
    """Make the folder of a sweep, or find in it what an earlier run of the same sweep finished.

    Parameters
    ----------
    out
        The folder.
    plan
        The sweep.
    resume
        Whether an earlier run may be gone on with.

    Returns
    -------
    frozenset of int
        Numbers of the cells that are finished.

    Raises
    ------
    OutputError
        The place is taken by something else, or cannot be written.
    InvalidSpecification
        The folder holds another sweep, or this one and ``resume`` was not asked for.
    """
    earlier = _earlier(out)
    if earlier is not None:
        _require_same(out, earlier, plan)
        if not resume:
            msg = f"{out} holds this sweep already, {_count(out)} of {len(plan.tasks)} cells finished."
            raise InvalidSpecification(msg, todo="Go on with --resume, or choose another folder with --out.")
    elif resume:
        msg = f"{out} holds no sweep that could be gone on with."
        raise InvalidSpecification(msg, expected="the folder of an earlier run", todo="Leave --resume out.")
    try:
        (out / PARTS).mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise _unwritten(out, error) from error
    if earlier is None:
        _write(out / MANIFEST, lambda path: path.write_text(_manifest(plan)))
    return frozenset(task.cell.number for task in plan.tasks if _is_whole(out, task))


def keep(out: Path, task: Task, replies: Sequence[Reply], parameters: tuple[str, ...]) -> None:
    """Write a finished cell at once.

    Parameters
    ----------
    out
        The folder.
    task
        The cell.
    replies
        Its numbers.
    parameters
        Parameters that the sweep sets, a column each.
    """
    frame = _frame(task, replies, parameters)
    mark = {_MARK: task.cell.digest}
    _write(_part(out, task.cell), lambda path: frame.write_parquet(path, metadata=mark))


def finish(out: Path, plan: SweepPlan) -> tuple[pl.DataFrame, str]:
    """Put the parts together, in the order of the cells.

    Parameters
    ----------
    out
        The folder, every cell finished.
    plan
        The sweep.

    Returns
    -------
    tuple
        The results, and the SHA-256 of ``results.csv``.
    """
    import polars as pl

    frame = pl.concat([pl.read_parquet(_part(out, task.cell)) for task in plan.tasks])
    text = frame.write_csv().encode()
    digest = hashlib.sha256(text).hexdigest()
    _write(out / FILES[0], frame.write_parquet)
    _write(out / FILES[1], lambda path: path.write_bytes(text))
    book = codebook(plan, frame)
    _write(out / FILES[2], lambda path: path.write_text(_json(book)))
    done = {"complete": True, "rows": frame.height, "results_csv_sha256": digest}
    _write(out / MANIFEST, lambda path: path.write_text(_manifest(plan, done)))
    return frame, digest


def _frame(task: Task, replies: Sequence[Reply], parameters: tuple[str, ...]) -> pl.DataFrame:
    """Rows of a cell, one a question."""
    import polars as pl

    cell, rows = task.cell, len(replies)
    said = dict(cell.values)
    columns: dict[str, Any] = {
        "cell": pl.Series([cell.number] * rows, dtype=pl.Int32),
        **{name: [getattr(cell, name)] * rows for name in ("scenario", "strategy", "world", "prior")},
        **{f"set_{name}": pl.Series([said.get(name)] * rows, dtype=pl.Float64) for name in parameters},
        **{name: [getattr(one, name) for one in task.questions] for name in ("measure", "demand", "period")},
    }
    for name in ("first", "last"):
        columns[name] = pl.Series([getattr(one, name) for one in task.questions], dtype=pl.Int32)
    for name in ("value", "error", "low", "high", "share"):
        numbers = [getattr(one, name) for one in replies]
        columns[name] = pl.Series([None if math.isnan(x) else x for x in numbers], dtype=pl.Float64)
    columns["events"] = pl.Series([one.events for one in replies], dtype=pl.Int64)
    return pl.DataFrame(columns)


def _part(out: Path, cell: Cell) -> Path:
    return out / PARTS / f"{cell.number:06d}-{cell.digest[:16]}.parquet"


def _is_whole(out: Path, task: Task) -> bool:
    """Whether the part of a cell is there, is its own and can be read."""
    import polars as pl

    path = _part(out, task.cell)
    if not path.is_file():
        return False
    try:
        marked = pl.read_parquet_metadata(path).get(_MARK) == task.cell.digest
        return marked and pl.read_parquet(path).height == len(task.questions)
    except (pl.exceptions.PolarsError, OSError):
        return False  # cut off or overwritten: it is computed again


def _count(out: Path) -> int:
    return sum(1 for path in (out / PARTS).glob("*.parquet"))


def _earlier(out: Path) -> dict[str, Any] | None:
    """Manifest of an earlier run; ``None`` where the folder is new or empty."""
    if out.is_dir() and not any(out.iterdir()):
        return None
    if not out.exists():
        return None
    try:
        found = json.loads((out / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        found = None
    if not isinstance(found, dict) or found.get("schema") != SCHEMA:
        msg = f"{out} is taken by something that is no sweep."
        raise OutputError(
            msg, expected="a new folder, an empty one or that of the same sweep", todo="Change --out."
        )
    return found


def _require_same(out: Path, earlier: dict[str, Any], plan: SweepPlan) -> None:
    if earlier.get("digest") == plan.digest:
        return
    theirs, ours = earlier.get("spec") or {}, _spec(plan)
    changed = [name for name in ours if ours[name] != theirs.get(name)]
    what = ", ".join(changed) or f"a scenario, or gaiatsu ({earlier.get('version')} then)"
    msg = f"{out} holds another sweep than {plan.spec.name} is now: what changed is {what}."
    raise InvalidSpecification(
        msg, expected="the sweep as it was begun", todo="Choose another folder with --out."
    )


def _spec(plan: SweepPlan) -> dict[str, Any]:
    dumped: dict[str, Any] = json.loads(plan.spec.model_dump_json(by_alias=True))
    return dumped


def _manifest(plan: SweepPlan, done: dict[str, Any] | None = None) -> str:
    import dataclasses

    cells = [
        {
            **dataclasses.asdict(task.cell),
            "values": dict(task.cell.values),
            "file": _part(Path(), task.cell).as_posix(),
        }
        for task in plan.tasks
    ]
    return _json(
        {
            "schema": SCHEMA,
            "version": plan.provenance.version,
            "digest": plan.digest,
            **(done or {"complete": False}),
            "spec": _spec(plan),
            "provenance": dataclasses.asdict(plan.provenance),
            "cells": cells,
        }
    )


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"


def _write(target: Path, fill: Callable[[Path], Any]) -> None:
    """Fill a file beside its place and move it there, so that it is whole or not at all."""
    part = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        fill(part)
        part.replace(target)
    except OSError as error:
        raise _unwritten(target, error) from error
    finally:
        part.unlink(missing_ok=True)


def _unwritten(path: Path, error: OSError) -> OutputError:
    what = f"{path} cannot be written ({error.strerror or error})."
    todo = "Cells that are finished stay; make room and go on with --resume, or change --out."
    return OutputError(what, expected="a folder with room that can be written", todo=todo)
