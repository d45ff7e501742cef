"""Posterior computation without politics: draws, status, priors, importance sampling, calibration."""
