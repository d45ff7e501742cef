"""External data sets: registry, readers, known defects."""
