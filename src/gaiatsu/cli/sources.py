"""``gaiatsu sources``: the external data sets: list, get, add and check."""

from __future__ import annotations

import sys
import textwrap
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

import click

from gaiatsu.cli.options import data_option
from gaiatsu.cli.output import emit, json_option, note

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gaiatsu.sources import DatasetInfo
    from gaiatsu.sources.registering import Registered, Report

__all__ = ["sources"]

FAILS = 1
WIDTH = 100


@click.group(invoke_without_command=True)
@data_option
@json_option
@click.pass_context
def sources(context: click.Context, data: str | None, *, as_json: bool) -> None:
    """List, get, add and check external data sets.

    Without a further word they are listed. Nothing touches the network but get.
    """
    if context.invoked_subcommand is None:
        _list((), data, as_json=as_json)
    elif as_json or context.get_parameter_source("data") is click.core.ParameterSource.COMMANDLINE:
        message = f"put options behind the word: gaiatsu sources {context.invoked_subcommand} ..."
        raise click.UsageError(message)


@sources.command("list")
@click.argument("names", nargs=-1, metavar="[NAME]...")
@data_option
@json_option
def list_sets(names: tuple[str, ...], data: str | None, *, as_json: bool) -> None:
    """List every known data set: what it holds, its terms and citation, and whether it is there."""
    _list(names, data, as_json=as_json)


@sources.command()
@click.argument("name")
@click.option("--plan", is_flag=True, help="Only say what would be downloaded, and where to; no network.")
@click.option("--accept-changed", is_flag=True, help="Take a file that differs from the one registered.")
@data_option
@json_option
def get(name: str, data: str | None, *, plan: bool, accept_changed: bool, as_json: bool) -> None:
    """Download a data set from its producer, verify it, and put it into the data folder.

    The checksum of the first file is recorded; a later one must be the same.

    A download that broke off goes on where it stopped, if the server allows. A set that its producer gives
    out by hand only is named with its address.
    """
    from gaiatsu import sources as library

    if plan:
        planned = _plan(name, Path(data) if data else _folder(data))
        emit("sources get", planned, _plan_text(planned), as_json=as_json)
        return
    with _Bar(name) as bar:
        done = library.get(name, _writing_to(data), report=bar, accept_changed=accept_changed)
    emit("sources get", _registered(done), _registered_text(done), as_json=as_json)


@sources.command()
@click.argument("name")
@click.argument("path", type=click.Path(path_type=Path))
@click.option("--replace", is_flag=True, help="Replace a file that is there, or that was registered.")
@data_option
@json_option
def add(name: str, path: Path, data: str | None, *, replace: bool, as_json: bool) -> None:
    """Put a file that you have downloaded into the data folder, after reading it as that data set."""
    from gaiatsu import sources as library

    done = library.add(name, path, _writing_to(data), replace=replace)
    emit("sources add", _registered(done), _registered_text(done), as_json=as_json)


@sources.command()
@click.argument("names", nargs=-1, metavar="[NAME]...")
@data_option
@json_option
def check(names: tuple[str, ...], data: str | None, *, as_json: bool) -> int:
    """Check checksums, columns, codes, keys, rows and known defects; ends with 1 when a file fails.

    Sets that are not there are counted and pass; a set that you name must be there.
    """
    from gaiatsu import sources as library

    reports = library.check(names, data)
    failed = [report for report in reports if _failed(report, named=bool(names))]
    content = {
        "folder": str(_folder(data)),
        "valid": not failed,
        "sets": [_report(report) for report in reports],
    }
    emit("sources check", content, "\n".join(_check_text(reports, data)), as_json=as_json)
    return FAILS if failed else 0


def _failed(report: Report, *, named: bool) -> bool:
    return report.status == "fails" or (named and report.status == "absent")


# --- list ------------------------------------------------------------------------------------------------


def _list(names: tuple[str, ...], data: str | None, *, as_json: bool) -> None:
    from gaiatsu import sources as library

    chosen = [library.info(name) for name in names] or list(library.registry())
    folder = _folder(data)
    rows = [_entry(entry, folder) for entry in chosen]
    content = {
        "folder": str(folder),
        "present": sum(row["present"] for row in rows),
        "sets": rows,
    }
    emit("sources list", content, "\n".join(_list_text(rows, folder, in_full=bool(names))), as_json=as_json)


