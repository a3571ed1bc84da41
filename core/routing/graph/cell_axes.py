"""Bearings turned into ways over the cells of a window: true north and east as the grid's rows and columns see them.

    way (columns, rows up)  ~  M^-1 (sin b, cos b)                  M: `raster.ground_steps`

A linear map keeps the order of directions and what is parallel. So the two neighbours on either side of a bearing on
the ground are those on either side of the way over cells, and shares that make the mean step parallel to the way make
it parallel to the bearing on the ground, too. The *closest* neighbour has to be sought on the ground: limits lie half
way between the bearings of neighbours there.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ...raster.ground_steps import GroundSteps, Lattice, LatticeWindow
from .arrays import Single
from .neighbours import Neighbourhood, neighbour_bearings, step_vectors

NO_RECEIVER_CODE = 8
"""In the place of a neighbour code where nothing leaves a cell."""
_TIE_DEGREES = 1e-9
# On the ground a tie is one to within what derivatives of projections are known to.
_GROUND_TIE_DEGREES = 1e-3


@dataclass(frozen=True)
class CellAxes:
    """What turns bearings into ways over cells, in a window.

    Attributes
    ----------
    neighbourhood : Neighbourhood
    matrices : LatticeWindow, M in four fields; None where the grid's axes point east and north
    limits : LatticeWindow, as of `bearing_limits`; None where the closest neighbour is not wanted, or axes are true
    """

    neighbourhood: Neighbourhood
    matrices: LatticeWindow | None
    limits: LatticeWindow | None

    @classmethod
    def of(
        cls, neighbourhood: Neighbourhood, row: int, col: int, rows: int, cols: int, *, closest: bool = False
    ) -> CellAxes:
        """Return the axes of a window.

        Parameters
        ----------
        neighbourhood : Neighbourhood, of the whole grid
        row, col, rows, cols : int, where the window begins, and its size
        closest : bool; for `closest`, not for `matrix`

        Returns
        -------
        CellAxes
        """
        ground = neighbourhood.ground
        if ground is None:
            return cls(neighbourhood, None, None)
        if closest and not ground.axes_true:
            return cls(neighbourhood, None, bearing_limits(ground).window(row, col, rows, cols))
        return cls(neighbourhood, ground.lattice.window(row, col, rows, cols), None)

    def matrix(self, rows: slice) -> NDArray[np.float64]:
        """Return what `towards` needs of some rows.

        Parameters
        ----------
        rows : slice of the grid's rows

        Returns
        -------
        float64
            (4, rows in the slice or 1, columns or 1), M; or, where the grid's axes point east and north, (2, rows in
            the slice or 1, columns or 1), the width and height of cells
        """
        ground = self.neighbourhood.ground
        if self.matrices is None or ground is None:
            return np.stack([self.neighbourhood.dx[rows, None], self.neighbourhood.dy[rows, None]])
        matrix = self.matrices.strip(rows.start, rows.stop - rows.start)
        if ground.axes_true:
            return matrix[[0, 3]]
        return -matrix if ground.mirrored else matrix

    def closest(self, bearing: NDArray[np.float64], rows: slice) -> NDArray[np.uint8]:
        """Return the neighbour closest to each bearing on the ground; of two equally close, that further clockwise.

        It is the number of limits half way between neighbours (from N to NE on) that lie at or before the bearing.

        Parameters
        ----------
        bearing : (rows in the slice, columns) float64, true, degrees; nan = none
        rows : slice of the grid's rows

        Returns
        -------
        uint8 of that shape, neighbour codes, NO_RECEIVER_CODE for nan
        """
        if self.limits is None:
            dx, dy = (sizes[:, 0] for sizes in self.matrix(rows))
            centres = neighbour_bearings(dx, dy)
            between = (centres + np.append(centres[1:], centres[:1] + 360.0, axis=0)) / 2.0 - _TIE_DEGREES / 2.0
            turned: NDArray[np.floating] = bearing
            limits: NDArray[np.floating] = between[:, :, None]
        else:
            fields = self.limits.strip(rows.start, rows.stop - rows.start)
            turned = _from_first_limit(bearing.astype(np.float32), fields, self._mirrored)
            limits = fields[-7:]
        turned = turned - np.float32(360.0) * np.floor(turned / np.float32(360.0))
        code = np.zeros(bearing.shape, dtype=np.uint8)
        for limit in limits:
            code += turned >= limit
        code &= 7
        code[~np.isfinite(bearing)] = NO_RECEIVER_CODE
        return code

    @property
    def _mirrored(self) -> bool:
        ground = self.neighbourhood.ground
        return ground is not None and ground.mirrored


def towards(
    sine: NDArray[np.float64], cosine: NDArray[np.float64], matrix: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the way of bearings over cells.

    Parameters
    ----------
    sine, cosine : (rows, columns) or (1, 1) float64, of true bearings; overwritten
    matrix : float64, as of `CellAxes.matrix`

    Returns
    -------
    columns, rows up : float64, shapes that fit; of any positive scale
    """
    if matrix.shape[0] == 2:
        dx, dy = matrix
        if sine.shape[0] == dx.shape[0]:
            return np.divide(sine, dx, out=sine), np.divide(cosine, dy, out=cosine)
        return sine / dx, cosine / dy
    a, b, c, d = matrix
    right, up = d * sine, a * cosine
    if sine.shape == right.shape:
        sine *= c
        cosine *= b
        right -= cosine
        up -= sine
    else:
        right -= b * cosine
        up -= c * sine
    return right, up


def bearing_limits(ground: GroundSteps) -> Lattice:
    """Return the bearings half way between neighbours on the ground, at the nodes of `ground`.

    Where the map is mirrored they are counted the other way round, so that neighbours follow clockwise.

    Parameters
    ----------
    ground : GroundSteps

    Returns
    -------
    Lattice
        Eight fields, degrees: the limit between NW and N, and how much further those after N, NE, ... W are, 0 to 360.
        Around a pole, where the first goes through all directions, its sine and cosine instead: nine fields.
    """
    east, north = step_vectors(ground.lattice.values)
    angle = np.degrees(np.arctan2(-east if ground.mirrored else east, north))
    gap = np.mod(np.roll(angle, -1, axis=0) - angle, 360.0)
    limit = angle[7] + 0.5 * gap[7]
    first = np.unwrap(np.unwrap(limit, axis=0, period=360.0), axis=1, period=360.0)[None]
    if max(np.abs(np.diff(first, axis=axis)).max(initial=0.0) for axis in (1, 2)) > 180.0:
        first = np.stack([np.sin(np.radians(limit)), np.cos(np.radians(limit))])
    further = np.cumsum(0.5 * (np.roll(gap, 1, axis=0) + gap), axis=0)[:7]
    fields = np.concatenate([first, further]).astype(np.float32)  # 3e-5 degrees
    return Lattice(ground.lattice.rows, ground.lattice.cols, fields)


def _from_first_limit(bearing: Single, limits: Single, mirrored: bool) -> Single:
    """Return how far each bearing lies beyond the limit between NW and N, degrees of any turn; overwrites bearings."""
    first = limits[0] if limits.shape[0] == 8 else np.degrees(np.arctan2(limits[0], limits[1]))
    if mirrored:
        np.negative(bearing, out=bearing)
    bearing -= first
    bearing += np.float32(-_GROUND_TIE_DEGREES if mirrored else _GROUND_TIE_DEGREES)
    return bearing
