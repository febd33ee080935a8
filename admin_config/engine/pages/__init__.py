"""Pages of their own that a screen declares."""
