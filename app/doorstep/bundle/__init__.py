"""Signed, sealed bundles; rosters; receipts."""
