"""The project file as SQLite sees it: tables, engine and pragmas, safe opening."""
