"""``gaiatsu cases``: list, show and check case sets."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click

from gaiatsu.cli.output import emit, json_option

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.table import Table
    from rich.text import Text

    from gaiatsu.cases import CaseSet, Coded, Episode

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
@json_option
def show(name_or_file: str, episode: str | None, patch_names: tuple[str, ...], *, as_json: bool) -> None:
    """Show the episodes of a case set, or one episode with who coded each value and why."""
    from gaiatsu.cases import load

    case_set = load(name_or_file, patches=patch_names)
    data = {**_summary(case_set), "applied_patches": list(case_set.applied_patches)}
    if episode is None:
        content = case_set.model_dump(mode="json")
        emit("cases show", {**data, "case_set": content}, _set_text(case_set), as_json=as_json)
    else:
        chosen = case_set.episode(episode)
        content = chosen.model_dump(mode="json")
        emit("cases show", {**data, "episode": content}, _episode_text(chosen), as_json=as_json)


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


def _set_text(case_set: CaseSet) -> RenderableType:
    from rich.console import Group

    table = _table("ended", "episode", "demand", "when", "gave in", "grade", "judged")
    for episode in sorted(case_set.episodes, key=lambda item: (item.date, item.id)):
        table.add_row(*map(_text, _episode_row(episode)))
    applied = ", ".join(case_set.applied_patches) or "none"
    foot = (
        f"Grade: how far the demand was met, 0-3. Judged: values that the source does not fix.\n"
        f"Digest {case_set.digest[:12]}; patches applied: {applied}.\n"
        f"One episode: gaiatsu cases show {case_set.id} {case_set.episodes[0].id}"
    )
    return Group(_text(case_set.title), table, _text(foot))


def _episode_row(episode: Episode) -> tuple[str, ...]:
    from gaiatsu.cases import CODED_FIELDS

    coders = Counter(getattr(episode, field).coder == "article" for field in CODED_FIELDS)
    return (
        episode.end,
        episode.id,
        episode.demand_type.value.value,
        episode.administration.value,
        "yes" if episode.conceded.value else "no",
        str(int(episode.concession.value)),
        f"{coders[False]}/{len(CODED_FIELDS)}",
    )


def _episode_text(episode: Episode) -> RenderableType:
    from rich.console import Group

    from gaiatsu.cases import CODED_FIELDS

    table = _table("field", "value", "coder", "sure", "where", "reason")
    for field in CODED_FIELDS:
        coded = getattr(episode, field)
        row = (field, _value(coded), coded.coder, coded.confidence, coded.locator, coded.reason or "")
        table.add_row(*map(_text, row))
    head = f"{episode.title}: {episode.sender} to {episode.target}, {episode.start} to {episode.end}"
    groups = ", ".join(episode.clusters) or "none"
    foot = f"Shares a negotiation or industry with others as: {groups}.\n{episode.note}"
    return Group(_text(head), table, _text(foot))


def _value(coded: Coded[Any]) -> str:
    value = coded.value
    if isinstance(value, bool):
        return "yes" if value else "no"
    label = getattr(value, "label", None)
    if label is not None and isinstance(value, int):
        return f"{int(value)} ({label})"
    return str(label or getattr(value, "value", value))


def _text(words: str) -> Text:
    """Keep square brackets in somebody's words from being read as styles."""
    from rich.text import Text

    return Text(words)


def _table(*columns: str) -> Table:
    from rich import box
    from rich.table import Table

    table = Table(box=box.SIMPLE, show_edge=False, pad_edge=False, padding=(0, 0))
    for column in columns:
        table.add_column(column, overflow="fold")
    return table
