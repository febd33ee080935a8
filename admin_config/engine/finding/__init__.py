"""Find anything: one bounded search over screens, commands and records."""
