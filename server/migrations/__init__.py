"""Changes of the tables, in order. Run by the guarded runner in ``server.kit.store.migrate``."""
