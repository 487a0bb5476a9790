"""Copies of one study that were worked on apart become one again.

Rows are compared by identities that are the same in every copy (UUIDs, places in texts), never
by ids. A row that one side had and took out is gone, unless the other side went on with it; of a
field that both changed the newest value holds, unless it was decided otherwise. What a side
knows is told by the hashes of its journal's entries, and of those of the copies it has joined.
"""
