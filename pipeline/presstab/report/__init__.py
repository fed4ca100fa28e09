"""One self-contained page to look at an extraction: what is in it, and every mention in its text."""
