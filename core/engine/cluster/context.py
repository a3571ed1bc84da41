"""Which scheduler a run uses: that of the enclosing `on_scheduler`, else the environment's, else none."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import fields, is_dataclass
from typing import TYPE_CHECKING

import numpy as np

from ...progress import Progress

if TYPE_CHECKING:
    from .connection import Cluster

# What a run may bring along (zones, ranks, small arrays): each worker gets it once.
LARGEST_MESSAGE = 64 << 20
ENVIRONMENT = "CARBON_SERVICE_FLOW_SCHEDULER"


class Session:
    """One scheduler for several runs: connected at the first that needs it."""

    def __init__(self, address: str) -> None:
        self.address = address
        self._cluster: Cluster | None = None

    def cluster(self, progress: Progress) -> Cluster:
        """Return the connection, made when it is first asked for.

        Parameters
        ----------
        progress : Progress

        Returns
        -------
        Cluster

        Raises
        ------
        ClusterError
            When the cluster cannot be used.
        """
        from .connection import Cluster

        if self._cluster is None:
            self._cluster = Cluster.connect(self.address, progress)
        return self._cluster

    def close(self) -> None:
        """Close the connection, if there is one."""
        if self._cluster is not None:
            self._cluster.close()
            self._cluster = None


# Holds for the calling thread and no longer than the `with` of `on_scheduler`.
_SESSION: ContextVar[Session | None] = ContextVar("carbon_service_flow_scheduler", default=None)


@contextmanager
def on_scheduler(address: str) -> Iterator[Session]:
    """Send the runs within to a scheduler.

    Parameters
    ----------
    address : str
        tcp://host:8786, or the path of a scheduler file (.json); "" for this machine.

    Yields
    ------
    Session
    """
    session = Session(address.strip())
    token = _SESSION.set(session)
    try:
        yield session
    finally:
        _SESSION.reset(token)
        session.close()


@contextmanager
def chosen_session() -> Iterator[Session | None]:
    """Give the session that a run is to use.

    Yields
    ------
    Session, or None for a run on this machine
    """
    session = _SESSION.get()
    if session is not None:
        yield session if session.address else None
        return
    address = os.environ.get(ENVIRONMENT, "").strip()
    if not address:
        yield None
        return
    with on_scheduler(address) as session:
        yield session


def runs_on_cluster(sources: Sequence[object], targets: Sequence[object], progress: Progress) -> bool:
    """Return True when a run can be sent to a cluster; else log why it is done on this machine.

    Parameters
    ----------
    sources : sequence of Source
        Their arrays must fit into `LARGEST_MESSAGE`.
    targets : sequence of BandTarget
        They must be files.
    progress : Progress

    Returns
    -------
    bool
    """
    from ...raster.geotiff import Target

    held_bytes = sum(map(array_bytes, sources))
    if not all(isinstance(target, Target) for target in targets):
        progress.info("This step keeps its result in memory: it runs on this machine, not on the cluster.")
        return False
    if held_bytes > LARGEST_MESSAGE:
        progress.info(f"This step holds {held_bytes >> 20} MB in memory: it runs on this machine, not on the cluster.")
        return False
    return True


def array_bytes(thing: object) -> int:
    """Return the bytes of all arrays in a source, however deep.

    Parameters
    ----------
    thing : object
        A source, or what it holds: arrays, dataclasses, tuples and lists of these, bytes.

    Returns
    -------
    int
    """
    if isinstance(thing, np.ndarray):
        return int(thing.nbytes)
    if is_dataclass(thing):
        return sum(array_bytes(getattr(thing, item.name)) for item in fields(thing))
    if isinstance(thing, (tuple, list)):
        return sum(map(array_bytes, thing))
    return len(thing) if isinstance(thing, bytes) else 0
