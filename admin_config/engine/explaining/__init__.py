"""What the engine made of a declaration, told in plain text: for those who write screens."""
