"""`make bench`: our figures beside named peers on the same data in one run, as ratios."""
