"""The Quotations screen; `screen` holds it, the other modules its parts."""
