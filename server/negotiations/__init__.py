"""Rounds and negotiations of a county with its municipalities."""
