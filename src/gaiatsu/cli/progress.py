"""Progress by step, on standard error: a line that is rewritten on a terminal, plain lines elsewhere."""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING, Self

import click

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["Progress", "interrupt", "show_progress"]

_INTERRUPTS: list[int] = []


def interrupt(number: int, _: object) -> None:
    """Interrupt the work, and remember it: an exception lost in a callback is raised again by the next step.

    Parameters
    ----------
    number
        Number of the signal.
    _
        The frame, which is not read.

    Raises
    ------
    KeyboardInterrupt
        Always.
    """
    _INTERRUPTS.append(number)
    sys.unraisablehook = lambda _: None
    raise KeyboardInterrupt


class Progress:
    """Call it as each step begins, and :meth:`close` it at the end.

    Parameters
    ----------
    live
        Whether the line of the running step is rewritten when it is done.
    clock
        Seconds that only go forward.

    Examples
    --------
    >>> progress = Progress(live=False)
    >>> progress.close()
    """

    def __init__(self, *, live: bool, clock: Callable[[], float] = time.monotonic) -> None:
        self._live = live
        self._clock = clock
        self._running: tuple[str, float] | None = None

    def __call__(self, step: str, index: int, total: int) -> None:
        """Begin step ``index`` of ``total``; the one before it is done."""
        self.close()
        if _INTERRUPTS:
            raise KeyboardInterrupt
        label = f"[{index:>{len(str(total))}}/{total}] {step}"
        self._running = (label, self._clock())
        if self._live:
            click.echo(f"{label} ...", nl=False, err=True)

    def close(self) -> None:
        """End the running step."""
        if self._running is None:
            return
        label, began = self._running
        self._running = None
        rewind = "\r\x1b[2K" if self._live else ""
        click.echo(f"{rewind}{label} ({self._clock() - began:.1f} s)", err=True, color=self._live)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def show_progress() -> Progress:
    """Progress that suits where standard error goes."""
    return Progress(live=sys.stderr.isatty())
