"""Tools of the group Carbon accounts: `<id>.py` says what a tool is, `<id>_run.py` does it."""
