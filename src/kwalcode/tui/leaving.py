"""What is still there while the app is being left."""

from __future__ import annotations

from textual.widget import Widget


def still_there(widget: Widget) -> bool:
    """Tell whether a widget can show what comes back from another thread.

    When the app is left, what stands on a screen goes first: the screen itself is attached to the
    app a moment longer.
    """
    return widget.is_attached and widget.app.is_running
