"""Correcting a transcript: the new text, and what is on its passages carried over to it."""
