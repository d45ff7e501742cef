"""A report as files: everything is made first, written beside its place, and moved there whole."""

from __future__ import annotations

import csv
import io
import json
import os
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gaiatsu.errors import OutputError
from gaiatsu.report.figures import render
from gaiatsu.report.figures.draw import draw_all
from gaiatsu.report.html import page
from gaiatsu.report.pdf import paper
from gaiatsu.report.trail import TOKEN, resolve
from gaiatsu.report.values import dump, plain

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from gaiatsu.report.document import Report, Table
    from gaiatsu.report.trail import Entry

__all__ = ["check_place", "files_of", "put", "write"]

TRAIL = "trail.json"
SCHEMA = "gaiatsu-trail-1.0"


def write(
    report: Report, out: Path, *, progress: Callable[[str, int, int], None] | None = None
) -> tuple[Path, ...]:
    """Render a report and put its files into a folder, all or none.

    Parameters
    ----------
    report
        The document.
    out
        The folder; it is made, or replaced where it holds an earlier report and nothing else.
    progress
        Called as each step begins, with its name, number and the number of steps.

    Returns
    -------
    tuple of Path
        The files, ``index.html`` first.

    Raises
    ------
    OutputError
        If the folder holds other files or cannot be written; what was there is untouched.

    Examples
    --------
    >>> from pathlib import Path
    >>> from gaiatsu import cases, compose, replicate
    >>> case_set = cases.load("schoppa1999")
    >>> files = write(compose(replicate(case_set)), Path("report"))  # doctest: +SKIP
    >>> files[0].name  # doctest: +SKIP
    'index.html'
    """
    return put(files_of(report, progress=progress), out)


def files_of(report: Report, *, progress: Callable[[str, int, int], None] | None = None) -> dict[str, bytes]:
    """Render a report in memory.

    Parameters
    ----------
    report
        The document.
    progress
        Called as each step begins, with its name, number and the number of steps.

    Returns
    -------
    dict
        Content by path relative to the folder, in the order in which they are named to the user.
    """
    say = progress or (lambda *_: None)
    say("Drawing the figures", 1, 3)
    drawn = draw_all(report.charts())
    say("Setting the page", 2, 3)
    inline = {
        name: (render.inline(one.wide, name, kind="wide"), render.inline(one.narrow, name, kind="narrow"))
        for name, one in drawn.items()
    }
    made = {"index.html": page(report, inline).encode()}
    say("Setting the paper", 3, 3)
    made["report.pdf"] = paper(report, {name: render.on_paper(one.wide) for name, one in drawn.items()})
    for table in report.tables():
        made[f"tables/{table.id}.csv"] = _csv(table, report.trail.entries)
    for chart in report.charts():
        one = drawn[chart.id]
        title = resolve(chart.title, report.trail.entries)
        made[f"figures/{chart.id}.svg"] = render.standalone(one.wide, title).encode()
        made[f"figures/{chart.id}.png"] = one.png
    made[TRAIL] = _trail(report, sorted([*made, TRAIL]))
    return made


def _trail(report: Report, files: Sequence[str]) -> bytes:
    head: dict[str, Any] = {"schema": SCHEMA, "title": resolve(report.title, report.trail.entries)}
    return (dump({**head, "files": list(files), **report.trail.plain()}) + "\n").encode()


def _csv(table: Table, entries: Sequence[Entry]) -> bytes:
    """Write a table with whole numbers: its own rows, or fuller ones where it brings them."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    if table.full:
        writer.writerow(table.full[0])
        writer.writerows([_field(value) for value in row.values()] for row in table.full)
    else:
        grouped = any(row.group for row in table.rows)
        writer.writerow([*(["group"] if grouped else []), *(column.key for column in table.columns)])
        group = ""
        for row in table.rows:
            group = row.group or group
            cells = [_whole(cell, entries) for cell in row.cells]
            writer.writerow([resolve(group, entries), *cells] if grouped else cells)
    return text.getvalue().encode()


def _field(value: Any) -> str:
    value = plain(value)
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _whole(cell: str, entries: Sequence[Entry]) -> str:
    from gaiatsu.report.sources import bare

    return bare(TOKEN.sub(lambda match: _field(entries[int(match[1])].value), cell))


def put(made: Mapping[str, bytes], out: Path) -> tuple[Path, ...]:
    """Put files into a folder by writing a new one beside it and exchanging the two.

    Parameters
    ----------
    made
        Content by path relative to the folder.
    out
        The folder.

    Returns
    -------
    tuple of Path
        The files in their place.

    Raises
    ------
    OutputError
        If ``out`` is a file or holds what no report put there, or if the disk refuses.
    """
    check_place(out)
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        beside = Path(tempfile.mkdtemp(prefix=f".{out.name}-", dir=out.parent))
    except OSError as error:
        raise _refused(out, error) from error
    try:
        _fill(made, beside / "new")
        _exchange(beside, out)
    except OSError as error:
        raise _refused(out, error) from error
    finally:
        shutil.rmtree(beside, ignore_errors=True)
    return tuple(out / name for name in made)


def _fill(made: Mapping[str, bytes], folder: Path) -> None:
    for name, content in made.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())


def _exchange(beside: Path, out: Path) -> None:
    """Move the old folder aside and the new one in; bring the old one back if that fails."""
    old = beside / "old"
    if out.exists():
        out.rename(old)
    try:
        (beside / "new").rename(out)
    except BaseException:
        if old.exists():
            old.rename(out)
        raise


def check_place(out: Path) -> None:
    """Refuse a place where a report cannot be put or would replace something else, before any work is done.

    Parameters
    ----------
    out
        The folder.

    Raises
    ------
    OutputError
        If it is a file, holds files that no report put there, or nothing can be written beside it.
    """
    _try_beside(out)
    if not out.exists():
        return
    todo = "Choose another folder with --out."
    if not out.is_dir():
        message = f"The report cannot be written to {out}: it is a file."
        raise OutputError(message, expected="a folder, new or with an earlier report", todo=todo)
    known = _listed(out)
    foreign = sorted(path.relative_to(out).as_posix() for path in out.rglob("*") if not path.is_dir())
    foreign = [name for name in foreign if name not in known]
    if foreign:
        named = ", ".join(foreign[:3]) + (f" and {len(foreign) - 3} more" if len(foreign) > 3 else "")
        message = f"The report would replace {out}, which holds files that no report put there: {named}."
        raise OutputError(
            message, expected="a new folder, an empty one or one with an earlier report", todo=todo
        )


def _try_beside(out: Path) -> None:
    """Make a folder where the new report will be written, and take it away again."""
    try:
        here = next(folder for folder in (out.parent, *out.parent.parents) if folder.exists())
        Path(tempfile.mkdtemp(prefix=f".{out.name}-", dir=here)).rmdir()
    except OSError as error:
        raise _refused(out, error) from error


def _listed(out: Path) -> frozenset[str]:
    """Read which files the earlier report put there."""
    try:
        trail = json.loads((out / TRAIL).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return frozenset()
    is_ours = isinstance(trail, dict) and str(trail.get("schema", "")).startswith("gaiatsu-trail-")
    return frozenset(map(str, trail.get("files", ()))) if is_ours else frozenset()


def _refused(out: Path, error: OSError) -> OutputError:
    reason = error.strerror or str(error)
    message = f"The report could not be written to {out}: {reason}."
    return OutputError(
        message, todo="Nothing was changed there. Make room, or choose another folder with --out."
    )
