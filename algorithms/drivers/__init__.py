"""Tools of the group Drivers: `<id>.py` says what a tool is, `<id>_run.py` does it."""
