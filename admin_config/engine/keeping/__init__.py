"""Records at hand: those with a person's star and those opened lately."""
