"""Teaches the readers of offices and of relations: `make ties`; the second with torch."""
