"""Scenarios of a relationship: read from short files, driven forward, summarized and compared."""

from gaiatsu.studies.simulate.compare import ScenarioComparison, compare_scenarios
from gaiatsu.studies.simulate.driving import SimulationOptions
from gaiatsu.studies.simulate.reading import find_scenario, scenario_names
from gaiatsu.studies.simulate.scenario import Scenario
from gaiatsu.studies.simulate.study import SimulationStudy, simulate

__all__ = [
    "Scenario",
    "ScenarioComparison",
    "SimulationOptions",
    "SimulationStudy",
    "compare_scenarios",
    "find_scenario",
    "scenario_names",
    "simulate",
]
