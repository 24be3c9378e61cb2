"""The command line: ``yhdyspinta serve``, ``migrate``, ``seed`` and the rest."""

from server.cli.commands import main

__all__ = ["main"]
