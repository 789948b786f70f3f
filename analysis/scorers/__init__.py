"""Scorers: rules, the embedded model and Detoxify behind one small interface."""
