"""The rows of a release with what people decided of it laid over: pure, from rows and text alone."""
