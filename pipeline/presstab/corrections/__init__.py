"""What people decided about the tables: the file of decisions, read, checked, looked up (`docs/corrections.md`)."""
