"""The worked examples in docstrings say what the code does."""

from __future__ import annotations

import doctest
import importlib
import pkgutil

import carbon_service_flow.core as core

# Examples there were when they were first run; new ones may come, none may get lost unseen.
LEAST_EXAMPLES = 24


def test_every_example_in_core_gives_what_it_says() -> None:
    names = [core.__name__, *(module.name for module in pkgutil.walk_packages(core.__path__, f"{core.__name__}."))]
    results = {name: doctest.testmod(importlib.import_module(name)) for name in names}
    assert {name: result.failed for name, result in results.items() if result.failed} == {}
    assert sum(result.attempted for result in results.values()) >= LEAST_EXAMPLES
