"""Papers in print."""
