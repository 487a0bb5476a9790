"""What was done, kept for good: the journal and its chain, images of rows, undo, as-of, check."""
