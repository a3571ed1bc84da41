"""Progress: silent by itself, shares of it passed on, cancelling."""

from __future__ import annotations

import pytest
from carbon_service_flow.core.errors import CancelledError
from carbon_service_flow.core.progress import Progress
from support.common import Recorder


class Factors(Recorder):
    """Records coefficients as well."""

    def __init__(self) -> None:
        super().__init__()
        self.factors: list[tuple] = []

    def factor(self, kind, name, value, unit, **more) -> None:
        self.factors.append((kind, name, value, unit, more))


def test_progress_by_itself_is_silent_and_never_cancelled() -> None:
    progress = Progress()
    progress.fraction(0.5)
    progress.info("a")
    progress.warning("b")
    progress.factor("density", "cropland", 1.0, "t C/ha")
    assert progress.cancelled() is False
    progress.check()


def test_a_span_of_a_span_by_hand() -> None:
    """0.2 to 0.6 of it, and of that the last quarter: 0.5 to 0.6. Half of that is 0.55."""
    progress = Recorder()
    inner = progress.span(0.2, 0.6).span(0.75, 1.0)
    for done in (0.0, 0.5, 1.0):
        inner.fraction(done)
    assert progress.fractions == pytest.approx([0.5, 0.55, 0.6])


def test_a_span_passes_everything_else_on() -> None:
    progress = Factors()
    inner = progress.span(0.2, 0.6)
    inner.info("line")
    inner.warning("left out")
    inner.factor("emission", "coal", 0.7, "t C/t", reference="IPCC")
    assert (progress.infos, progress.warnings) == (["line"], ["left out"])
    assert progress.factors == [("emission", "coal", 0.7, "t C/t", {"reference": "IPCC"})]


def test_cancelling_is_seen_through_a_span() -> None:
    """The recorder's user has had enough after one look."""
    inner = Recorder(cancel_after=1).span(0.0, 0.5)
    inner.check()
    with pytest.raises(CancelledError, match="Cancelled"):
        inner.check()
