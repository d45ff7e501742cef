"""Simulation study of the estimators of the crisis game: which of them can be trusted, and when."""
