"""Answering other programs at once: the pipeline kept warm, its answers shared and bounded."""
