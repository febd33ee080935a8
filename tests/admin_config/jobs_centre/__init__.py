"""The job centre."""
