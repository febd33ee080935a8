"""How the house runs: health, jobs, processes, backup."""
