"""Print papers as declared: read a record into texts, place them on pages, draw a PDF."""
