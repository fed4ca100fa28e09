"""What changed between two extractions, row by row, and why."""
