"""Trains the recogniser; an environment of its own, never needed to run presstab."""