def _entry(entry: DatasetInfo, folder: Path) -> dict[str, Any]:
    from gaiatsu.sources.downloads import DOWNLOADS, by_hand
    from gaiatsu.sources.locate import find_file

    path = find_file(entry, folder) if folder.is_dir() else None
    download = DOWNLOADS.get(entry.name)
    return {
        "name": entry.name,
        "title": entry.title,
        "first_year": entry.first_year,
        "last_year": entry.last_year,
        "rows": entry.rows,
        "version": entry.version,
        "licence": entry.licence,
        "citation": entry.citation,
        "where": entry.where,
        "url": download.url if download else "",
        "by_hand": by_hand(entry.name),
        "file": entry.file,
        "present": path is not None,
        "path": str(path) if path else "",
        "defects": [
            {
                "id": d.id,
                "action": d.action,
                "rows": d.rows,
                "description": d.description,
                "rests_on": list(d.rests_on),
            }
            for d in entry.defects
        ],
    }


def _list_text(rows: list[dict[str, Any]], folder: Path, *, in_full: bool) -> Iterator[str]:
    here = sum(row["present"] for row in rows)
    yield f"{here} of {len(rows)} data sets are in {folder}{'' if folder.is_dir() else ' (no such folder)'}."
    for row in rows:
        years = "" if row["first_year"] is None else f"{row['first_year']}-{row['last_year']}, "
        yield f"\n{'+' if row['present'] else '-'} {row['name']}: {row['title']}"
        yield _indented(f"{years}{row['rows']:,} rows; cite {row['citation']}; {row['licence']}")
        yield _indented(_source(row))
        if in_full:
            yield from _defects(row)
    if not in_full:
        yield "\n+ is there, - is not. Name a set to see its known defects: gaiatsu sources list ties."


def _source(row: dict[str, Any]) -> str:
    if row["url"]:
        return f"gaiatsu sources get {row['name']}, or by hand from {row['where']}"
    return f"by hand from {row['where']}, because {row['by_hand']}"


def _defects(row: dict[str, Any]) -> Iterator[str]:
    yield _indented(f"file {row['path'] or row['file']}; release examined: {row['version']}")
    for defect in row["defects"]:
        rows = "" if defect["rows"] is None else f", {_rows(defect['rows'])}"
        keys = ", ".join(defect["rests_on"])
        said = f"{defect['description']}{f' Source: {keys}.' if keys else ''}"
        yield _indented(f"{defect['id']} ({defect['action']}{rows}). {said}")


# --- get and add -----------------------------------------------------------------------------------------


def _plan(name: str, folder: Path) -> dict[str, Any]:
    from gaiatsu import sources as library
    from gaiatsu.sources.downloads import DOWNLOADS, by_hand

    entry, download = library.info(name), DOWNLOADS.get(name)
    target = Path(entry.file).with_suffix(download.suffix) if download else Path(entry.file)
    return {
        "name": name,
        "path": str(folder / target),
        "downloaded": False,
        "url": download.url if download else "",
        "sha256": download.sha256 if download else "",
        "by_hand": by_hand(name),
        "verified_by": "",
        "recognized": False,
        "digest": "",
        "rows": entry.rows,
        "licence": entry.licence,
        "citation": entry.citation,
    }


def _plan_text(planned: dict[str, Any]) -> str:
    if planned["by_hand"]:
        from gaiatsu import sources as library

        where = library.info(planned["name"]).where
        return (
            f"{planned['name']} cannot be downloaded by program, because {planned['by_hand']}: see {where}."
        )
    known = (
        f"verified by SHA-256 {planned['sha256']}"
        if planned["sha256"]
        else "another packaging than the file examined, so that its checksum says nothing: verified by "
        "columns, codes and keys, and its checksum recorded, which a later file must have"
    )
    return f"Would download {planned['url']}\nto {planned['path']}\n({known})."


def _registered(done: Registered) -> dict[str, Any]:
    from gaiatsu.sources.downloads import DOWNLOADS, by_hand

    read, download = done.dataset, DOWNLOADS.get(done.name)
    return {
        "name": done.name,
        "path": str(done.path),
        "downloaded": done.downloaded,
        "url": download.url if download else "",
        "sha256": download.sha256 if download else "",
        "by_hand": by_hand(done.name),
        "verified_by": done.verified_by,
        "recognized": read.recognized,
        "digest": read.digest,
        "rows": read.table.height,
        "licence": read.licence,
        "citation": read.citation,
    }


