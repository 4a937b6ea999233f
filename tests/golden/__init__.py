"""Vaults of every released schema, opened with the program of today."""
