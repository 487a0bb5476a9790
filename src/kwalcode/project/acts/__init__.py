"""Acts: the only writers of a project. One call, one transaction, one entry in the journal."""
