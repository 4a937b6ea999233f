"""Dated packs of words that change faster than the program: law and guidance, plain words, local help."""
