"""Advice to a negotiator: strategies under every set of beliefs, with what would turn their order."""

from gaiatsu.studies.advise.reading import TEMPLATE, read_strategy
from gaiatsu.studies.advise.records import Advice, AdviceOptions
from gaiatsu.studies.advise.study import advise

__all__ = ["TEMPLATE", "Advice", "AdviceOptions", "advise", "read_strategy"]
