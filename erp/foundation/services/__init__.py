"""What can be done with the foundation's own things."""
