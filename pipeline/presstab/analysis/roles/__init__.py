"""Offices: titles, who holds them, and in which organisation."""
