"""The pure core: answers, facts, the record, the session, what is missing, who may see what."""
