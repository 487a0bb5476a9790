"""The query language (METHOD section 3): text to tree and back, names, and what it finds.

`parse` and `printed` need no study; `bind` looks the names up in one; `evaluate` finds the
quotations. The grammar is told in docs/queries.md.
"""
