"""Tests of the verbs that a screen may ask for."""
