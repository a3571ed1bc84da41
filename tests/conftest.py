"""Settings for all tests."""

from __future__ import annotations

import os

from hypothesis import settings

# CI tries the same examples each time, so that a red run is the change's doing; at home new ones are tried.
settings.register_profile("ci", derandomize=True, deadline=None, print_blob=True)
settings.register_profile("home", deadline=None)
settings.load_profile("ci" if os.environ.get("CI") else "home")
