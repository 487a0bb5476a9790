"""The app in a browser on the same machine: textual-serve behind a guard of our own."""
