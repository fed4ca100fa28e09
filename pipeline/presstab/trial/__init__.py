"""Extractions that are tried on a copy of the store, and thrown away: edits before they are made, causes told apart."""
