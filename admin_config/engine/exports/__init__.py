"""The export centre: encodings, related columns, columns saved by a name, exports by the clock."""
