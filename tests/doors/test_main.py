"""The command ``gaiatsu``: its grammar, its exit codes and what it prints where."""

from __future__ import annotations

import contextlib
import errno
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from gaiatsu import __version__
from gaiatsu.cli import main as module_main
from gaiatsu.cli import progress as progress_module
from gaiatsu.cli.main import VERBS, gaiatsu
from gaiatsu.cli.output import SCHEMA, emit
from gaiatsu.cli.progress import Progress, interrupt
from gaiatsu.errors import InputError

COMMAND = [sys.executable, "-c", "from gaiatsu.cli import main; main()"]
Typed = Callable[..., subprocess.CompletedProcess[str]]
ENVIRONMENT = {key: value for key, value in os.environ.items() if key not in {"GAIATSU_DATA", "NO_COLOR"}}


def run(*words: str, env: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    """Type a command in a process of its own."""
    return subprocess.run(
        [*COMMAND, *words], capture_output=True, text=True, check=False, env=ENVIRONMENT | (env or {})
    )


def test_help_lists_the_verbs_in_the_order_of_the_work(typed: Typed) -> None:
    done = typed("--help")
    places = [done.stdout.index(f"\n  {verb.name} ") for verb in VERBS]

    assert done.returncode == 0
    assert places == sorted(places)
    for section in dict.fromkeys(verb.section for verb in VERBS):
        assert f"\n{section}:\n" in done.stdout


def test_the_line_in_the_list_is_the_first_line_of_the_command() -> None:
    context = click.Context(gaiatsu)
    for verb in VERBS:
        command = gaiatsu.get_command(context, verb.name)

        assert command is not None
        assert command.get_short_help_str(200) == verb.summary


def test_every_command_and_option_has_help_and_takes_json() -> None:
    for name, command in commands(gaiatsu):
        assert command.help, name
        if isinstance(command, click.Group):
            continue
        options = {word for parameter in command.params for word in parameter.opts}

        assert "--json" in options, name
        for parameter in command.params:
            assert isinstance(parameter, click.Argument) or parameter.help, (name, parameter.name)


def commands(group: click.Group, path: str = "") -> Iterator[tuple[str, click.Command]]:
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        yield f"{path}{name}", command
        if isinstance(command, click.Group):
            yield from commands(command, f"{path}{name} ")


def test_listing_the_commands_loads_none_of_them() -> None:
    code = (
        "import sys, contextlib, io\n"
        "from gaiatsu.cli import main\n"
        "with contextlib.redirect_stdout(io.StringIO()), contextlib.suppress(SystemExit): main(['--help'])\n"
        "heavy = {'numpy', 'scipy', 'jax', 'polars', 'pydantic', 'altair', 'jinja2', 'rich', 'typst'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "[]"


def seconds_of_processor(*words: str) -> float:
    before = os.times()
    subprocess.run([sys.executable, *words], capture_output=True, check=True, env=ENVIRONMENT)
    after = os.times()
    return (after.children_user - before.children_user) + (after.children_system - before.children_system)


def test_help_takes_half_a_second_of_processor_at_most() -> None:
    code = "from gaiatsu.cli import main; main(['--help'])"

    assert min(seconds_of_processor("-c", code) for _ in range(3)) <= 0.5


def test_importing_takes_three_tenths_of_a_second_of_processor_at_most() -> None:
    assert min(seconds_of_processor("-c", "import gaiatsu") for _ in range(3)) <= 0.3


def test_the_version_is_that_of_the_package() -> None:
    assert run("--version").stdout == f"gaiatsu {__version__}\n"


def test_an_unknown_command_names_those_it_may_have_been_meant_for(typed: Typed) -> None:
    done = typed("replicat")

    assert done.returncode == 2
    assert "Did you mean 'replicate'?" in done.stderr
    assert done.stdout == ""


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["cases", "show", "nobody1999"], "nobody1999"),
        (["cases", "show", "schoppa1999", "--patch", "nowhere.yaml"], "nowhere.yaml"),
        (["cite", "nobody1999"], "nobody1999"),
        (["replicate", "nobody1999", "--out", "x"], "nobody1999"),
        (["replicate", "schoppa1999"], "--out"),
        (["falsify", "--seed", "many"], "many"),
    ],
)
def test_input_that_cannot_be_used_ends_with_2_and_a_sentence(
    words: list[str], expected: str, typed: Typed, tmp_path: Path
) -> None:
    done = typed(*words)

    assert done.returncode == 2
    assert done.stdout == ""
    assert expected in done.stderr
    assert "Traceback" not in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_json_is_one_object_on_standard_output_and_nothing_else() -> None:
    done = run("cases", "list", "--json")
    written = json.loads(done.stdout)

    assert list(written)[:3] == ["command", "version", "schema"]
    assert ("cases list", __version__, SCHEMA) == tuple(written.values())[:3]


