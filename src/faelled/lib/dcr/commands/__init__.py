"""``faelled dcr COMMAND``: the library from the command line, on files, with no site behind it.

One module for each command, named in `COMMANDS`, with two functions:

* ``add(parser)`` says which arguments it takes (``--json`` is there already);
* ``run(args, out, err) -> int`` does it, and returns one of the codes of `codes`.

A command's module is imported only when it is asked for, so that the others' needs (Polars, NumPy)
cost it nothing. What goes wrong on purpose (DcrError, LogError, BadInput) and files that cannot be
read become one clear message and the code BAD_INPUT.
"""

from faelled.lib.dcr.commands.running import main
from faelled.lib.dcr.commands.table import COMMANDS

__all__ = ["COMMANDS", "main"]
