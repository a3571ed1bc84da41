"""Colours: told apart with any colour vision, one for each source."""

from __future__ import annotations

import numpy as np
import pytest
from carbon_service_flow.core.charts.elements import palette
from carbon_service_flow.core.charts.elements.palette import (
    DEFICIT,
    EMISSION,
    GAIN,
    LOSS_COLOUR,
    SEQUESTRATION,
    SURPLUS,
    transparent,
)

# Severe red-green blindness as matrices on linear RGB: Machado et al. 2009, table of severity 1.0.
EYES = {
    "normal": np.eye(3),
    "protan": np.array(
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
    ),
    "deutan": np.array(
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
    ),
}
TOGETHER = {
    "balance": [EMISSION, SEQUESTRATION],
    "ratio": [SURPLUS, DEFICIT],
    "change": [GAIN, LOSS_COLOUR, palette.NEUTRAL],
    "destinations": list(palette.DESTINATIONS.values()),
}


def lab(colour, eye):
    """CIE L*a*b* (D65) of a colour as an eye sees it."""
    rgb = np.array([int(colour[k : k + 2], 16) for k in (1, 3, 5)]) / 255
    linear = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
    seen = np.clip(eye @ linear, 0, 1)
    to_xyz = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])
    xyz = to_xyz @ seen / (0.9505, 1.0, 1.089)
    f = np.where(xyz > 0.008856, np.cbrt(xyz), 7.787 * xyz + 16 / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


class TestColours:
    @pytest.mark.parametrize("eye", EYES)
    @pytest.mark.parametrize("name", TOGETHER)
    def test_told_apart(self, eye, name):
        """A distance of 20 in L*a*b* between any two colours of one chart; 2.3 is just noticeable."""
        seen = [lab(colour, EYES[eye]) for colour in TOGETHER[name]]
        for k, one in enumerate(seen):
            for other, colour in zip(seen[k + 1 :], TOGETHER[name][k + 1 :]):
                assert np.linalg.norm(one - other) >= 20, (TOGETHER[name][k], colour)

    @pytest.mark.parametrize("eye", EYES)
    def test_neighbours_in_a_stack_are_told_apart(self, eye):
        """Sources have many colours: any two of one list differ by 13 at least."""
        for colours in (list(palette.SOURCES.values()), palette.SPARE):
            for k, one in enumerate(colours):
                for other in colours[k + 1 :]:
                    distance = np.linalg.norm(lab(one, EYES[eye]) - lab(other, EYES[eye]))
                    assert distance >= 13, (one, other)

    def test_every_colour_stands_out_from_white(self):
        for colours in TOGETHER.values():
            assert all(lab(colour, np.eye(3))[0] < 85 for colour in colours)

    def test_colours_of_sources(self):
        assert palette.source_colours(["coal_tce", "soil", "coal_t"])[:2] == [
            palette.SOURCES["coal"],
            palette.SOURCES["soil"],
        ]
        colours = palette.source_colours(["coal_tce", "coal_t", "coalition", "x", "y", "soil"])
        assert len(set(colours)) == 6
        assert palette.source_colours(["coalition"])[0] in palette.SPARE

    def test_transparent(self):
        assert transparent("#0a80ff", 0.4) == "rgba(10,128,255,0.4)"

    def test_more_sources_than_colours(self):
        """Spare colours come again from the first on, in turn with the place of the source."""
        colours = palette.source_colours([f"x{k}" for k in range(len(palette.SPARE) + 2)])
        assert colours[: len(palette.SPARE)] == list(palette.SPARE)
        assert colours[-2:] == list(palette.SPARE[:2])
