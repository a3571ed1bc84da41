"""Sums of (origin, destination, mass) entries, held short by adding up equal pairs now and then."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ..graph.weights import sum_by

NO_ZONE, LEFT_REGION, UNFIXED, DISPERSED = -1, -2, -3, -4
_COMPACT_AT = 1 << 21  # entries


class OriginDestinationSums:
    """Collects flows between zones.

    Rows are zone numbers, `zones` for no zone; columns the same, then LEFT_REGION, UNFIXED, DISPERSED: the
    column of a special number s is zones - 1 - s.

    Parameters
    ----------
    zones : int
        number of zones
    """

    def __init__(self, zones: int) -> None:
        self.zones = zones
        self._keys: list[NDArray[np.int64]] = []
        self._masses: list[NDArray[np.float64]] = []
        self._waiting = 0

    def column(self, special: int) -> int:
        """Return the column of a destination that is no zone.

        Parameters
        ----------
        special : int
            NO_ZONE, LEFT_REGION, UNFIXED or DISPERSED

        Returns
        -------
        int
        """
        return self.zones - 1 - special

    def add(self, rows: NDArray[np.integer], columns: NDArray[np.integer] | int, masses: NDArray[np.float64]) -> None:
        """Add flows.

        Parameters
        ----------
        rows : (n,) integers
        columns : (n,) integers, or an integer for all
        masses : (n,) float64, t
            flows of 0 are left out
        """
        flowing = masses != 0
        keys = (rows.astype(np.int64) * (self.zones + 4) + columns)[flowing]
        self._keys.append(keys)
        self._masses.append(masses[flowing])
        self._waiting += keys.size
        if self._waiting > _COMPACT_AT:
            self._compact()

    def _compact(self) -> None:
        if not self._keys:
            return
        keys, inverse = np.unique(np.concatenate(self._keys), return_inverse=True)
        masses = sum_by(inverse.ravel(), np.concatenate(self._masses), keys.size)
        self._keys, self._masses, self._waiting = [keys], [masses], 0

    def entries(self) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]]:
        """Return all flows, sorted by origin and column.

        Returns
        -------
        origin, destination : (n,) int64
            zone numbers; special numbers are below 0
        mass : (n,) float64, t
        """
        self._compact()
        if not self._keys:
            return np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0)
        rows, columns = np.divmod(self._keys[0], self.zones + 4)
        origin = np.where(rows < self.zones, rows, NO_ZONE)
        destination = np.where(columns < self.zones, columns, self.zones - 1 - columns)
        return origin, destination, self._masses[0]
