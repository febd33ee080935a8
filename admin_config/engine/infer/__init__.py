"""What a model alone tells about its screen."""
