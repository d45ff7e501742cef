"""Specifications of studies on data that the article never saw, written before they were run."""
