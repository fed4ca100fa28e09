"""The nightly job: which releases are new, extracting them in processes that may be lost, committing, forgetting."""
