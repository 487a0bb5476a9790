"""The Documents screen; `screen` holds it, the other modules its parts."""
