"""Write the reference pages that the program knows best; ``--check`` only says which are stale."""

from __future__ import annotations

import copy
import inspect
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import click

import gaiatsu
from gaiatsu import errors
from gaiatsu.cases import load
from gaiatsu.cases.loader import catalog
from gaiatsu.claims import Claim, bibliography, registry
from gaiatsu.cli.main import gaiatsu as root_command
from gaiatsu.context.dyads.page import page as panel_variables
from gaiatsu.sources.page import page as data_sets
from gaiatsu.strategy.page import page as strategies

FOLDER = Path(__file__).parent / "reference"
NOTICE = "<!-- Written by docs/generate.py. Change the program, then run it again. -->\n\n"
WIDTH = 90

COMMANDS = """\
# Commands

In the order of the work. Every command takes `--json`, which prints one object on standard output and
nothing else there; [](json.md) says what it holds. Progress goes to standard error. The exit codes
are 0 (done, whatever the verdict), 1 (a checked document can be read but fails; only from a `check`
of documents), 2 (input that cannot be used) and 130 (interrupted).

"""
CLAIMS = """\
# Claims

What the article claims, in our words, with the place where it says so, the rivals it meets and the
findings that would refute it. `gaiatsu claims` prints the same; `gaiatsu falsify` says how each
falsifier stands.

"""
ERRORS = """\
# Errors

Every error raised on purpose descends from `GaiatsuError`. Its message says what happened, with the
value; what was expected; and what to do next. The command line prints the message without a
traceback and ends with exit code 2.

| error | is a | means |
|---|---|---|
"""
API = """\
# Names

What `import gaiatsu` gives. Each is loaded when it is first asked for. Names below the root are
private until version 1.0, except those that a page of this documentation uses.

"""


# --- commands --------------------------------------------------------------------------------------------


def commands() -> str:
    """Every command with its help, in the order of the work."""
    settings = {**root_command.context_settings, "max_content_width": WIDTH, "terminal_width": WIDTH}
    context = click.Context(root_command, info_name="gaiatsu", **settings)
    return COMMANDS + "\n".join(_command(root_command, context))


def _command(command: click.Command, context: click.Context) -> Iterator[str]:
    shown = copy.copy(command)
    vars(shown)["_help_option"] = None  # click keeps the first one it makes, whoever asked and by which names
    yield f"## `{context.command_path}`\n\n```text\n{shown.get_help(context).rstrip()}\n```\n"
    if not isinstance(command, click.Group):
        return
    for name in command.list_commands(context):
        child = command.get_command(context, name)
        if child is not None:
            inner = click.Context(
                child, parent=context, info_name=name, max_content_width=WIDTH, terminal_width=WIDTH
            )
            yield from _command(child, inner)


# --- claims ----------------------------------------------------------------------------------------------


def claims() -> str:
    """Every claim with its place in the article and its rivals."""
    return CLAIMS + "\n".join(_claim(claim) for claim in registry())


def _claim(claim: Claim) -> str:
    rows = {
        "Where": claim.locator,
        "Direction": claim.direction,
        "Mechanism": claim.mechanism,
        "Rivals": ", ".join(claim.rivals),
        "Would refute it": ", ".join(claim.falsifiers),
    }
    listing = "\n".join(f"- {name}: {text}" for name, text in rows.items() if text)
    return f"## {claim.id}: {claim.title}\n\n{claim.statement}\n\n{listing}\n"


# --- errors ----------------------------------------------------------------------------------------------


def error_pages() -> str:
    """The tree of errors, with what each means for the exit code."""
    tree = [getattr(errors, name) for name in errors.__all__]
    kinds = sorted((kind for kind in tree if issubclass(kind, Exception)), key=_line)
    return ERRORS + "".join(
        f"| `{kind.__name__}` | `{kind.__bases__[0].__name__}` | {_summary(kind)} |\n" for kind in kinds
    )


def _line(kind: type) -> int:
    return inspect.getsourcelines(kind)[1]


def _summary(value: object) -> str:
    return (inspect.getdoc(value) or "").split("\n\n")[0].replace("\n", " ")


# --- names of the shop window ----------------------------------------------------------------------------


def api() -> str:
    """The names that ``import gaiatsu`` gives."""
    names = sorted(set(gaiatsu.__all__) - {"__version__"}, key=str.lower)
    return API + "\n".join(_name(name) for name in names)


def _name(name: str) -> str:
    value = getattr(gaiatsu, name)
    if inspect.ismodule(value):
        return f"## `gaiatsu.{name}`\n\n{_summary(value)}\n"
    directive = "autofunction" if inspect.isfunction(value) else "autoclass"
    path = f"{value.__module__}.{value.__qualname__}"
    return f"## `gaiatsu.{name}`\n\n```{{eval-rst}}\n.. {directive}:: {path}\n   :no-index:\n```\n"


# --- case sets -------------------------------------------------------------------------------------------


def case_sets() -> str:
    """The case sets that come with the package."""
    return "# Case sets\n\nWhat `gaiatsu.load(name)` can load by name.\n\n" + "\n".join(
        _case_set(name) for name in catalog()
    )


def _case_set(name: str) -> str:
    cases = load(name)
    work = bibliography()[cases.citation]
    head = f"## `{name}`\n\n{cases.title}, after {work.short} (`{work.key}`).\n\n"
    counts = {
        "episodes": cases.episodes,
        "events": cases.events,
        "statements": cases.statements,
        "series": cases.series,
        "facts": cases.facts,
    }
    listing = ", ".join(f"{len(records)} {kind}" for kind, records in counts.items())
    table = "| episode | ended | demand | concession |\n|---|---|---|---|\n"
    rows = "".join(
        f"| `{e.id}`: {e.title} | {e.end} | {e.demand_type.value.label} | {e.concession.value.label} |\n"
        for e in cases.episodes
    )
    return f"{head}It holds {listing}. Digest `{cases.digest[:12]}…`.\n\n{table}{rows}"


PAGES: dict[str, Callable[[], str]] = {
    "commands.md": commands,
    "claims.md": claims,
    "errors.md": error_pages,
    "api.md": api,
    "case-sets.md": case_sets,
    "data-sets.md": data_sets,
    "panel-variables.md": panel_variables,
    "strategies.md": strategies,
}


def stale() -> list[str]:
    """Pages that no longer say what the program says."""
    return [name for name, page in PAGES.items() if _read(name) != NOTICE + page()]


def _read(name: str) -> str:
    path = FOLDER / name
    return path.read_text(encoding="utf-8") if path.exists() else ""


def main() -> int:
    """Write the pages, or with ``--check`` say which are stale."""
    if "--check" in sys.argv[1:]:
        names = stale()
        sys.stderr.write("".join(f"stale: docs/reference/{name}\n" for name in names))
        return 1 if names else 0
    for name, page in PAGES.items():
        (FOLDER / name).write_text(NOTICE + page(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
