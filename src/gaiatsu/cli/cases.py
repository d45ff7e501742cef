"""``gaiatsu cases``: list, show, check and import case sets."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click

from gaiatsu.cli.options import data_option
from gaiatsu.cli.output import emit, json_option

if TYPE_CHECKING:
    from gaiatsu.cases import CaseSet
    from gaiatsu.cases.importers import Selection

__all__ = ["cases"]

FAILS = 1


@click.group()
def cases() -> None:
    """List, show, check and import case sets."""


@cases.command("list")
@json_option
def list_sets(*, as_json: bool) -> None:
    """List the case sets that come with the package, and the patches for each."""
    from gaiatsu.cases import load, patches
    from gaiatsu.cases.loader import catalog

    rows = [{**_summary(load(name)), "patches": list(patches(name))} for name in catalog()]
    emit("cases list", {"case_sets": rows}, _list_text(rows), as_json=as_json)


@cases.command()
@click.argument("name_or_file")
@click.argument("episode", required=False)
@click.option(
    "--patch", "patch_names", multiple=True, help="Patch to apply: a name or a file; may be repeated."
)
@click.option("--all", "in_full", is_flag=True, help="List every episode of a large set.")
@json_option
def show(
    name_or_file: str, episode: str | None, patch_names: tuple[str, ...], *, in_full: bool, as_json: bool
) -> None:
    """Show the episodes of a case set, or one episode with who coded each value and why.

    Of a large set it shows whom and when it covers, what each field holds, and the first episodes.
    """
    from gaiatsu.cases import coverage, load
    from gaiatsu.cli.case_tables import episode_text, set_text

    case_set = load(name_or_file, patches=patch_names)
    data = {**_summary(case_set), "applied_patches": list(case_set.applied_patches)}
    data["coverage"] = [asdict(entry) for entry in coverage(case_set)]
    if episode is None:
        content = case_set.model_dump(mode="json") if as_json else {}
        text = "" if as_json else set_text(case_set, name_or_file, in_full=in_full)
        emit("cases show", {**data, "case_set": content}, text, as_json=as_json)
    else:
        chosen = case_set.episode(episode)
        content = chosen.model_dump(mode="json")
        emit("cases show", {**data, "episode": content}, episode_text(chosen), as_json=as_json)


@cases.command()
@click.argument("file")
@json_option
def check(file: str, *, as_json: bool) -> int:
    """Check a case set or a patch; ends with 1 when the file can be read and breaks the schema."""
    from gaiatsu.cases import CaseSet, doubts, examine, load
    from gaiatsu.cases.loader import catalog

    problems, record = ((), load(file)) if file in catalog() else examine(file)
    worth_a_look = doubts(record, file=file) if isinstance(record, CaseSet) else ()
    data = {
        "file": file,
        "valid": not problems,
        "problems": [asdict(problem) for problem in problems],
        "doubts": [asdict(doubt) for doubt in worth_a_look],
    }
    head = (
        f"{file}: {len(problems)} problem{'' if len(problems) == 1 else 's'}"
        if problems
        else f"{file}: valid"
    )
    looks = [f"worth a look: {doubt}" for doubt in worth_a_look]
    lines = [head, *_first([str(problem) for problem in problems]), *_first(looks)]
    emit("cases check", data, "\n".join(lines), as_json=as_json)
    return FAILS if problems else 0


@cases.command("import")
@click.argument("name")
@click.argument("path", required=False)
@data_option
@click.option("--out", help="File to write, ending in .yaml or .json; the set's name and .yaml otherwise.")
@click.option("--success", type=click.Choice(["full", "broad", "ordered"]), help="What counts as success.")
@click.option("--from", "first", type=int, help="First year in which the demand may have been made.")
@click.option("--to", "last", type=int, help="Last year in which the demand may have been made.")
@click.option("--sender", default="", help="State that must be among the senders: three letters.")
@click.option("--target", default="", help="State that must be pressed: three letters.")
@click.option("--rules", "only_rules", is_flag=True, help="Print the coding rules; read no data.")
@json_option
def import_data_set(name: str, only_rules: bool, as_json: bool, **options: Any) -> None:
    """Turn a field data set into a case set: each value with its source, its rule and how sure it is.

    NAME is ties, sigint, eusanct, icb, gml, section301 or wto-retaliation; PATH is its file or the folder
    that holds it. What has no value stays openly without one; what cannot be mapped and which rows are left
    out is part of the file and printed.
    """
    from gaiatsu.cases import coverage, write
    from gaiatsu.cases.importers import import_set, importer
    from gaiatsu.cli.import_tables import import_text, rules_data, rules_text

    chosen = importer(name)
    if only_rules:
        data = rules_data(chosen, options["success"])
        text = "" if as_json else rules_text(chosen, options["success"])
        emit("cases import", data, text, as_json=as_json)
        return
    place = options["path"] or options["data"]
    case_set = import_set(name, place, success=options["success"], selection=_selection(options))
    path = write(case_set, options["out"] or f"{case_set.id}.yaml")
    data = {
        **_summary(case_set),
        "path": str(path),
        "imported": case_set.imported,
        "rules": case_set.rules,
        "coverage": [asdict(entry) for entry in coverage(case_set)],
    }
    emit("cases import", data, "" if as_json else import_text(case_set, path), as_json=as_json)


def _selection(options: dict[str, Any]) -> Selection:
    from gaiatsu.cases.importers import Selection

    states = (options[side].strip().upper() for side in ("sender", "target"))
    return Selection(options["first"], options["last"], *states)


def _first(lines: list[str]) -> list[str]:
    """Keep a terminal from drowning in a large file's repeated mistake."""
    from gaiatsu.errors import MOST_PROBLEMS

    rest = len(lines) - MOST_PROBLEMS
    return [*lines[:MOST_PROBLEMS], *([f"... and {rest:,} more; --json lists them all"] if rest > 0 else [])]


def _summary(case_set: CaseSet) -> dict[str, Any]:
    counts = {
        field: len(getattr(case_set, field))
        for field in ("episodes", "events", "statements", "series", "facts")
    }
    return {
        "id": case_set.id,
        "title": case_set.title,
        "citation": case_set.citation,
        "digest": case_set.digest,
        "counts": counts,
    }


def _list_text(rows: list[dict[str, Any]]) -> str:
    lines = []
    for row in rows:
        held = ", ".join(f"{count} {field}" for field, count in row["counts"].items())
        lines += [f"{row['id']}: {row['title']}", f"  {held}", f"  digest {row['digest'][:12]}"]
        lines += [f"  patch {name}" for name in row["patches"]]
    return "\n".join(lines)
