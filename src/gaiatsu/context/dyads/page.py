"""The reference page of everything that a panel can hold, written from the additions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gaiatsu.context.dyads.registry import ADDITIONS, addition

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gaiatsu.context.dyads.records import Addition, Part, Variable

__all__ = ["page"]

HEAD = """\
# Variables of a panel

What `gaiatsu panel --add NAME` adds; [](../how-to/build-a-panel.md) shows how. A variable of a **state** or
**state-year** becomes two columns, one that ends in `1` for the sender and one in `2` for the target. One of
a **directed dyad** is seen from the sender; one of an **undirected dyad** is the same both ways. A
**derived** variable is computed from the columns of its row. [](data-sets.md) describes the data sets.

"""


def page() -> str:
    """Write the reference page of every registered addition, as Markdown.

    Examples
    --------
    >>> page().splitlines()[0]
    '# Variables of a panel'
    """
    return HEAD + "\n".join(line for name in ADDITIONS for line in _addition(addition(name)))


def _addition(item: Addition) -> Iterator[str]:
    yield f"## `{item.name}`\n"
    optional = f" and, where present, {_names(item.optional)}" if item.optional else ""
    yield f"{item.title}. Needs {_names(item.needs)}{optional}.\n"
    for note in item.notes:
        yield f"- {note}"
    yield from ("", "| variable | of a | means | unit | kind |", "|---|---|---|---|---|")
    for part in item.parts:
        yield from (_row(variable, _level(part)) for variable in part.variables)
    yield from (_row(derived.variable, "derived") for derived in item.derived)
    yield ""


def _names(names: tuple[str, ...]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def _level(part: Part) -> str:
    return part.level.value


def _row(variable: Variable, level: str) -> str:
    said = [variable.meaning]
    said += [f"*How:* {variable.method}."] if variable.method else []
    said += [f"*Uncertainty:* {variable.uncertainty}."] if variable.uncertainty else []
    said += [f"*Limits:* {variable.limits}."] if variable.limits else []
    cells = (
        f"`{variable.name}`",
        level,
        " ".join([said[0].rstrip(".") + ".", *said[1:]]),
        variable.unit,
        variable.nature.value,
    )
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"
