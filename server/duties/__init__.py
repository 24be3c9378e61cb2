"""What counties and municipalities can only do well together: the catalogue of shared duties."""
