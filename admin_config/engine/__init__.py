"""The machine that turns a declaration into a screen; it knows Django and unfold, and no domain."""
