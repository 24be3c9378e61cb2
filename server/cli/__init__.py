"""The command line: ``yhdyspinta serve``, ``migrate``, ``doctor`` and the rest.

Exit codes: 0 done, 1 the work was refused or found something wrong, 2 wrong use or settings.
"""

from server.cli.care import doctor, turn_day
from server.cli.copying import backup, restore
from server.cli.records import demo, invite, schema, seed, token
from server.cli.register import register
from server.cli.serving import migrate_command, serve
from server.cli.shared import main

for command in (
    serve,
    migrate_command,
    seed,
    demo,
    register,
    turn_day,
    doctor,
    backup,
    restore,
    invite,
    token,
    schema,
):
    main.add_command(command)

__all__ = ["main"]
