"""The generator: what it reads, what it writes, and that what it writes passes everything."""
