"""Fields of other records in the form, the list and the files of a screen."""
