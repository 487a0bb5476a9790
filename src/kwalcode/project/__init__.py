"""The study: one project file, its reads, and acts, the only writers.

`study` opens and closes; `reads` and `frames` read; `acts` write; `journal` keeps what was
done; `undo`, `check`, `erase` and `backup` work on whole projects.
"""
