-- What stands beside the answers (links, jots, tags, pauses, reasons, packs) is read from the journal by its kind.
CREATE INDEX journal_beside ON journal (record, seq)
    WHERE kind IN (
        'linked', 'jot', 'jot_filed', 'jot_unfiled', 'jot_dropped', 'tagged', 'untagged', 'paused', 'resumed', 'basis',
        'packs'
    );
