-- What may be removed: the text of a record's entries, once a tombstone for the record stands. The entries stay.
CREATE TABLE tombstone (
    record TEXT PRIMARY KEY,
    seq    INTEGER NOT NULL UNIQUE REFERENCES journal (seq)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER tombstone_is_journalled BEFORE INSERT ON tombstone
WHEN NOT EXISTS (SELECT 1 FROM journal WHERE seq = new.seq AND record = new.record AND kind = 'removed')
BEGIN
    SELECT raise(ABORT, 'a removal is journalled first');
END;
CREATE TRIGGER tombstone_no_update BEFORE UPDATE ON tombstone BEGIN
    SELECT raise(ABORT, 'a tombstone stays');
END;
CREATE TRIGGER tombstone_no_delete BEFORE DELETE ON tombstone BEGIN
    SELECT raise(ABORT, 'a tombstone stays');
END;
DROP TRIGGER journal_no_update;
CREATE TRIGGER journal_no_update BEFORE UPDATE ON journal
WHEN NOT (
    new.fact = x''
    AND (new.seq, new.record, new.kind, new.at) IS (old.seq, old.record, old.kind, old.at)
    AND (new.digest, new.prev, new.before, new.hash) IS (old.digest, old.prev, old.before, old.hash)
    AND EXISTS (SELECT 1 FROM tombstone WHERE record = old.record AND old.seq < seq)
)
BEGIN
    SELECT raise(ABORT, 'the journal is append-only');
END;
