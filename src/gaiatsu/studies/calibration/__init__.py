"""A scenario calibrated to the demands and outcomes on record.

`calibrate` says what the record leaves of the beliefs; `posterior_parameters` hands the draws to whoever
drives relationships with them.
"""

from gaiatsu.studies.calibration.checks import Check, Predicted
from gaiatsu.studies.calibration.given import parameters_given_record, scenario_on_record
from gaiatsu.studies.calibration.posterior import CalibrationOptions, posterior_of, posterior_parameters
from gaiatsu.studies.calibration.study import Calibrated, CalibrationStudy, calibrate

__all__ = [
    "Calibrated",
    "CalibrationOptions",
    "CalibrationStudy",
    "Check",
    "Predicted",
    "calibrate",
    "parameters_given_record",
    "posterior_of",
    "posterior_parameters",
    "scenario_on_record",
]
