"""Put the comparisons together: the study behind ``gaiatsu check``."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Final

from gaiatsu import cases, sources
from gaiatsu.sources.locate import VARIABLE
from gaiatsu.studies.external.comparison import compare
from gaiatsu.studies.external.covariates import STOCKS, dependence_row
from gaiatsu.studies.external.dyads import DYADS
from gaiatsu.studies.external.episodes import EPISODES
from gaiatsu.studies.external.implications import TheoryDraws, theory_draws
from gaiatsu.studies.external.published import PUBLISHED
from gaiatsu.studies.external.records import ExternalStudy, LoadedData
from gaiatsu.studies.facts import FACT_DATA, fact_checks
from gaiatsu.studies.provenance import Input, Provenance, case_input, trace

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from gaiatsu.cases import CaseSet
    from gaiatsu.sources import Dataset

__all__ = ["NEEDED", "external_panel"]

NEEDED: Final = tuple(
    sorted({name for row in (*DYADS, *EPISODES, *STOCKS) for name in row.data} | set(FACT_DATA))
)
"""External data sets that some row or fact reads."""


def external_panel(
    data_dir: Path | str | None = None,
    model: TheoryDraws | None = None,
    *,
    case_set: CaseSet | None = None,
    seed: int = 1999,
    draws: int = 4000,
) -> ExternalStudy:
    """Lay the theory beside numbers from outside: published findings, other data, the article's own facts.

    A theory fitted to fifteen cases can be made to agree with them. Here it meets numbers that nobody chose
    for it, and each row says where it holds, where it fails and where nothing can be said.

    Parameters
    ----------
    data_dir
        Folder of external data; the environment variable ``GAIATSU_DATA`` when left out. Without either, the
        rows that need data say so.
    model
        Draws to compare with; the default prior when left out.
    case_set
        Episodes that set the scene; those of the article when left out.
    seed
        Seed of the draws.
    draws
        Number of draws from each prior set.

    Returns
    -------
    ExternalStudy
        A row for each number, the facts, the data that were read and those that are missing.

    Raises
    ------
    MissingData
        ``data_dir`` is not a folder.
    InvalidData
        A file is not what it should be.

    References
    ----------
    schoppa1999; pelc2010; peterson2013; whang2013; powers2023; bapat2013; morgan2014; crismancox2021

    Examples
    --------
    >>> from gaiatsu.studies.external import external_panel
    >>> external_panel("", draws=200).row("legitimacy-timing").standing.value
    'disagrees'
    """
    setting = case_set if case_set is not None else cases.load("schoppa1999")
    article = theory_draws(setting, "article", seed=seed, draws=draws)
    at_hand = model or theory_draws(setting, "default", seed=seed, draws=draws, like=article)
    models = (at_hand, article)
    tables = _read(data_dir)
    comparisons = (*PUBLISHED, *DYADS, *EPISODES, dependence_row(setting), *STOCKS)
    return ExternalStudy(
        at_hand.name,
        tuple(compare(comparison, models, tables) for comparison in comparisons),
        fact_checks(setting, tables),
        tuple(_loaded(table) for table in tables.values()),
        tuple(name for name in NEEDED if name not in tables),
        _provenance(setting, tables, seed),
    )


def _read(data_dir: Path | str | None) -> dict[str, Dataset]:
    named = os.environ.get(VARIABLE, "") if data_dir is None else data_dir
    if not named:
        return {}
    folder = sources.data_folder(named)
    present = set(sources.available(folder))
    return {name: sources.read(name, folder) for name in NEEDED if name in present}


def _loaded(data: Dataset) -> LoadedData:
    counts = {found.defect.id: found.rows for found in data.defects if found.rows}
    return LoadedData(data.name, data.version, data.citation, data.digest, data.recognized, counts)


def _provenance(case_set: CaseSet, tables: Mapping[str, Dataset], seed: int) -> Provenance:
    inputs = [case_input(case_set), case_input(case_set, "facts"), case_input(case_set, "table1")]
    read = [Input(data.name, data.digest) for data in tables.values()]
    works = (
        "schoppa1999",
        *sorted({row.source for row in PUBLISHED} | {d.citation for d in tables.values()}),
    )
    return trace(
        external_panel,
        *inputs,
        *read,
        seed=seed,
        citations=works,
        patches=case_set.applied_patches,
    )
