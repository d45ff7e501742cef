"""The best response of a crisis game, and where it answers itself."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from gaiatsu.errors import InvalidSpecification, OutputError
from gaiatsu.report.figures import render
from gaiatsu.report.figures.lines import Line, LinePlot, lines
from gaiatsu.report.figures.theme import PROBABILITY, Spec, chart, layer, values
from gaiatsu.report.palette import light

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gaiatsu.studies.game import EquilibriumRow

__all__ = ["best_response_map", "write_figure"]


def best_response_map(curve: Sequence[tuple[float, float]], rows: Sequence[EquilibriumRow]) -> Spec:
    """Draw the best response against the belief, with its equilibria on the diagonal.

    Parameters
    ----------
    curve
        Probability of resistance that the sender believes in, and the one that the target chooses.
    rows
        Equilibria: filled where stable, hollow where not.

    Returns
    -------
    Spec
        Vega-Lite specification.
    """
    plot = LinePlot(
        lines=(
            Line("best response", tuple(curve)),
            Line("belief come true", ((0.0, 0.0), (1.0, 1.0)), color="gray", dash=(3, 3)),
        ),
        x=(0.0, 1.0),
        y=(0.0, 1.0),
        x_title="Probability of resistance that the sender believes in",
        y_title="Probability that the target resists",
        height=360,
        form=(".1~f", PROBABILITY),
    )
    base = lines(plot)
    body = {key: base[key] for key in ("width", "height")}
    place = next(part["encoding"] for part in base["layer"] if part["mark"]["type"] == "line")
    return chart(layer(*base["layer"], *(_dot(row, place) for row in rows), **body))


def _dot(row: EquilibriumRow, place: Spec) -> Spec:
    fill = light("ink") if row.stable else light("paper")
    mark = {"type": "point", "filled": True, "fill": fill, "stroke": light("ink"), "size": 80, "opacity": 1}
    number = f"{row.p_resist:.3f}".removeprefix("0")
    text = {"type": "text", "align": "left", "baseline": "top", "dx": 8, "dy": 5}
    data = values([{"x": row.p_resist, "y": row.p_resist, "label": number}])
    named = {"mark": text, "encoding": {**place, "text": {"field": "label"}}}
    return {"data": data, "layer": [{"mark": mark, "encoding": place}, named]}


def write_figure(spec: Spec, out: Path, *, title: str) -> None:
    """Write a figure as SVG or PNG; what stood there stays until the new one is whole.

    Parameters
    ----------
    spec
        The figure.
    out
        File that ends in .svg or .png.
    title
        Title inside an SVG.

    Raises
    ------
    InvalidSpecification
        If the file ends in something else.
    OutputError
        If it cannot be written.
    """
    kind = out.suffix.lower()
    if kind not in {".svg", ".png"}:
        msg = f"The figure {out} ends in {kind or 'nothing'}."
        raise InvalidSpecification(msg, expected=".svg or .png", todo="Change --figure.")
    drawing = render.svg(spec)
    content = render.png(drawing) if kind == ".png" else render.standalone(drawing, title).encode()
    try:
        with tempfile.TemporaryDirectory(prefix=".figure-", dir=out.parent) as beside:
            made = Path(beside) / out.name
            made.write_bytes(content)
            made.replace(out)
    except OSError as error:
        msg = f"The figure cannot be written to {out}: {error.strerror or error}."
        todo = "Change --figure."
        raise OutputError(msg, expected="a folder that can be written", todo=todo) from error
