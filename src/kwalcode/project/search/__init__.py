"""Finding what was said in the whole project: the index, the hits, and passages to code."""
