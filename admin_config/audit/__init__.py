"""Pages of the audit centre that look at more than one operation."""
