"""A whole visit, played unattended through the real window."""
