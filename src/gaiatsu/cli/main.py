"""The command ``gaiatsu``: its verbs in the order of the work, each loaded when it is called."""

from __future__ import annotations

import errno
import importlib
import os
import signal
import sys
import warnings
from dataclasses import dataclass
from typing import TYPE_CHECKING, NoReturn

import click

from gaiatsu._version import __version__
from gaiatsu.cli.progress import interrupt
from gaiatsu.errors import GaiatsuError

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["VERBS", "LazyGroup", "Verb", "gaiatsu", "main"]

DONE, UNUSABLE, INTERRUPTED = 0, 2, 130


@dataclass(frozen=True)
class Verb:
    """A command and where to find it, so that listing it does not load it.

    Parameters
    ----------
    name
        The word the user types.
    module
        Module that defines the click command of the same name, with underscores for hyphens.
    summary
        The line shown in the list of commands.
    section
        Heading under which it is listed.
    """

    name: str
    module: str
    summary: str
    section: str


LOOK, TEST, WRITE = "Look at the evidence", "Test the claims", "Reproduce and report"
SUPPOSE = "Ask what would follow"

VERBS = (
    Verb("cases", "cases", "List, show, check and import case sets.", LOOK),
    Verb("sources", "sources", "List, get, add and check external data sets.", LOOK),
    Verb("claims", "claims", "Show what the article claims, where, and against which rivals.", LOOK),
    Verb(
        "cite",
        "claims",
        "Print BibTeX for a claim, the key of a work, or the dotted path of a function.",
        LOOK,
    ),
    Verb(
        "panel",
        "panel",
        "Build a panel of dyad-years or episodes, with a codebook and BibTeX beside it.",
        LOOK,
    ),
    Verb("game", "game", "Solve the crisis game: every equilibrium, with a certificate.", TEST),
    Verb("fit", "fit", "Estimate the crisis game from a table of crises.", TEST),
    Verb("check", "check", "Set the model against numbers published elsewhere.", TEST),
    Verb("power", "power", "Say what a design of this size can and cannot show.", TEST),
    Verb("falsify", "falsify", "Ask of each claim what would refute it, and whether the data do.", TEST),
    Verb("study", "study", "Put a claim of the article to data that it never saw.", TEST),
    Verb("simulate", "simulate", "Drive a relationship forward in time from a scenario.", SUPPOSE),
    Verb(
        "compare-scenarios",
        "simulate",
        "Say what one scenario changes against another, with the same luck in both.",
        SUPPOSE,
    ),
    Verb(
        "calibrate",
        "calibrate",
        "Say what the record of a relationship leaves of the beliefs about it.",
        SUPPOSE,
    ),
    Verb("advise", "advise", "Compare a negotiator's strategies in a scenario.", SUPPOSE),
    Verb(
        "tournament",
        "tournament",
        "Play every strategy of the sender against every strategy of the target.",
        SUPPOSE,
    ),
    Verb(
        "sweep",
        "sweep",
        "Run many cells: parameters, scenarios, strategies, worlds and prior sets, each with each.",
        SUPPOSE,
    ),
    Verb("replicate", "replicate", "Reproduce and examine the article; write the report.", WRITE),
)


class LazyGroup(click.Group):
    """A group that imports a command's module only when that command is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Names in the order of the work."""
        return [*(verb.name for verb in VERBS), *super().list_commands(ctx)]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Load the module of one verb."""
        verb = next((verb for verb in VERBS if verb.name == cmd_name), None)
        if verb is None:
            return super().get_command(ctx, cmd_name)
        module = importlib.import_module(f"gaiatsu.cli.{verb.module}")
        command: click.Command = getattr(module, verb.name.replace("-", "_"))
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the verb, or name those it may have been meant for."""
        known = self.list_commands(ctx)
        if args[0] not in known and not args[0].startswith("-"):
            raise click.exceptions.NoSuchCommand(args[0], possibilities=known, ctx=ctx)
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the verbs by section, without loading any."""
        listed = [verb for verb in VERBS if verb.name in self.list_commands(ctx)]
        for section in dict.fromkeys(verb.section for verb in listed):
            with formatter.section(section):
                formatter.write_dl([(verb.name, verb.summary) for verb in listed if verb.section == section])


@click.group(
    cls=LazyGroup,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Every command takes --json. Exit codes: 0 done, 1 a checked document fails, "
    "2 input that cannot be used, 130 interrupted.",
)
@click.version_option(__version__, prog_name="gaiatsu", message="%(prog)s %(version)s")
def gaiatsu() -> None:
    """Reproduce, test and use the theory of coercive international bargaining of Schoppa (1999)."""


def main(args: Sequence[str] | None = None) -> NoReturn:
    """Run the command line and end the process with a documented exit code.

    Parameters
    ----------
    args
        Words after ``gaiatsu``; those of the process when left out.
    """
    _prepare()
    code = DONE
    try:
        code = _run(args)
        sys.stdout.flush()
    except OSError as error:
        code = _after_failed_write(error)
    sys.exit(code)


def _run(args: Sequence[str] | None) -> int:
    try:
        result = gaiatsu.main(
            args=None if args is None else list(args),
            prog_name="gaiatsu",
            standalone_mode=False,
            color=False if os.environ.get("NO_COLOR") else None,
        )
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except SystemExit as end:
        # click ends so when the reader closes the pipe; that is the reader's wish.
        if end.code == 1:
            return DONE
        raise
    except (click.Abort, KeyboardInterrupt):
        click.echo("\nInterrupted.", err=True)
        return INTERRUPTED
    except GaiatsuError as error:
        click.echo(f"Error: {error}", err=True)
        return UNUSABLE
    return result if isinstance(result, int) else DONE


def _after_failed_write(error: OSError) -> int:
    """Take a closed pipe for the reader's wish; say anything else and end with 2."""
    if error.errno not in (errno.EPIPE, errno.EINVAL):
        click.echo(f"Error: the output could not be written: {error.strerror or error}.", err=True)
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return DONE if error.errno == errno.EPIPE else UNUSABLE


def _prepare() -> None:
    # OpenBLAS reads this when NumPy loads; sharing matrices this small between threads costs time.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    warnings.showwarning = _say_warning
    if hasattr(signal, "SIGTERM"):
        signal.signal(signal.SIGTERM, _stop)
    signal.signal(signal.SIGINT, interrupt)


def _stop(number: int, *_: object) -> NoReturn:
    """End through the ordinary clean-up, so that no half-written file stays behind."""
    sys.exit(128 + number)


def _say_warning(message: Warning | str, *_: object, **__: object) -> None:
    click.echo(f"Warning: {message}", err=True)
