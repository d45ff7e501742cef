"""Calibration to the record."""
