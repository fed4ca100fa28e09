"""The tables in a browser: Datasette on this machine alone, over the SQLite export (extra `presstab[explore]`)."""
