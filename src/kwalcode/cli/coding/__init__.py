"""The codebook, codings and memos, and finding places to code."""
