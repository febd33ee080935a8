"""The export centre: what leaves the house, for whom, when, and with whose rights."""
