"""Tables of a store to files: CSV, Excel, Parquet, SQLite, DuckDB, JSON lines, spaCy's DocBin."""
