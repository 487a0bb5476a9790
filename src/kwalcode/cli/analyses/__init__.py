"""What the codings amount to, and what people make of it."""
