"""``gaiatsu panel``: dyad-years or episodes with named variables, a codebook and the works to cite."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from gaiatsu.cli.options import data_option
from gaiatsu.cli.output import emit, json_option
from gaiatsu.errors import InvalidSpecification

if TYPE_CHECKING:
    from gaiatsu.context.dyads.records import Addition
    from gaiatsu.context.dyads.spec import PanelTable
    from gaiatsu.report.panel import PanelRequest

__all__ = ["panel"]


@click.command()
@click.option(
    "--unit",
    type=click.Choice(["dyad-year", "episode"]),
    default="dyad-year",
    show_default=True,
    help="What a row is.",
)
@click.option("--years", metavar="FIRST:LAST", help="Years of the rows, 1816:2024 at most.")
@click.option("--add", "additions", metavar="NAME,...", multiple=True, help="Variables to add; see --list.")
@click.option("--out", type=click.Path(path_type=Path), help="File to write: .parquet, .csv, .dta or .rds.")
@click.option("--undirected", is_flag=True, help="Keep each pair once, the lower code first.")
@click.option("--states", metavar="A,B,...", help="Keep pairs of these states.")
@click.option(
    "--dyad", "dyads", metavar="SENDER,TARGET", multiple=True, help="Keep this pair; may be repeated."
)
@click.option("--lag", type=click.IntRange(min=0), default=0, help="Read variables so many years earlier.")
@click.option(
    "--cases", default="schoppa1999", show_default=True, help="Case set whose episodes are the rows."
)
@click.option("--list", "listing", is_flag=True, help="List what can be added, and what each needs.")
@data_option
@json_option
def panel(*, as_json: bool, listing: bool, **options: Any) -> None:
    """Build a panel of dyad-years or episodes, with a codebook and BibTeX beside it."""
    if listing:
        found = _additions()
        emit("panel", {"additions": [_plain(item) for item in found]}, _listed(found), as_json=as_json)
        return
    if options["out"] is None:
        message = "No file was named for the panel."
        raise InvalidSpecification(message, expected="--out FILE.parquet, .csv, .dta or .rds")
    _write(_request(options), options["out"], as_json=as_json)


def _write(request: PanelRequest, out: Path, *, as_json: bool) -> None:
    from gaiatsu.cli.progress import show_progress
    from gaiatsu.report.panel_files import check_target, write_panel

    check_target(out)
    with show_progress() as progress:
        table = request.build(progress)
        files = write_panel(table, out, progress=progress)
    frame = table.frame
    data = {
        "path": str(out),
        "rows": frame.height,
        "columns": frame.columns,
        "digest": table.digest,
        "files": [str(file) for file in files],
        "additions": table.spec.additions,
        "citations": table.citations,
    }
    text = (
        f"{out}: {frame.height:,} rows, {frame.width} columns\n{_gap(table)}"
        + "".join(f"{file}\n" for file in files[1:])
        + f"digest {data['digest']}"
    )
    emit("panel", data, text, as_json=as_json)


def _gap(table: PanelTable) -> str:
    """Say of named pairs for which years asked for they have no row."""
    spec, frame = table.spec, table.frame
    if not spec.dyads or spec.unit.value == "episode":
        return ""
    wanted, present = range(spec.years.first, spec.years.last + 1), set(frame["year"].to_list())
    lost = [year for year in wanted if year not in present]
    if not lost:
        return ""
    runs = [str(first) if first == last else f"{first}-{last}" for first, last in _runs(lost)]
    return f"no row in {', '.join(runs)}: not both states were members of the state system\n"


def _runs(years: list[int]) -> list[tuple[int, int]]:
    """Join years that follow each other.

    Examples
    --------
    >>> _runs([1950, 1951, 1960])
    [(1950, 1951), (1960, 1960)]
    """
    starts = [year for year in years if year - 1 not in years]
    ends = [year for year in years if year + 1 not in years]
    return list(zip(starts, ends, strict=True))


def _request(options: dict[str, Any]) -> PanelRequest:
    from gaiatsu.report.panel import panel as ask

    request = ask(
        options["unit"],
        years=_years(options["years"]),
        cases=options["cases"],
        data=options["data"],
    )
    request = request.add(*_words(",".join(options["additions"]))).among(*_words(options["states"]))
    for text in options["dyads"]:
        pair = _words(text)
        if len(pair) != 2:
            message = f"The dyad {text!r} cannot be read."
            raise InvalidSpecification(message, expected="a sender and a target, such as USA,JPN")
        request = request.dyad(pair[0], pair[1])
    request = request.once() if options["undirected"] else request
    return request.lagged(options["lag"])


def _words(text: str | None) -> list[str]:
    return [word.strip() for word in (text or "").split(",") if word.strip()]


def _years(text: str | None) -> tuple[int, int] | None:
    """Read ``1946:2014`` or one year."""
    if text is None:
        return None
    first, _, last = text.partition(":")
    try:
        return int(first), int(last or first)
    except ValueError as error:
        message = f"The years {text!r} cannot be read."
        raise InvalidSpecification(message, expected="two years such as 1946:2014, or one") from error


def _additions() -> list[Addition]:
    from gaiatsu.context.dyads.registry import ADDITIONS, addition

    return [addition(name) for name in ADDITIONS]


def _plain(item: Addition) -> dict[str, Any]:
    return {
        "name": item.name,
        "title": item.title,
        "needs": item.needs,
        "optional": item.optional,
        "variables": [
            {"name": one.name, "meaning": one.meaning, "unit": one.unit, "nature": one.nature}
            for one in item.variables
        ],
        "notes": item.notes,
    }


def _listed(found: list[Addition]) -> str:
    lines = []
    for item in found:
        lines += [f"{item.name}: {item.title}", f"    needs {', '.join(item.needs)}"]
        width = max(len(one.name) for one in item.variables)
        lines += [f"    {one.name:<{width}}  {one.meaning}" for one in item.variables]
    return "\n".join(lines)
