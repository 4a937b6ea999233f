"""Tests of the braille writer."""
