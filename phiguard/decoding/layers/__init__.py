"""Encodings of one whole value, one file each."""
