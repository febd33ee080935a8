"""What the home page shows: what waits, what was done last, where to begin."""
