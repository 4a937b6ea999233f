"""Whole visits, played by link_id."""
