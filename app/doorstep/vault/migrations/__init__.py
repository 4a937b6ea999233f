"""The schema, as the numbered steps that lead to it. A step, once released, is never edited."""
