"""Reports: tables, figures, prose, and the trail of every number."""
