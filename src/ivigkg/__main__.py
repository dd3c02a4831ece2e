"""``python -m ivigkg`` is the command ``ivigkg``."""

from ivigkg.cli.main import main

main()
