"""Changes and steps for many records at once."""
