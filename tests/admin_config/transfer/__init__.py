"""Files in and out: what people really send, and what they get."""
