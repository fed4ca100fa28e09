"""The same extraction on Ray, for archives of millions of releases.

Files of records come from any file system that pyarrow knows; each actor holds one loaded
pipeline and writes its parts of the tables itself; identity is worked out by tasks that each
see one bucket of it. Nothing comes to the driver but counts. See `docs/cluster.md`.
"""
