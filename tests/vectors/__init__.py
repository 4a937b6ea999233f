"""Bundles, rosters and letters made for tests: valid, not valid, and changed on the way."""
