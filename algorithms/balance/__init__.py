"""Tools of the group Supply and demand: `<id>.py` says what a tool is, `<id>_run.py` does it."""
