"""``gaiatsu claims`` and ``gaiatsu cite``: what the article claims, and BibTeX for it."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from gaiatsu.cli.output import emit, json_option

if TYPE_CHECKING:
    from rich.console import RenderableType

    from gaiatsu.claims import Claim

__all__ = ["cite", "claims"]


@click.command()
@click.argument("claim_id", metavar="[CLAIM]", required=False)
@json_option
def claims(claim_id: str | None, *, as_json: bool) -> None:
    """Show what the article claims, where, and against which rivals."""
    from gaiatsu.claims import claim, registry

    chosen = (claim(claim_id),) if claim_id else registry()
    text = _claim_text(chosen[0]) if claim_id else _list_text(chosen)
    emit("claims", {"claims": [asdict(entry) for entry in chosen]}, text, as_json=as_json)


@click.command()
@click.argument("names", metavar="NAME...", nargs=-1, required=True)
@json_option
def cite(names: tuple[str, ...], *, as_json: bool) -> None:
    """Print BibTeX for a claim, the key of a work, or the dotted path of a function."""
    from gaiatsu.claims import works

    found = dict.fromkeys(work for name in names for work in works(name))
    references = [{"key": work.key, "kind": work.kind, "text": work.text} for work in found]
    text = "\n\n".join(work.bibtex for work in found)
    emit("cite", {"names": list(names), "references": references, "bibtex": text}, text, as_json=as_json)


def _list_text(entries: tuple[Claim, ...]) -> RenderableType:
    from rich import box
    from rich.console import Group
    from rich.table import Table

    table = Table(box=box.SIMPLE, show_edge=False, pad_edge=False)
    for column in ("claim", "title", "direction", "refuted by"):
        table.add_column(column, overflow="fold")
    for entry in entries:
        table.add_row(entry.id, entry.title, entry.direction, ", ".join(entry.falsifiers))
    return Group(table, "One claim in full: gaiatsu claims H2")


def _claim_text(entry: Claim) -> str:
    from gaiatsu.claims import bibliography

    known = bibliography()
    rows = {
        "says": entry.statement,
        "where": entry.locator,
        "direction": entry.direction,
        "how": entry.mechanism,
        "against": ", ".join(entry.rivals) or "no rival of its own",
        "refuted by": ", ".join(entry.falsifiers) or "nothing that is computed yet",
        "see": "; ".join(known[key].short for key in entry.references),
    }
    body = "\n".join(f"  {name:<11}{text}" for name, text in rows.items())
    return f"{entry.id}: {entry.title}\n{body}"
