"""kwalcode: code interviews and analyse themes, on the researcher's own machine."""

__version__ = "0.1.0"
