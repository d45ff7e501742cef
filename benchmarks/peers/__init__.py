"""Other programs doing the same work, to be timed in the same run."""
