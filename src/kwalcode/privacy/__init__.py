"""What in a text may still identify somebody, as far as exact rules and a list of names see it.

Pure: texts in, places out. Nothing here ever says that a text is anonymous, and nothing here
changes a text: a person decides every hit, and looks for what no rule can see.
"""
