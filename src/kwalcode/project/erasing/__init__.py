"""Erasure: what must leave the file for good, and what the journal may still tell of it."""
