"""The register of organisations, who belongs where and since when, and the terms of councils.

``rules`` plans what a new list of municipalities changes; the facts it starts from are in
``fixtures/register`` with their sources.
"""
