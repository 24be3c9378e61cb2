"""The pages, rendered and looked at."""
