"""Changes and steps for many records at once: a fixed set, a check by counts, outcomes of each."""
