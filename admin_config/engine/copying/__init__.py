"""Copy records as declared."""
