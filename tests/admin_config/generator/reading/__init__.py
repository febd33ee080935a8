"""What a database says of itself comes out the same from every engine."""
