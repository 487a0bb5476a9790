"""Analyses of the project: fetch frames, ask the pure functions of `kwalcode.analysis`."""