def test_text_for_people_is_plain_where_it_is_not_a_terminal() -> None:
    done = run("cases", "list", env={"FORCE_COLOR": "", "TERM": "xterm-256color"})

    assert done.stdout
    assert "\x1b" not in done.stdout


def test_a_reader_who_closes_the_pipe_is_no_error() -> None:
    process = subprocess.Popen(
        [*COMMAND, "cases", "show", "schoppa1999", "--json"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=ENVIRONMENT,
    )
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.close()
    errors = process.stderr.read().decode()

    assert process.wait(60) == 0
    assert errors == ""
    process.stderr.close()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="NO /dev/full: cannot simulate a full disk here")
def test_a_full_disk_ends_with_2_and_a_sentence() -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [*COMMAND, "cases", "list"],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
            env=ENVIRONMENT,
        )

    assert done.returncode == 2
    assert os.strerror(errno.ENOSPC) in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_an_interrupted_report_leaves_nothing_behind(
    tmp_path: Path, number: signal.Signals, code: int
) -> None:
    out = tmp_path / "out"
    process = subprocess.Popen(
        [*COMMAND, "replicate", "schoppa1999", "--out", str(out)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=ENVIRONMENT,
    )
    assert process.stderr is not None
    assert "[ 1/" in process.stderr.readline() + process.stderr.readline()
    time.sleep(0.2)
    process.send_signal(number)
    standard, errors = process.communicate(timeout=120)

    assert process.returncode == code
    assert standard == ""
    assert "Traceback" not in errors
    assert list(tmp_path.iterdir()) == []


def test_the_envelope_is_not_overwritten() -> None:
    with pytest.raises(ValueError, match="version belong to the envelope"):
        emit("cases list", {"version": 7}, "", as_json=True)


def test_what_rich_draws_is_drawn_as_text(capsys: pytest.CaptureFixture[str]) -> None:
    from rich.table import Table

    table = Table("Episode", "Outcome")
    table.add_row("film-1996", "held out")
    emit("cases list", {}, table, as_json=False)

    assert "film-1996" in capsys.readouterr().out


def test_progress_says_each_step_on_standard_error(capsys: pytest.CaptureFixture[str]) -> None:
    ticks = iter([0.0, 1.0, 1.0, 3.5])
    with Progress(live=False, clock=lambda: next(ticks)) as progress:
        progress("Table 1", 1, 12)
        progress("Figure 1", 2, 12)
    captured = capsys.readouterr()

    assert captured.err.splitlines() == ["[ 1/12] Table 1 (1.0 s)", "[ 2/12] Figure 1 (2.5 s)"]
    assert captured.out == ""


def test_a_terminal_sees_the_running_step(capsys: pytest.CaptureFixture[str]) -> None:
    ticks = iter([0.0, 1.0])
    progress = Progress(live=True, clock=lambda: next(ticks))
    progress("Table 1", 1, 2)

    assert capsys.readouterr().err == "[1/2] Table 1 ..."
    progress.close()
    assert capsys.readouterr().err.endswith("[1/2] Table 1 (1.0 s)\n")


def test_a_warning_is_a_line_on_standard_error() -> None:
    code = "import warnings\nfrom gaiatsu.cli.main import _prepare\n_prepare()\nwarnings.warn('take care')"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stderr == "Warning: take care\n"


def test_an_error_on_purpose_has_no_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        message = "The year 19999 cannot be used."
        raise InputError(message, expected="a year")

    monkeypatch.setattr(gaiatsu, "main", fail)
    monkeypatch.setattr(signal, "signal", lambda *_: None)
    with pytest.raises(SystemExit) as ended:
        module_main([])

    assert ended.value.code == 2


def test_commands_can_be_run_in_process() -> None:
    done = CliRunner().invoke(gaiatsu, ["cases", "list", "--json"])

    assert done.exit_code == 0
    assert json.loads(done.stdout)["command"] == "cases list"


def test_an_interrupt_that_was_lost_ends_the_work_at_the_next_step(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress_module, "_INTERRUPTS", [])
    monkeypatch.setattr(sys, "unraisablehook", sys.unraisablehook)
    progress = Progress(live=False)
    progress("first", 1, 2)
    with contextlib.suppress(KeyboardInterrupt):
        interrupt(signal.SIGINT, None)

    with pytest.raises(KeyboardInterrupt):
        progress("second", 2, 2)
