"""The other end, without Qt: keys, roster, intake, database, receipts."""
