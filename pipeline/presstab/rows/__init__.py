"""An analysed release to rows of the stored tables."""
