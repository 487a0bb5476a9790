"""Coders compared: coefficients, disagreements, the queue of decisions, finalising."""
