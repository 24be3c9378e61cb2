"""Obligations: what must be done together, by when, and how it stands on any day."""
