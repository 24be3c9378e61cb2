"""Who acts, for which organisation, with which roles, and what those roles may do."""
