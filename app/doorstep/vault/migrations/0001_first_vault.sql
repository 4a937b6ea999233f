-- Everything that happened, in order. Entries are appended; nothing is ever edited or taken out.
-- prev: hash of the entry before (of any record); before: hash of the entry before of the same record.
CREATE TABLE journal (
    seq    INTEGER PRIMARY KEY,
    record TEXT NOT NULL,
    kind   TEXT NOT NULL,
    at     TEXT NOT NULL,
    fact   BLOB NOT NULL,
    digest BLOB NOT NULL,
    prev   BLOB NOT NULL,
    before BLOB NOT NULL,
    hash   BLOB NOT NULL
) STRICT;
CREATE INDEX journal_of_record ON journal (record, seq);
CREATE INDEX journal_milestones ON journal (record, seq)
    WHERE kind IN ('signed', 'addendum', 'copy', 'exported', 'received');
CREATE TRIGGER journal_no_update BEFORE UPDATE ON journal BEGIN
    SELECT raise(ABORT, 'the journal is append-only');
END;
CREATE TRIGGER journal_no_delete BEFORE DELETE ON journal BEGIN
    SELECT raise(ABORT, 'the journal is append-only');
END;
CREATE TRIGGER journal_in_order BEFORE INSERT ON journal
WHEN new.seq <> coalesce((SELECT max(seq) FROM journal), 0) + 1
    OR new.prev <> coalesce((SELECT hash FROM journal ORDER BY seq DESC LIMIT 1), zeroblob(32))
BEGIN
    SELECT raise(ABORT, 'the journal has another head');
END;

-- The current state of each record, changed in the same transaction as its journal.
CREATE TABLE record (
    number      INTEGER PRIMARY KEY,
    id          TEXT NOT NULL UNIQUE,
    form        BLOB NOT NULL,
    person      BLOB NOT NULL,
    route       TEXT NOT NULL,
    status      TEXT NOT NULL,
    started_at  TEXT NOT NULL,
    started_by  TEXT NOT NULL,
    changed_at  TEXT NOT NULL,
    last_visit  TEXT,
    content_seq INTEGER NOT NULL,
    export_seq  INTEGER,
    due         BLOB NOT NULL
) STRICT;
CREATE TABLE party (
    record   INTEGER NOT NULL REFERENCES record (number),
    id       TEXT NOT NULL,
    position INTEGER NOT NULL,
    party    BLOB NOT NULL,
    PRIMARY KEY (record, id)
) STRICT, WITHOUT ROWID;
CREATE TABLE visit (
    record   INTEGER NOT NULL REFERENCES record (number),
    id       TEXT NOT NULL,
    position INTEGER NOT NULL,
    visit    BLOB NOT NULL,
    PRIMARY KEY (record, id)
) STRICT, WITHOUT ROWID;
CREATE TABLE repeat_rows (
    record  INTEGER NOT NULL REFERENCES record (number),
    link_id TEXT NOT NULL,
    parent  TEXT NOT NULL,
    rows    TEXT NOT NULL,
    PRIMARY KEY (record, link_id, parent)
) STRICT, WITHOUT ROWID;
CREATE TABLE answer (
    number  INTEGER PRIMARY KEY,
    record  INTEGER NOT NULL REFERENCES record (number),
    link_id TEXT NOT NULL,
    path    TEXT NOT NULL,
    voice   TEXT NOT NULL,
    answer  BLOB NOT NULL,
    UNIQUE (record, link_id, path, voice)
) STRICT;

-- Text that is being typed, until its field is left and it becomes an answer.
CREATE TABLE draft (
    record  TEXT NOT NULL,
    link_id TEXT NOT NULL,
    path    TEXT NOT NULL,
    voice   TEXT NOT NULL,
    text    TEXT NOT NULL,
    at      TEXT NOT NULL,
    PRIMARY KEY (record, link_id, path, voice)
) STRICT, WITHOUT ROWID;

-- One row: whether the vault was left open, how many saves it has seen, and where the worker was.
CREATE TABLE sitting (
    only_row INTEGER PRIMARY KEY CHECK (only_row = 1),
    is_open  INTEGER NOT NULL,
    saves    INTEGER NOT NULL,
    saved_at TEXT,
    place    BLOB
) STRICT;
INSERT INTO sitting VALUES (1, 0, 0, NULL, NULL);

CREATE TABLE form (digest TEXT PRIMARY KEY, form BLOB NOT NULL) STRICT;
CREATE TABLE attachment (sha256 TEXT PRIMARY KEY, media_type TEXT NOT NULL, data BLOB NOT NULL) STRICT;
CREATE TABLE setting (name TEXT PRIMARY KEY, value BLOB NOT NULL) STRICT;

-- Words to search by; rowid is record.number in the one and answer.number in the other. The text itself is not kept twice.
CREATE VIRTUAL TABLE name_words USING fts5 (words, content='', contentless_delete=1, prefix='1 2 3',
    tokenize='unicode61 remove_diacritics 2');
CREATE VIRTUAL TABLE answer_words USING fts5 (words, content='', contentless_delete=1, prefix='3',
    tokenize='unicode61 remove_diacritics 2');
