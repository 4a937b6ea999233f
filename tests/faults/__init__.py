"""Faults from outside, done for real: kill -9 and what a disk can do."""
