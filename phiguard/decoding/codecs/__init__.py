"""Formats that hold several values, one file each."""
