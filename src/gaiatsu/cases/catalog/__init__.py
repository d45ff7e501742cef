"""Case sets that come with the package; read them by :func:`gaiatsu.cases.load`."""

from __future__ import annotations

import sys
from types import ModuleType


class _Catalog(ModuleType):
    """A folder of documents that answers to the same name as the function which lists it.

    Python puts an imported room on its parent under the room's name, and ``gaiatsu.cases.catalog()`` is a
    public call: it must mean the same whether or not somebody has imported the folder.
    """

    def __call__(self) -> tuple[str, ...]:
        from gaiatsu.cases.loader import catalog

        return catalog()


sys.modules[__name__].__class__ = _Catalog
