"""Everything that one command starts, watches and stops."""
