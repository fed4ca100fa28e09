"""The DuckDB store: every row with the run that added it and the run that removed it."""
