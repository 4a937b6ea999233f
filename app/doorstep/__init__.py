"""Doorstep: the face-to-face Care Act needs assessment, offline, on a laptop at a kitchen table."""

__version__ = "0.1.0"
