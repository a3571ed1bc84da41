"""Which scheduler a run uses, and whether a run can be sent there; no cluster is needed for that."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pytest
from carbon_service_flow.core.engine.cluster import context
from carbon_service_flow.core.engine.cluster.connection import Cluster
from carbon_service_flow.core.engine.cluster.context import (
    ENVIRONMENT,
    array_bytes,
    chosen_session,
    on_scheduler,
    runs_on_cluster,
)
from carbon_service_flow.core.progress import Progress
from carbon_service_flow.core.raster.sources import ArraySource
from carbon_service_flow.core.raster.targets import ArrayTarget
from support.common import Recorder, target


def chosen_address() -> str | None:
    with chosen_session() as session:
        return None if session is None else session.address


def test_the_innermost_scheduler_holds_then_the_environment_then_none(monkeypatch) -> None:
    monkeypatch.delenv(ENVIRONMENT, raising=False)
    assert chosen_address() is None
    monkeypatch.setenv(ENVIRONMENT, " tcp://environment:1 ")
    assert chosen_address() == "tcp://environment:1"
    with on_scheduler(" tcp://outer:1 "):
        assert chosen_address() == "tcp://outer:1"
        with on_scheduler(""):
            assert chosen_address() is None
        with pytest.raises(KeyError, match="tcp://inner:1"), on_scheduler("tcp://inner:1"):
            raise KeyError(chosen_address())
        assert chosen_address() == "tcp://outer:1"
    assert chosen_address() == "tcp://environment:1"
    monkeypatch.setenv(ENVIRONMENT, "  ")
    assert chosen_address() is None


class Connection:
    """Stands for a connection to a scheduler."""

    closed = 0

    def close(self) -> None:
        self.closed += 1


def test_a_session_connects_once_and_closes_at_the_end(monkeypatch) -> None:
    made = []
    monkeypatch.setattr(Cluster, "connect", lambda address, progress: made.append(address) or Connection())
    with on_scheduler("tcp://a:1") as session:
        first = session.cluster(Progress())
        assert session.cluster(Progress()) is first
    assert (made, first.closed) == (["tcp://a:1"], 1)
    session.close()
    assert first.closed == 1


@dataclass(frozen=True)
class Holder:
    """A source with arrays at several depths."""

    label: str
    arrays: tuple
    raw: bytes = b""


def test_bytes_of_a_source_are_those_of_all_its_arrays() -> None:
    """Ten float64 are 80 bytes, six bytes 6, three float32 within a list 12, the raw bytes 5; text and numbers none."""
    nested = Holder("inner", (np.zeros(10), [np.zeros(3, np.float32)], 7), b"12345")
    assert array_bytes(Holder("outer", (nested, np.zeros(6, np.uint8)))) == 80 + 6 + 12 + 5
    assert array_bytes(ArraySource(np.zeros((2, 2)), np.zeros((2, 2), bool))) == 32 + 4


def test_a_run_is_sent_when_its_targets_are_files_and_its_arrays_fit(monkeypatch, tmp_path) -> None:
    """At the limit, 800 bytes, it is sent; one array more, and it stays. Two sources count together."""
    monkeypatch.setattr(context, "LARGEST_MESSAGE", 800)
    half, files = ArraySource(np.zeros((5, 10))), [target(tmp_path / "a.tif")]
    progress = Recorder()
    assert runs_on_cluster([half, half], files, progress)
    assert runs_on_cluster([], [], progress)
    assert progress.infos == []
    assert not runs_on_cluster([half, half, ArraySource(np.zeros(1))], files, progress)
    assert not runs_on_cluster([half], [*files, ArrayTarget((), 0.0)], progress)
    assert progress.infos == [
        "This step holds 0 MB in memory: it runs on this machine, not on the cluster.",
        "This step keeps its result in memory: it runs on this machine, not on the cluster.",
    ]
