"""The framework matrix as a document: Word, Excel, a page, CSV, JSON."""
