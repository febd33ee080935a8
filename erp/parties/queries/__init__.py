"""What can be asked of parties."""
