"""What a report tells beside its quotations: each part as sections of text and tables."""
