"""The job centre: what works in the background, how far it is and how it ended."""
