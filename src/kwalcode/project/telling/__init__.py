"""The journal in words: what an act did, the history of a code, the figures of an audit trail."""
