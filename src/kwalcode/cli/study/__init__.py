"""The study as a file: made, opened, looked back on, taken to another machine."""
