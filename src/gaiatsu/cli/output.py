"""What a command prints: text for people, or one JSON object, never both."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import click

from gaiatsu._version import __version__
from gaiatsu.report.values import dump

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from rich.console import RenderableType

    from gaiatsu.report.document import Report

__all__ = ["SCHEMA", "emit", "json_option", "note", "write_report"]

SCHEMA = "1.0"

json_option = click.option(
    "--json", "as_json", is_flag=True, help="Print one JSON object on standard output, and nothing else."
)


def emit(command: str, data: Mapping[str, Any], text: str | RenderableType, *, as_json: bool) -> None:
    """Print the result of a command on standard output.

    Parameters
    ----------
    command
        The words that were called, such as ``cases show``.
    data
        The result for programs: the documented keys after ``command``, ``version`` and ``schema``.
        Records, enumerations, dates and arrays are written as plain values.
    text
        The same for people: text, or anything rich can draw (a table, a group).
    as_json
        Whether ``--json`` was given.

    Raises
    ------
    ValueError
        If ``data`` uses a key that the envelope needs.
    """
    if as_json:
        click.echo(dump(_envelope(command, data)))
    elif isinstance(text, str):
        click.echo(text)
    else:
        _draw(text)


def _envelope(command: str, data: Mapping[str, Any]) -> dict[str, Any]:
    head = {"command": command, "version": __version__, "schema": SCHEMA}
    taken = sorted(head.keys() & data.keys())
    if taken:
        message = f"the keys {', '.join(taken)} belong to the envelope"
        raise ValueError(message)
    return {**head, **data}


def _draw(renderable: RenderableType) -> None:
    from rich.console import Console

    Console(file=sys.stdout, highlight=False, soft_wrap=not sys.stdout.isatty()).print(renderable)


def note(message: str) -> None:
    """Say something beside the result, on standard error."""
    click.echo(message, err=True)


def write_report(compose: Callable[[], Report], out: Path | None) -> dict[str, Any]:
    """Compose a report and write it into a folder, with progress on standard error.

    Parameters
    ----------
    compose
        Makes the report; not called without a folder.
    out
        The folder; made, or replaced where it holds an earlier report and nothing else.

    Returns
    -------
    dict
        ``out`` and ``files``, relative to it.

    Raises
    ------
    OutputError
        The folder holds other files or cannot be written.
    """
    if out is None:
        return {"out": None, "files": []}
    from gaiatsu.cli.progress import show_progress
    from gaiatsu.report.bundle import write

    with show_progress() as progress:
        files = write(compose(), out, progress=progress)
    return {"out": str(out), "files": [file.relative_to(out).as_posix() for file in files]}
