"""The composition root: everything the domain, the API and the pages need around them to serve."""

from server.app.factory import create_app

__all__ = ["create_app"]
