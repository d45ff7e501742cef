"""One module a data set: ``INFO``, its registry entry, and ``mend``, which acts on its known defects."""
