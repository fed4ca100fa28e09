"""Trains the tie reader: `python -m training.ties`. Needs presstab alone: no torch, one core, minutes."""
