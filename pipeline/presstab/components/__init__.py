"""The spaCy components, one file each, in the order that `resources/pipeline.cfg` gives."""
