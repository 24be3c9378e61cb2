"""From the address to a document's variables, and from its data to what a template shows."""
