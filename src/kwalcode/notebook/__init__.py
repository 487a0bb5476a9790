"""The door for notebooks: a study's contents and analyses as pandas frames, writes as acts.

    import kwalcode
    with kwalcode.open("study.kwal", as_="Anna") as study:
        study.cooccurrence(rule="turn")

Places are half-open, in Unicode code points of the document's stored text. A frame with figures
carries what they were counted on (rule or unit, layer, roles, n) in its `attrs`. Definitions:
docs/method.md.
"""

from kwalcode.notebook.study import Notebook, open_notebook

__all__ = ["Notebook", "open_notebook"]
