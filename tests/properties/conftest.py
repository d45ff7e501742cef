"""How property tests are run: the same examples every time, and no verdict on the speed of the machine."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("gaiatsu", deadline=None, derandomize=True)
settings.load_profile("gaiatsu")
