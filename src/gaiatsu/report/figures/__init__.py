"""Charts: Vega-Lite specifications built from study records, and their rendering."""
