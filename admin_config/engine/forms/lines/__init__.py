"""The grid of a paper's lines: read, checked, shown and written as a whole."""
