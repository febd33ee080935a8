"""What can be done in parties."""
