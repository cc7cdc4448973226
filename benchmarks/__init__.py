"""Latency budgets, quality score-board, and the scenario corpus through the public face."""
