"""The register of organisations, who belongs where, and the terms of councils."""
