"""What is read from a release, without spaCy."""
