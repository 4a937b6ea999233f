"""Readable copies: a neutral document, the composer that fills it, and one writer a format."""
