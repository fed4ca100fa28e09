"""Identity across releases: which local entities are one, under which id, and which texts are one release.

Everything here depends on the set of stored local entities alone, never on the order or
the batches in which they came. Entities fall into blocks that cannot touch each other (one
name key, or keys that share a listing), so that a million of them pass through in a stream.
"""
