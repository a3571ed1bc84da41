"""A connection to a Dask scheduler: made, watched, closed; all that can be wrong with it has a message."""

from __future__ import annotations

import os
import sys
import time
from contextlib import suppress
from operator import methodcaller
from threading import Event
from typing import Any

from ...errors import CarbonFlowError, ClusterError
from ...progress import Progress
from .messages import DASK_MISSING, NO_WORKERS, OTHER_PYTHON, SCHEDULER_LOST, UNREACHABLE, WORKER_UNFIT, WORKERS_DIED
from .shipping import code_plugin

CONNECT_SECONDS = 5
CONNECT_TRIES = 3
# A cluster that starts its workers on demand, or anew after a loss, gets this long.
WORKERS_SECONDS = 10
LOST_SECONDS = 60
# How often a wait checks for cancelling, and how often for workers that are gone.
POLL_SECONDS = 0.1
REFRESH_SECONDS = 2.0
# Bringing one result here may take this long before it is tried again.
FETCH_SECONDS = 60


class Cluster:
    """A connected client. Use `connect`."""

    def __init__(self, address: str, client: Any) -> None:
        self.address = address
        self._client = client
        self._workers: dict[str, int] = {}
        self._refreshed = self._last_seen = time.monotonic()

    @classmethod
    def connect(cls, address: str, progress: Progress) -> Cluster:
        """Connect and bring the code to the workers.

        Parameters
        ----------
        address : str
            tcp://host:8786, or the path of a scheduler file (.json).
        progress : Progress

        Returns
        -------
        Cluster

        Raises
        ------
        ClusterError
            dask is missing, the scheduler cannot be reached or has no workers, or these are unfit.
        """
        try:
            from distributed import Client
        except ImportError as error:
            raise ClusterError(DASK_MISSING, address=address, python=sys.executable) from error
        where = {"scheduler_file": address} if address.endswith(".json") else {"address": address}
        if "scheduler_file" in where and not os.path.isfile(address):
            raise ClusterError(UNREACHABLE, address=address, reason="there is no such file")
        for tries_left in reversed(range(CONNECT_TRIES)):
            # In two steps: a client that fails to connect must be closed here. The garbage collector would do it at any
            # time, and while another client starts, both wait for one lock for ever (seen).
            client = Client.__new__(Client)
            try:
                Client.__init__(client, **where, timeout=CONNECT_SECONDS, set_as_default=False)
                break
            except Exception as error:
                with suppress(Exception):
                    client.close(timeout=CONNECT_SECONDS)
                # Seen once with a busy scheduler: distributed's own assertion about the greeting. Trying again helped.
                if not (tries_left and isinstance(error, AssertionError)):
                    raise ClusterError(UNREACHABLE, address=address, reason=_said(error)) from error
        cluster = cls(address, client)
        try:
            cluster._prepare(progress)
        except BaseException:
            cluster.close()
            raise
        return cluster

    def _prepare(self, progress: Progress) -> None:
        """Wait for workers and bring the code to them."""
        start = time.monotonic()
        while not self._refresh_workers(progress):
            progress.check()
            if time.monotonic() - start > WORKERS_SECONDS:
                raise ClusterError(NO_WORKERS, address=self.address, seconds=WORKERS_SECONDS)
            time.sleep(POLL_SECONDS)
        self._require_same_python()
        try:
            self._client.register_plugin(code_plugin())
        except Exception as error:
            raise ClusterError(WORKER_UNFIT, address=self.address, reason=_said(error)) from error
        progress.info(f"Dask cluster {self.address}: {len(self._workers)} workers, {self.threads} threads.")

    def _require_same_python(self) -> None:
        """Raise `ClusterError` for another minor version: functions are sent as bytecode, and that differs."""
        ours = ".".join(map(str, sys.version_info[:2]))
        for worker, facts in self._client.get_versions()["workers"].items():
            theirs = ".".join(facts["host"]["python"].split(".")[:2])
            if theirs != ours:
                raise ClusterError(OTHER_PYTHON, worker=worker, theirs=theirs, ours=ours)

    @property
    def threads(self) -> int:
        """Threads of all workers, as last seen."""
        return sum(self._workers.values())

    def send(self, thing: Any, key: str) -> Any:
        """Have an object of core on the workers that need it, again when they are lost.

        Parameters
        ----------
        thing : picklable
        key : str
            Dask's name for it.

        Returns
        -------
        distributed.Future of the object
        """
        from dask import config
        from distributed.protocol.serialize import deserialize_bytes, serialize_bytes

        # Dask's advice, to read large things on the workers, is for others: what is sent has been kept small.
        with config.set({"distributed.admin.large-graph-warning-threshold": "1 GB"}):
            return self._client.submit(deserialize_bytes, serialize_bytes(thing), key=key, pure=False)

    def call(self, thing: Any, method: str, arguments: tuple[Any, ...], key: str) -> Any:
        """Call a method of what was sent.

        Parameters
        ----------
        thing : distributed.Future
            From `send`.
        method : str
        arguments : tuple
        key : str
            Dask's name for the result.

        Returns
        -------
        distributed.Future of the result
        """
        return self._client.submit(methodcaller(method, *arguments), thing, key=key, pure=False)

    def result(self, future: Any, progress: Progress) -> Any:
        """Wait for a result.

        Parameters
        ----------
        future : distributed.Future
        progress : Progress

        Returns
        -------
        what the method returned

        Raises
        ------
        CancelledError, ClusterError, and what the method raised
        """
        done = Event()
        future.add_done_callback(lambda _: done.set())
        while not done.wait(POLL_SECONDS):
            progress.check()
            self._watch(progress)
        while True:
            try:
                return future.result(timeout=FETCH_SECONDS)
            except CarbonFlowError:
                raise
            except Exception as error:
                self._explain(future, error)
            progress.check()
            self._watch(progress)

    def _explain(self, future: Any, error: Exception) -> None:
        """Raise what `error` means; return when it was only late."""
        from distributed import KilledWorker

        if isinstance(error, KilledWorker):
            raise ClusterError(WORKERS_DIED, address=self.address, reason=_said(error)) from error
        if future.status == "error":
            raise error
        if future.status in ("cancelled", "lost") or self._client.status != "running":
            raise ClusterError(SCHEDULER_LOST, address=self.address, reason=_said(error)) from error

    def cancel(self, futures: list[Any]) -> None:
        """Forget tasks; those that run already end by themselves.

        Parameters
        ----------
        futures : list of distributed.Future
        """
        if self._client.status == "running":
            self._client.cancel(futures, force=True)

    def close(self) -> None:
        """Close the connection; the cluster is its owner's."""
        self._client.close(timeout=CONNECT_SECONDS)

    def _watch(self, progress: Progress) -> None:
        """Look for lost workers every now and then; raise `ClusterError` when there have been none for long."""
        now = time.monotonic()
        if now - self._refreshed < REFRESH_SECONDS:
            return
        if self._refresh_workers(progress):
            self._last_seen = now
        elif now - self._last_seen > LOST_SECONDS:
            raise ClusterError(NO_WORKERS, address=self.address, seconds=LOST_SECONDS)

    def _refresh_workers(self, progress: Progress) -> int:
        """Ask which workers there are, warn of those that are gone; return how many threads there are."""
        self._refreshed = time.monotonic()
        try:
            now = dict(self._client.nthreads())
        except Exception as error:
            raise ClusterError(SCHEDULER_LOST, address=self.address, reason=_said(error)) from error
        for worker in sorted(set(self._workers) - set(now)):
            progress.warning(f"Worker {worker} is gone: others repeat its tiles. Workers left: {len(now)}.")
        self._workers = now
        return self.threads

    def warn_of_losses(self, progress: Progress) -> None:
        """Warn of workers that are gone since the last time.

        Parameters
        ----------
        progress : Progress
        """
        self._refresh_workers(progress)


def _said(error: BaseException) -> str:
    """Return what an error says, with its kind."""
    return f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
