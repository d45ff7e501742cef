"""``gaiatsu cases``: list, show and check case sets."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click

from gaiatsu.cli.output import emit, json_option

if TYPE_CHECKING:
    from gaiatsu.cases import CaseSet

__all__ = ["cases"]

FAILS = 1


@click.group()
def cases() -> None:
    """List, show and check case sets."""


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
    from gaiatsu.cases import check as find_problems
    from gaiatsu.cases import doubts, load
    from gaiatsu.cases.loader import catalog

    shipped = file in catalog()
    problems = () if shipped else find_problems(file)
    worth_a_look = doubts(load(file), file=file) if not problems and _holds_cases(file) else ()
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
    lines = [head, *map(str, problems), *(f"worth a look: {doubt}" for doubt in worth_a_look)]
    emit("cases check", data, "\n".join(lines), as_json=as_json)
    return FAILS if problems else 0


def _holds_cases(file: str) -> bool:
    from gaiatsu.cases import is_patch
    from gaiatsu.cases.loader import catalog

    return file in catalog() or not is_patch(file)


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
