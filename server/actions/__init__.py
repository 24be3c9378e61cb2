"""Agreed actions: what was agreed to be done, by whom, by when, and whether it was.

Shared by negotiations, agreements and plans; an action names the record it was agreed in.
``rules`` tells its state on any day from dated facts; nobody types it.
"""
