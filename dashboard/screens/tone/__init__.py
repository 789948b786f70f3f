"""Tone: charts of how discussions sound, and the comments behind them."""
