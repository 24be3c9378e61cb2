"""Rounds and negotiations of a county with its municipalities.

``rules`` tells the state of a negotiation, who may see it and what an act on it cannot say.
"""
