"""The verbs that a screen may ask for."""
