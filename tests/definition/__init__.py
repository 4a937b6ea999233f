"""Tests of forms: reading, checking, loading."""
