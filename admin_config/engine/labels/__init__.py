"""Labels: texts of a record and its code in bars or squares, on sheets and rolls."""
