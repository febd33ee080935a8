"""What holds the house together: names, map, sizes, and where the given libraries work."""
