"""The window, in PySide6; holds no domain state."""
