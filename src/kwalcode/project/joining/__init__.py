"""Copies of one study that were worked on apart become one again.

Rows are compared by identities that are the same in every copy (UUIDs, places in texts), never
by ids. A row that one side had and took out is gone, unless the other side went on with it; of a
field that both changed the newest value holds, unless it was decided otherwise. What a side
knows is told by the hashes of its journal's entries, and of those of the copies it has joined.

The way of a join: `texts` (both copies get one text of each document), `side` and `matching`
(read both, by common names), `loosening` (take back what earlier joins did for all to fit),
`heard` (what each side did that the other does not know), `merging` (put the rows together),
`repairing` (make all fit: `following`, `trees`, `uniting`), `fitting` (note what was done for
that), `writing`.
"""