def _registered_text(done: Registered) -> str:
    from gaiatsu.sources import info

    read, entry = done.dataset, info(done.name)
    where = "was downloaded to" if done.downloaded else "stands in"
    left = entry.rows - read.table.height
    lines = [f"{done.name} {where} {done.path}: {read.table.height:,} rows."]
    if done.verified_by == "checksum":
        lines.append("It is, by its checksum, the release that was examined.")
    else:
        lines.append(
            "It is another release or packaging than the one examined: verified by columns, codes and keys "
            f"({_rows(abs(left))} {'fewer' if left > 0 else 'more'} than examined)."
            if left
            else "It is another release or packaging than the one examined, with as many rows: verified by "
            "columns, codes and keys."
        )
    lines += [
        f"{_rows(found.rows)} {found.defect.action}: {found.defect.id}"
        for found in read.defects
        if found.rows
    ]
    lines.append(f"SHA-256 {read.digest}")
    return "\n".join([*lines, f"Licence, as stated: {read.licence}. Cite {read.citation}."])


class _Bar:
    """A progress bar on a terminal; one line at the end elsewhere."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._got = 0
        self._bar: Any = None
        self._task: Any = None

    def __enter__(self) -> Self:
        if sys.stderr.isatty():
            from rich.console import Console
            from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TransferSpeedColumn

            columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TransferSpeedColumn())
            self._bar = Progress(*columns, console=Console(stderr=True), transient=True)
            self._bar.start()
            self._task = self._bar.add_task(self._name, total=None)
        return self

    def __call__(self, got: int, whole: int) -> None:
        self._got = got
        if self._bar is not None:
            self._bar.update(self._task, completed=got, total=whole or None)

    def __exit__(self, *_: object) -> None:
        if self._bar is not None:
            self._bar.stop()
        elif self._got:
            note(f"{self._name}: {self._got:,} bytes have arrived.")


# --- check -----------------------------------------------------------------------------------------------


def _report(report: Report) -> dict[str, Any]:
    read = report.dataset
    return {
        "name": report.info.name,
        "status": report.status,
        "path": str(report.path) if report.path else "",
        "digest": read.digest if read else "",
        "rows": read.table.height if read else None,
        "registered_rows": report.info.rows,
        "problem": report.problem,
        "defects": [
            {
                "id": found.defect.id,
                "action": found.defect.action,
                "rows": found.rows,
                "registered_rows": found.defect.rows,
            }
            for found in (read.defects if read else ())
        ],
    }


def _check_text(reports: tuple[Report, ...], data: str | None) -> Iterator[str]:
    counts = {status: sum(r.status == status for r in reports) for status in dict.fromkeys(STATUSES)}
    listed = ", ".join(f"{count} {STATUSES[status]}" for status, count in counts.items() if count)
    yield f"{_folder(data)}: {listed}."
    for report in reports:
        yield from _set_text(report)
    absent = [report.info.name for report in reports if report.status == "absent"]
    if absent:
        yield "\n" + textwrap.fill(f"Not there: {', '.join(absent)}.", WIDTH)


STATUSES = {
    "sound": "as examined",
    "other release": "of another release or packaging",
    "fails": "that cannot be used",
    "absent": "not there",
}


def _set_text(report: Report) -> Iterator[str]:
    if report.status == "absent":
        return
    read = report.dataset
    rows = f": {read.table.height:,} rows" if read else ""
    if report.status == "other release":
        rows += f", where {report.info.rows:,} were examined"
    yield f"\n{report.info.name} ({STATUSES[report.status]}){rows}"
    if report.problem:
        yield _indented(report.problem)
    for found in read.defects if read else ():
        if found.rows:
            yield _indented(f"{_rows(found.rows)} {found.defect.action}: {found.defect.id}")


# --- shared ----------------------------------------------------------------------------------------------


def _folder(data: str | None) -> Path:
    from gaiatsu.sources.locate import folder_to_look_in

    return folder_to_look_in(data)


def _writing_to(data: str | None) -> Path:
    from gaiatsu.sources.locate import place_to_write, user_folder

    folder = place_to_write(data)
    if folder == user_folder():
        note(f"No folder was named: data are kept in {folder}.")
    return folder


def _rows(count: int) -> str:
    return f"{count:,} row{'' if count == 1 else 's'}"


def _indented(text: str) -> str:
    return textwrap.fill(text, WIDTH, initial_indent=" " * 4, subsequent_indent=" " * 4)
