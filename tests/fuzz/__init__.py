"""What nobody would type, sent to every address of the console: no answer is ever an error page."""
