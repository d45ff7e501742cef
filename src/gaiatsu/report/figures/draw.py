"""Draw every chart of a report, half of them in a second process where there are two processors."""

from __future__ import annotations

import base64
import json
import os
import subprocess
import sys
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from gaiatsu.report.figures import render

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gaiatsu.report.document import Chart

__all__ = ["Drawing", "draw_all"]


class Task(NamedTuple):
    """A chart to be drawn: its id and its two specifications."""

    id: str
    wide: Mapping[str, Any]
    narrow: Mapping[str, Any]


WORTH_IT = 6
"""Charts from which a second process saves more time than its start takes."""


@dataclass(frozen=True)
class Drawing:
    """A chart as drawn.

    Parameters
    ----------
    wide, narrow
        SVG for a page and for a phone.
    png
        The wide one as pixels.
    """

    wide: str
    narrow: str
    png: bytes


def draw_all(charts: Sequence[Chart]) -> dict[str, Drawing]:
    """Draw charts.

    Parameters
    ----------
    charts
        The charts; ids differ.

    Returns
    -------
    dict
        By id, in the order given. The same bytes on any number of processors.
    """
    tasks = [Task(chart.id, chart.spec, chart.narrow) for chart in charts]
    shared = tasks[1::2] if len(tasks) >= WORTH_IT and (os.cpu_count() or 1) > 1 else []
    with ThreadPoolExecutor(1) as waiter:
        theirs = waiter.submit(_elsewhere, shared)
        away = {task.id for task in shared}
        drawn = {task.id: _draw(task) for task in tasks if task.id not in away}
        drawn |= theirs.result()
    drawn |= {task.id: _draw(task) for task in shared if task.id not in drawn}
    return {task.id: drawn[task.id] for task in tasks}


def _draw(task: Task) -> Drawing:
    wide = render.svg(task.wide)
    return Drawing(wide, render.svg(task.narrow), render.png(wide))


def _elsewhere(tasks: Sequence[Task]) -> dict[str, Drawing]:
    """Have another process draw; nothing where it fails, so that the caller meets the error itself."""
    if not tasks:
        return {}
    command = [sys.executable, "-m", "gaiatsu.report.figures.draw"]
    asked = json.dumps([task._asdict() for task in tasks]).encode()
    done = subprocess.run(command, input=asked, capture_output=True, check=False)  # noqa: S603 our own module
    return _delivered(done.stdout) if done.returncode == 0 else {}


def _delivered(answer: bytes) -> dict[str, Drawing]:
    return {
        name: Drawing(one["wide"], one["narrow"], base64.b64decode(one["png"]))
        for name, one in json.loads(answer).items()
    }


def _serve() -> None:
    """Read tasks from standard input, write drawings to standard output."""
    answer = {}
    for asked in json.loads(sys.stdin.buffer.read()):
        one = _draw(Task(**asked))
        png = base64.b64encode(one.png).decode()
        answer[asked["id"]] = {"wide": one.wide, "narrow": one.narrow, "png": png}
    sys.stdout.write(json.dumps(answer))


if __name__ == "__main__":
    _serve()
