"""Commands for those who write screens."""
