"""Case sets and episodes as tables for a terminal."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rich.console import RenderableType
    from rich.table import Table
    from rich.text import Text

    from gaiatsu.cases import CaseSet, Coded, Episode, Uncoded

__all__ = ["coverage_table", "episode_text", "plain", "set_text", "table"]

LARGE: Final = 60
FIRST: Final = 20
MOST_NAMES: Final = 8
GAP: Final = "-"


def set_text(case_set: CaseSet, name: str, *, in_full: bool) -> RenderableType:
    """Draw a case set: its episodes, and for a large one first what it covers.

    Parameters
    ----------
    case_set
        The set.
    name
        The name or file it was asked for by.
    in_full
        Whether to list every episode however many there are.

    Returns
    -------
    RenderableType
        Lines and tables for a terminal.
    """
    from rich.console import Group

    episodes = sorted(case_set.episodes, key=lambda one: (_date(one), one.id))
    large = len(episodes) > LARGE
    shown = episodes if in_full or not large else episodes[:FIRST]
    parts = [plain(case_set.title), *(_overview(case_set) if large else ())]
    rest = len(episodes) - len(shown)
    more = f"and {rest:,} more; --all lists them.\n" if rest else ""
    applied = ", ".join(case_set.applied_patches) or "none"
    foot = (
        f"{more}Grade: how far the demand was met, 0-3. Judged: values that the source does not fix. "
        f"{GAP}: left open. {_marks(shown)}\nDigest {case_set.digest[:12]}; patches applied: {applied}.\n"
        f"One episode: gaiatsu cases show {name} {case_set.episodes[0].id}"
    )
    return Group(*parts, _episodes(shown), plain(foot))


def _marks(shown: Sequence[Episode]) -> str:
    """Explain the marks that the listed episodes carry, and no others."""
    undated = any(not isinstance(one.end, str) for one in shown)
    joined = any(one.senders for one in shown)
    return " ".join(
        [
            *(["(Date): it began then, and no end is recorded."] if undated else []),
            *(["+1: one more sender."] if joined else []),
        ]
    )


def _episodes(shown: Sequence[Episode]) -> Table:
    one_pair = len({(one.sender, one.senders, one.target) for one in shown}) == 1
    pair = () if one_pair else ("from", "to")
    drawn = table("ended", "episode", *pair, "demand", "when", "gave in", "grade", "judged")
    for episode in shown:
        drawn.add_row(*map(plain, _episode_row(episode, one_pair=one_pair)))
    return drawn


def _episode_row(episode: Episode, *, one_pair: bool) -> tuple[str, ...]:
    from gaiatsu.cases import CODED_FIELDS, Coded

    coded = [value for field in CODED_FIELDS if isinstance(value := getattr(episode, field), Coded)]
    judged = sum(value.coder != "article" for value in coded)
    more = f" +{len(episode.senders)}" if episode.senders else ""
    return (
        episode.end if isinstance(episode.end, str) else f"({episode.start})",
        episode.id,
        *(() if one_pair else (episode.sender + more, episode.target)),
        _word(episode.demand_type),
        _word(episode.administration),
        _word(episode.conceded),
        _word(episode.concession),
        f"{judged}/{len(coded)}",
    )


def _word(coded: Coded[Any] | Uncoded) -> str:
    from gaiatsu.cases import Coded

    if not isinstance(coded, Coded):
        return GAP
    value = coded.value
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(int(value)) if isinstance(value, int) else str(getattr(value, "value", value))


def _date(episode: Episode) -> str:
    return episode.end if isinstance(episode.end, str) else episode.start


def _overview(case_set: CaseSet) -> Iterable[RenderableType]:
    episodes = case_set.episodes
    first, last = min(one.start_year for one in episodes), max(one.start_year for one in episodes)
    yield plain(f"{len(episodes):,} episodes that began in {first}-{last}")
    yield plain(f"senders: {_most(Counter(one.sender for one in episodes))}")
    yield plain(f"targets: {_most(Counter(one.target for one in episodes))}")
    if case_set.imported is not None:
        origin = case_set.imported
        out = sum(len(entry.rows) for entry in origin.left_out)
        success = f"; success {origin.success}" if origin.success else ""
        yield plain(
            f"imported from {origin.title}: {origin.rows_read:,} rows, {origin.rows_not_selected:,} not "
            f"selected, {out:,} left out; rules {origin.rules_version}{success}"
        )
    yield coverage_table(case_set)


def _most(counts: Counter[str]) -> str:
    named = [f"{name} {count:,}" for name, count in counts.most_common(MOST_NAMES)]
    rest = len(counts) - len(named)
    return ", ".join(named) + (f" and {rest} others" if rest else "")


def coverage_table(case_set: CaseSet) -> Table:
    """Draw in how many episodes each field holds a value, and which values.

    Parameters
    ----------
    case_set
        The set.

    Returns
    -------
    Table
        One row a field.
    """
    from gaiatsu.cases import coverage

    drawn = table("field", "holds a value", "values")
    for entry in coverage(case_set):
        share = f"{entry.coded:,} of {entry.episodes:,}"
        drawn.add_row(*map(plain, (entry.field, share, _values(case_set, entry.field))))
    return drawn


def _values(case_set: CaseSet, field: str) -> str:
    from gaiatsu.cases import Coded

    held = (getattr(one, field) for one in case_set.episodes)
    counts = Counter(_word(value) for value in held if isinstance(value, Coded))
    named = [f"{name}: {counts[name]:,}" for name in sorted(counts)[:MOST_NAMES]]
    return ", ".join(named) + (f", {len(counts) - MOST_NAMES} more" if len(counts) > MOST_NAMES else "")


def episode_text(episode: Episode) -> RenderableType:
    """Draw one episode with who coded each value, from where and why.

    Parameters
    ----------
    episode
        The episode.

    Returns
    -------
    RenderableType
        Lines and a table for a terminal.
    """
    from rich.console import Group

    from gaiatsu.cases import CODED_FIELDS

    values = {field: getattr(episode, field) for field in CODED_FIELDS}
    coders = {one.coder for one in values.values()}
    one_coder = len(coders) == 1
    drawn = table("field", "value", *(() if one_coder else ("coder",)), "sure", "where", "reason")
    for column in drawn.columns[: 2 if one_coder else 3]:
        column.no_wrap = True
    for field, coded in values.items():
        coder = () if one_coder else (coded.coder,)
        sure = getattr(coded, "confidence", "")
        row = (field, _value(coded), *coder, sure, coded.locator, coded.reason or "")
        drawn.add_row(*map(plain, row))
    senders = ", ".join((episode.sender, *episode.senders, *episode.institutions))
    ended = episode.end if isinstance(episode.end, str) else f"no known end ({episode.end.reason})"
    head = f"{episode.title}: {senders} to {episode.target}, {episode.start} to {ended}"
    groups = ", ".join(episode.clusters) or "none"
    by = f"Coded by {coders.pop()}.\n" if one_coder else ""
    foot = f"{by}Shares a negotiation or industry with others as: {groups}.\n{episode.note}"
    return Group(plain(head), drawn, plain(foot))


def _value(coded: Coded[Any] | Uncoded) -> str:
    from gaiatsu.cases import Coded

    if not isinstance(coded, Coded):
        return "left open"
    value = coded.value
    if isinstance(value, bool):
        return "yes" if value else "no"
    label = getattr(value, "label", None)
    if label is not None and isinstance(value, int):
        return f"{int(value)} ({label})"
    return str(label or getattr(value, "value", value))


def plain(words: str) -> Text:
    """Keep square brackets in somebody's words from being read as styles."""
    from rich.text import Text

    return Text(words)


def table(*columns: str) -> Table:
    """Draw an empty table with these columns."""
    from rich import box
    from rich.table import Table

    drawn = Table(box=box.SIMPLE, show_edge=False, pad_edge=False, padding=(0, 0))
    for column in columns:
        drawn.add_column(column, overflow="fold")
    return drawn
