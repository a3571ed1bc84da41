"""Tools of the group Grids: `<id>.py` says what a tool is, `<id>_run.py` does it."""
