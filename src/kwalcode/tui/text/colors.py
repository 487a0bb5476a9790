"""Colours that can be read: WCAG contrast, and a code's colour made legible on a background. Pure.

Contrast is (L1 + .05) / (L2 + .05) of the relative luminances (WCAG 2.1, definitions of contrast
ratio and relative luminance); 4.5 is the least for text.
"""

from __future__ import annotations

import re
from colorsys import hls_to_rgb, rgb_to_hls

LEAST_CONTRAST = 4.5
_HEX = re.compile(r"#?([0-9a-fA-F]{6})")

RGB = tuple[int, int, int]


def parse(color: str) -> RGB | None:
    """Return the parts (0 to 255) of "#rrggbb", None where it is not written so."""
    match = _HEX.fullmatch(color.strip())
    if match is None:
        return None
    value = int(match[1], 16)
    return value >> 16, value >> 8 & 255, value & 255


def luminance(color: RGB) -> float:
    """Return the relative luminance, 0 (black) to 1 (white)."""
    red, green, blue = (
        part / 255 / 12.92 if part / 255 <= 0.04045 else ((part / 255 + 0.055) / 1.055) ** 2.4
        for part in color
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: RGB, other: RGB) -> float:
    """Return the contrast ratio of two colours, 1 to 21."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def legible(color: RGB, background: RGB, least: float = LEAST_CONTRAST) -> RGB:
    """Return `color`, made lighter or darker until it reaches the least contrast.

    Its hue is kept. Where even white or black cannot reach it, the better of the two is returned.
    """
    hue, light, saturation = rgb_to_hls(*(part / 255 for part in color))
    lighter = contrast((255, 255, 255), background) >= contrast((0, 0, 0), background)
    for step in range(51):
        shade = light + (1 - light) * step / 50 if lighter else light * (1 - step / 50)
        red, green, blue = hls_to_rgb(hue, shade, saturation)
        made = (round(red * 255), round(green * 255), round(blue * 255))
        if contrast(made, background) >= least:
            return made
    return (255, 255, 255) if lighter else (0, 0, 0)


def to_hex(color: RGB) -> str:
    """Return a colour as "#rrggbb"."""
    return "#{:02x}{:02x}{:02x}".format(*color)
