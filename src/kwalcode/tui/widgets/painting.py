"""One painting for what changes together."""

from __future__ import annotations

from textual.messages import Update
from textual.widget import Widget


def paint_along(widget: Widget) -> None:
    """Have a widget painted together with what the screen is about to paint.

    Textual lets a widget ask by way of its own queue, after what that still holds. What follows
    from a key in another widget would come just after the picture, and cost a second painting.
    """
    widget.refresh()
    if widget.is_attached:
        widget.screen.post_message(Update(widget))
