"""The Memos screen; `screen` holds it, the other modules its parts."""
