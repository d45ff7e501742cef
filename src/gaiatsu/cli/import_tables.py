"""What an import did, and the rules by which it does it, for a terminal and for programs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from gaiatsu.cli.case_tables import coverage_table, plain, table

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from rich.console import RenderableType
    from rich.table import Table

    from gaiatsu.cases import CaseSet
    from gaiatsu.cases.importers import Importer
    from gaiatsu.cases.origin import Imported, Rule, Success, Unmapped

__all__ = ["import_text", "rules_data", "rules_text"]

MOST_ROWS: Final = 5


def import_text(case_set: CaseSet, path: Path) -> RenderableType:
    """Draw what an import did: how many rows became episodes, what was left out, what cannot be mapped.

    Parameters
    ----------
    case_set
        The imported set.
    path
        The file it was written to.

    Returns
    -------
    RenderableType
        Lines and tables for a terminal.
    """
    from rich.console import Group

    origin = case_set.imported
    count = len(case_set.episodes)
    lines = [f"{path}: {count:,} episode{'' if count == 1 else 's'}, digest {case_set.digest[:12]}"]
    if origin is not None:
        lines += _origin_lines(origin)
    lines.append("What each field holds; the rest is left open, with the reason in the file:")
    unmapped = origin.unmapped if origin is not None else ()
    name = origin.rules_version.split()[0] if origin is not None else "NAME"
    foot = (
        f"gaiatsu cases show {path} shows them; gaiatsu cases import {name} --rules prints the coding rules."
    )
    return Group(
        plain("\n".join(lines)),
        coverage_table(case_set),
        plain("\nWhat cannot be mapped:"),
        _unmapped_table(unmapped),
        plain(foot),
    )


def _origin_lines(origin: Imported) -> Iterator[str]:
    yield f"from {origin.file} ({origin.title}), {origin.rows_read:,} rows; rules {origin.rules_version}"
    if not origin.recognized:
        yield (
            "The file is not the release that the rules were written for, which has "
            f"{origin.rows_of_release:,} rows: check whether it is whole."
        )
    if origin.success:
        yield f"success: {origin.success}"
    if origin.selection:
        yield f"only episodes {'; '.join(origin.selection)}: {origin.rows_not_selected:,} rows are others"
    for entry in origin.left_out:
        named = ", ".join(map(str, entry.rows[:MOST_ROWS])) + (", ..." if len(entry.rows) > MOST_ROWS else "")
        rows = "row" if len(entry.rows) == 1 else "rows"
        yield f"left out, {len(entry.rows):,} {rows} ({named}): {entry.reason}"
    if not origin.left_out:
        yield "no row was left out"


def _unmapped_table(entries: Iterable[Unmapped]) -> Table:
    drawn = table("what", "is a", "why")
    for entry in entries:
        drawn.add_row(plain(entry.name), plain(entry.side), plain(entry.reason))
    return drawn


def rules_data(chosen: Importer, success: Success | None) -> dict[str, Any]:
    """List the rules of an importer for programs.

    Parameters
    ----------
    chosen
        The importer.
    success
        Coding of success whose rule is wanted; all of them when left out.

    Returns
    -------
    dict
        Name, version, unit, columns read, codings of success, rules, gaps and what cannot be mapped.
    """
    return {
        "data_set": chosen.name,
        "rules_version": f"{chosen.name} {chosen.version}",
        "unit": chosen.unit,
        "reads": dict(chosen.reads),
        "successes": dict(chosen.successes),
        "rules": _all_rules(chosen, success),
        "gaps": dict(chosen.gaps),
        "unmapped": [entry.model_dump(mode="json") for entry in chosen.unmapped],
    }


def _all_rules(chosen: Importer, success: Success | None) -> dict[str, Rule]:
    rules = dict(chosen.rules(success))
    if success is None:
        for coding in chosen.successes:
            rules |= {
                f"{key} ({coding})": rule for key, rule in chosen.rules(coding).items() if key not in rules
            }
    return rules


def rules_text(chosen: Importer, success: Success | None) -> RenderableType:
    """Draw the rules of an importer.

    Parameters
    ----------
    chosen
        The importer.
    success
        Coding of success whose rule is wanted; all of them when left out.

    Returns
    -------
    RenderableType
        Lines and tables for a terminal.
    """
    from rich.console import Group

    head = f"{chosen.title}\nRules {chosen.name} {chosen.version}. {chosen.unit}"
    reads = table("field", "is read from")
    for field, columns in chosen.reads.items():
        reads.add_row(plain(field), plain(columns))
    gaps = table("field", "always left open because")
    for field, reason in chosen.gaps.items():
        gaps.add_row(plain(field), plain(reason))
    return Group(
        plain(f"{head}\n"),
        reads,
        *_rule_tables(_all_rules(chosen, success)),
        plain(""),
        gaps,
        plain("\nColumns that have nowhere to go:"),
        _unmapped_table(chosen.unmapped),
    )


def _rule_tables(rules: Mapping[str, Rule]) -> Iterator[RenderableType]:
    for name, rule in rules.items():
        yield plain(f"\n{name}: {rule.locator} to {', '.join(rule.fields)}; confidence {rule.confidence}")
        yield plain(f"  {rule.does}\n  {rule.reason}")
        drawn = table("  the file has", "the set gets")
        for code, result in rule.codes.items():
            drawn.add_row(plain(f"  {code}"), plain(result))
        yield drawn
