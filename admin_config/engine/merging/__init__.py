"""Merge records that mean the same: side by side, field by field, with what moves by counts."""
