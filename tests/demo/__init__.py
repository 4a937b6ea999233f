"""Tests of the sample and of playing it."""
