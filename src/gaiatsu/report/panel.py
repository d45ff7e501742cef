"""Ask for a panel in one sentence of Python, and write it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from gaiatsu.errors import InvalidSpecification

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from gaiatsu.cases import CaseSet
    from gaiatsu.claims.bibliography import Reference
    from gaiatsu.context.dyads.spec import PanelTable

__all__ = ["PanelRequest", "panel"]

EARLIEST, LATEST = 1816, 2024


@dataclass(frozen=True)
class PanelRequest:
    """A panel that is not built yet; each method returns a new request.

    Parameters
    ----------
    unit
        ``dyad-year`` or ``episode``.
    years
        First and last year of the rows; every year a demand was made for episodes when ``None``.
    additions
        Names of the additions.
    dyads, states
        What to keep, by number, abbreviation or ISO code; everything when empty.
    lag
        Years by which additions are read before the year of the row.
    undirected
        Whether each pair appears once.
    cases
        The case set whose episodes are the rows.
    data
        Folder of external data; the environment variable ``GAIATSU_DATA`` when ``None``.

    Examples
    --------
    >>> panel("dyad-year", years=(1950, 2014)).add("trade", "cinc").dyad("USA", "JPN").additions
    ('trade', 'cinc')
    """

    unit: str
    years: tuple[int, int] | None = None
    additions: tuple[str, ...] = ()
    dyads: tuple[tuple[str | int, str | int], ...] = ()
    states: tuple[str | int, ...] = ()
    lag: int = 0
    undirected: bool = False
    cases: str | Path | CaseSet = "schoppa1999"
    data: str | Path | None = None

    def add(self, *names: str) -> PanelRequest:
        """Add variables by the names of their additions.

        Raises
        ------
        UnknownName
            Nobody registered one of them.
        """
        from gaiatsu.context.dyads.registry import addition

        for name in names:
            addition(name)
        return replace(self, additions=tuple(dict.fromkeys([*self.additions, *names])))

    def dyad(self, sender: str | int, target: str | int) -> PanelRequest:
        """Keep this sender with this target; call it again for more."""
        return replace(self, dyads=(*self.dyads, (sender, target)))

    def among(self, *states: str | int) -> PanelRequest:
        """Keep pairs of which both are among these states."""
        return replace(self, states=(*self.states, *states))

    def lagged(self, years: int) -> PanelRequest:
        """Read every addition so many years before the year of the row.

        Raises
        ------
        InvalidSpecification
            The lag is negative: a variable would come from the future.
        """
        if years < 0:
            message = f"The lag {years} would read variables from later years."
            raise InvalidSpecification(message, expected="0 or a number of years before the row")
        return replace(self, lag=years)

    def once(self) -> PanelRequest:
        """Keep each pair once, the lower code first."""
        return replace(self, undirected=True)

    def build(self, progress: Callable[[str, int, int], None] | None = None) -> PanelTable:
        """Read the data sets and build the panel.

        Parameters
        ----------
        progress
            Called as each step begins, with its name, number and the number of steps.

        Returns
        -------
        PanelTable
            ``frame`` holds the rows, ``columns`` what they mean.

        Raises
        ------
        MissingData
            A data set that an addition needs is not there.
        InvalidSpecification
            The years or the dyad cannot be used.
        """
        from gaiatsu.context.dyads.build import build, read_tables
        from gaiatsu.context.dyads.registry import addition

        spec, episodes, works = self._spec(read_tables((), self.data)["cow_states"].table)
        tables = read_tables([addition(name) for name in self.additions], self.data, progress)
        if progress is not None:
            progress("joining", 1, 1)
        return replace(build(spec, tables, episodes), works=works)

    def write(
        self, out: Path | str, progress: Callable[[str, int, int], None] | None = None
    ) -> tuple[Path, ...]:
        """Build the panel and write it with its codebook and the works to cite.

        Parameters
        ----------
        out
            The file; its ending chooses the format.
        progress
            As for :meth:`build`.

        Returns
        -------
        tuple of Path
            The files, the rows first.
        """
        from pathlib import Path

        from gaiatsu.report.panel_files import check_target, write_panel

        check_target(Path(out))
        return write_panel(self.build(progress), Path(out), progress=progress)

    def _spec(self, states: Any) -> tuple[Any, Any, tuple[Reference, ...]]:
        from gaiatsu.context.dyads.base import check_years
        from gaiatsu.context.dyads.records import Years
        from gaiatsu.context.dyads.spec import PanelSpec, Unit
        from gaiatsu.context.dyads.states import find_dyad, find_state

        unit = Unit(self.unit)
        years, episodes, name = Years(*(self.years or (EARLIEST, LATEST))), None, ""
        works: tuple[Reference, ...] = ()
        check_years(years)
        pairs = tuple(find_dyad(*pair, states) for pair in self.dyads)
        kept = tuple(find_state(word, states) for word in self.states)
        if unit is Unit.EPISODE:
            episodes, name, work = self._episodes(pairs, kept)
            works = (work,)
            years = Years(int(episodes["year"].min()), int(episodes["year"].max()))
        spec = PanelSpec(unit, years, self.additions, self.undirected, kept, pairs, self.lag, name)
        return spec, episodes, works

    def _episodes(
        self, pairs: tuple[tuple[int, int], ...], states: tuple[int, ...]
    ) -> tuple[Any, str, Reference]:
        import polars as pl

        from gaiatsu import cases
        from gaiatsu.cases import CaseSet
        from gaiatsu.context.dyads.episodes import episode_rows
        from gaiatsu.context.dyads.records import Years

        case_set = self.cases if isinstance(self.cases, CaseSet) else cases.load(self.cases)
        rows = episode_rows(case_set, None if self.years is None else Years(*self.years))
        if pairs:
            wanted = pl.DataFrame(pairs, schema={"ccode1": pl.Int16, "ccode2": pl.Int16}, orient="row")
            rows = rows.join(wanted, on=["ccode1", "ccode2"], how="semi", maintain_order="left")
        if states:
            rows = rows.filter(pl.col("ccode1").is_in(states), pl.col("ccode2").is_in(states))
        if not rows.height:
            message = f"No episode of {case_set.id} has the sender and target asked for."
            raise InvalidSpecification(message, expected="a dyad that the case set holds")
        return rows, case_set.id, _work(case_set)


def _work(case_set: CaseSet) -> Reference:
    """Find the work that a case set comes from, in the bibliography or among the references it brings."""
    from gaiatsu.claims.bibliography import Reference, bibliography

    key = case_set.citation
    return bibliography().get(key) or Reference(key, "misc", (("title", case_set.references[key]),))


def panel(
    unit: str = "dyad-year",
    *,
    years: tuple[int, int] | None = None,
    cases: str | Path | CaseSet = "schoppa1999",
    data: str | Path | None = None,
) -> PanelRequest:
    """Ask for a panel of dyad-years or of episodes.

    The article argues from one dyad. A panel sets the same measures beside every other dyad, or beside the
    episodes of a case set, so that what is said of Japan can be asked of others.

    Parameters
    ----------
    unit
        ``dyad-year``, directed, the sender first; or ``episode``.
    years
        First and last year, 1816 to 2024; all of them when left out.
    cases
        For episodes: a case set, its name or its file. The year of a row is that in which the demand was
        made.
    data
        Folder of external data; the environment variable ``GAIATSU_DATA`` when left out.

    Returns
    -------
    PanelRequest
        Go on with ``add``, ``dyad``, ``among``, ``lagged`` or ``once``; end with ``build`` or ``write``.

    Raises
    ------
    InvalidSpecification
        There is no such unit.

    References
    ----------
    cow2017

    Examples
    --------
    >>> request = panel("dyad-year", years=(1950, 2014)).add("trade", "cinc").dyad("USA", "JPN")
    >>> table = request.build()  # doctest: +SKIP
    >>> table.frame.height  # doctest: +SKIP
    63
    """
    if unit not in {"dyad-year", "episode"}:
        message = f"A panel has no rows of the unit {unit!r}."
        raise InvalidSpecification(message, expected="dyad-year or episode")
    return PanelRequest(
        unit, None if years is None else (int(years[0]), int(years[1])), cases=cases, data=data
    )
