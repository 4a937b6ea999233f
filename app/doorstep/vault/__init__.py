"""The encrypted store: keys, database, journal, drafts, attachments."""
