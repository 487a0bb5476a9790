"""Figures by matplotlib, without pyplot's global state: as SVG and as PNG."""
