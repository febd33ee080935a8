"""Records that mean the same become one."""
