"""Show what a deletion takes along, delete, list what was deleted, bring it back."""
