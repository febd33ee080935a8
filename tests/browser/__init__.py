"""Stories in a real browser, told by what a person sees."""
