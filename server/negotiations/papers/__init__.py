"""The papers of a negotiation: its agenda with the parties' positions and results, its minutes.

They are seen by the parties only until the minutes are published. ``rules`` tells when minutes are
ready and what is missing from whom.
"""
