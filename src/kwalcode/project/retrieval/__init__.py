"""Quotations: what a query finds, page by page, ready to be quoted with their attribution."""
