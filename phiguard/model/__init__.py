"""Values that all rooms share: what leaves, what was found, what is decided.  Depends on nothing but the errors."""
