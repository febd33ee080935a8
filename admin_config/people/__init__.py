"""Pages about people that need to know how staff works: handing over, standing in."""
