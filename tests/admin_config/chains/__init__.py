"""Papers that continue others, at the console."""
