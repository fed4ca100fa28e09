"""Names of organisations and people: their parts, their keys, their short forms. Pure."""
