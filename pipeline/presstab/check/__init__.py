"""Proofs on the user's own output, and lints of what it was made with."""
