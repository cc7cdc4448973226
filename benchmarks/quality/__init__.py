"""The score-board of detection: what of the corpora is found, stopped and let through, with 95 % intervals."""
