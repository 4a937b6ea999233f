"""Tests of the vault, all on real SQLCipher files."""
