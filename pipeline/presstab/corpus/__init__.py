"""Reading releases, and gold for them, from files of every supported form."""
