"""Controls that mend what stock Qt gets wrong for a keyboard, a screen reader, a large hand or large words.

Each module names its defect and mends it once. The defects were found with real clients (AT-SPI, Orca, pixels); each
mend has a test of its own in tests/ui/controls, beside what the stock control does.
"""
