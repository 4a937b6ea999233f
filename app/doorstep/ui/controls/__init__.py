"""Controls that mend what stock Qt gets wrong for a keyboard, a screen reader, a large hand or large words.

Each module mends its defects once (the table is in docs/architecture.md's source, measured with real clients), and each
mend has a test of its own in tests/ui/controls.
"""
