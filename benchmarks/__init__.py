"""Figures of kwalcode beside their limits: run `python -m benchmarks`."""
