"""Which mentions of one release mean the same entity: the steps of `press_linker`."""
