"""Files in and out: import with a check before anything is written, export of what a list shows."""
