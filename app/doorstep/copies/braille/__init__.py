"""The braille writer."""
