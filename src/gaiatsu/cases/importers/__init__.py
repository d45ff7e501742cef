"""Field data sets as case sets: one module a data set, with its coding rules and what it cannot map."""

from __future__ import annotations

from gaiatsu.cases.importers.build import import_set, importer, importers
from gaiatsu.cases.importers.records import Importer, Selection

__all__ = ["Importer", "Selection", "import_set", "importer", "importers"]
