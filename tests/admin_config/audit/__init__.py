"""The audit centre: one log over everything, and pages that look across it."""
