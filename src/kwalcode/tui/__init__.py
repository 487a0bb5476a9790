"""The app in the terminal: screens, widgets, and the session they ask."""

import os

# Textual paints at most so often per second, and a key waits for the next time: with its own 60
# up to 17 ms, longer than the painting takes. It reads this when it is loaded.
os.environ.setdefault("TEXTUAL_FPS", "1000")
