"""The schema's meaning a second time: by hand over plain dictionaries, to hold the engine to it."""
