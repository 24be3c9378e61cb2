"""The journal: one mechanism for audit, order, sync and the validity of cached answers."""
