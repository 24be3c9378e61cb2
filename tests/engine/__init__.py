"""The read engine on a small schema of its own, against an oracle that shares no code with it."""
