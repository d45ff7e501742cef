"""The folder of a sweep: a manifest, parts of each finished cell, in the end the results and a codebook."""

from __future__ import annotations

import hashlib
import json
import os
from functools import cache, lru_cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from gaiatsu.errors import InvalidSpecification, OutputError
from gaiatsu.studies.sweeps.codebook import codebook
from gaiatsu.studies.sweeps.frames import cell_frame, interaction_frame, pair_frame, totals_frame, totals_in
from gaiatsu.studies.sweeps.paired import Compared, compare
from gaiatsu.studies.sweeps.plan import Cell, SweepPlan, Task

if TYPE_CHECKING:
    from collections.abc import Callable

    import polars as pl

    from gaiatsu.studies.simulate.differences import Totals
    from gaiatsu.studies.sweeps.measuring import Finding

__all__ = ["finish", "keep", "open_folder"]

MANIFEST: Final = "manifest.json"
SCHEMA: Final = "gaiatsu-sweep-1.1"
PARTS: Final = "parts"
DRAWS: Final = "draws"
_AT_HAND: Final = 512 * 2**20
"""Bytes of what sets of parameters say that are held in memory while cells are compared."""

_APART: Final = ("title", "about", "baseline")
"""Words of a sweep that no cell hangs on."""

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
        if plan.spec.pairs:
            (out / DRAWS).mkdir(exist_ok=True)
    except OSError as error:
        raise _unwritten(out, error) from error
    if earlier is None:
        _write(out / MANIFEST, lambda path: path.write_text(_manifest(plan), encoding="utf-8"))
    return frozenset(task.cell.number for task in plan.tasks if _is_whole(out, task))


def keep(out: Path, task: Task, finding: Finding, parameters: tuple[str, ...]) -> None:
    """Write a finished cell at once.

    Parameters
    ----------
    out
        The folder.
    task
        The cell.
    finding
        Its numbers.
    parameters
        Parameters that the sweep sets, a column each.
    """
    mark = {_MARK: task.cell.digest}
    if finding.totals:
        draws = totals_frame(finding.totals)
        _write(_part(out, task.cell, DRAWS), lambda path: draws.write_parquet(path, metadata=mark))
    frame = cell_frame(task, finding.replies, parameters)
    _write(_part(out, task.cell), lambda path: frame.write_parquet(path, metadata=mark))


def finish(out: Path, plan: SweepPlan) -> tuple[pl.DataFrame, Compared, dict[str, str]]:
    """Put the parts together, in the order of the cells, and compare the cells with their partners.

    Parameters
    ----------
    out
        The folder, every cell finished.
    plan
        The sweep.

    Returns
    -------
    tuple
        The results, the comparison, and the SHA-256 of each table as CSV, by the name of its file.
    """
    import polars as pl

    results = pl.concat([pl.read_parquet(_part(out, task.cell), glob=False) for task in plan.tasks])
    tables = {"results": results}
    found = Compared((), (), ())
    if plan.spec.pairs:
        found = compare(plan, _reader(out, plan))
        tables["differences"] = pair_frame(plan, found.pairs)
        if len(plan.grid.varied) > 1:
            tables["interactions"] = interaction_frame(found.interactions)
    digests = {}
    for name, frame in tables.items():
        text = frame.write_csv().encode()
        digests[f"{name}.csv"] = hashlib.sha256(text).hexdigest()
        _write(out / f"{name}.parquet", frame.write_parquet)
        _write(out / f"{name}.csv", partial(Path.write_bytes, data=text))
    for name in sorted({"differences", "interactions"} - set(tables)):
        for kind in ("parquet", "csv"):
            (out / f"{name}.{kind}").unlink(missing_ok=True)  # of a run with another baseline
    book = _json(codebook(plan, tables))
    _write(out / "codebook.json", lambda path: path.write_text(book, encoding="utf-8"))
    done = {"complete": True, "rows": results.height, "csv_sha256": digests}
    _write(out / MANIFEST, lambda path: path.write_text(_manifest(plan, done), encoding="utf-8"))
    return results, found, digests


def _reader(out: Path, plan: SweepPlan) -> Callable[[int, int], Totals]:
    """Give what sets of parameters say by cell and question, and keep at hand what fits."""
    each = 16 * plan.spec.draws
    asked = max(len(task.questions) for task in plan.tasks)

    def read(cell: int, *questions: int) -> tuple[Totals, ...]:
        return totals_in(_part(out, plan.tasks[cell].cell, DRAWS), questions)

    if each * asked * len(plan.tasks) <= _AT_HAND:
        whole = cache(lambda cell: read(cell, *range(len(plan.tasks[cell].questions))))
        return lambda cell, question: whole(cell)[question]
    return lru_cache(max(2, _AT_HAND // each))(lambda cell, question: read(cell, question)[0])


def _part(out: Path, cell: Cell, folder: str = PARTS) -> Path:
    return out / folder / f"{cell.number:06d}-{cell.digest[:16]}.parquet"


def _is_whole(out: Path, task: Task) -> bool:
    """Whether the parts of a cell are there, are its own and can be read."""
    heights = {PARTS: len(task.questions)} | ({DRAWS: task.size.draws} if task.size.pairs else {})
    return all(_can_be_read(_part(out, task.cell, name), task, rows) for name, rows in heights.items())


def _can_be_read(path: Path, task: Task, rows: int) -> bool:
    import polars as pl

    if not path.is_file():
        return False
    try:
        marked = pl.read_parquet_metadata(path).get(_MARK) == task.cell.digest
        return marked and pl.read_parquet(path, glob=False).height == rows
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
    what = ", ".join(_changed(earlier, plan)) or "its cells"
    msg = f"{out} holds another sweep than {plan.spec.name} is now: what changed is {what}."
    raise InvalidSpecification(
        msg, expected="the sweep as it was begun", todo="Choose another folder with --out."
    )


def _changed(earlier: dict[str, Any], plan: SweepPlan) -> list[str]:
    """Say in what a sweep differs from an earlier one."""
    theirs, ours = earlier.get("spec") or {}, _spec(plan)
    found = [name for name in ours if name not in _APART and ours[name] != theirs.get(name)]
    before = {one["name"]: one["digest"] for one in earlier.get("provenance", {}).get("inputs", ())}
    now = {one.name: one.digest for one in plan.provenance.inputs}
    found += [f"the {name}" for name in now if name in before and now[name] != before[name]]
    code = plan.tasks[0].code
    if earlier.get("version") != code.version:
        found.append(f"gaiatsu ({earlier.get('version')} then, {code.version} now)")
    elif earlier.get("source", "") != code.source:
        found.append(f"the code of gaiatsu {code.version}, a version of development")
    return found


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
            "source": plan.tasks[0].code.source,
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
