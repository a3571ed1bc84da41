"""Strongly connected components: the groups of cells in which carbon can come back to where it was.

SciPy's compiled routine when SciPy is there (0.2 s for 4 million cells), else Tarjan's algorithm in plain Python
(1972, DOI 10.1137/0201010; some 3 microseconds a cell and step). Both give the same groups; their numbers may
differ, so nothing may depend on the numbers.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def have_scipy() -> bool:
    """Return whether SciPy's sparse graphs and factorisations can be imported.

    Returns
    -------
    bool
    """
    try:
        from scipy.sparse import csgraph, linalg
    except ImportError:
        return False
    return csgraph is not None and linalg is not None


def strong_components(first: NDArray[np.int32], heads: NDArray[np.int32], use_scipy: bool) -> NDArray[np.int32]:
    """Return the strongly connected component of each node of a directed graph.

    Parameters
    ----------
    first : (n + 1,) int32
        node i has the edges first[i] to first[i + 1]
    heads : (edges,) int32
        the node that each edge leads to
    use_scipy : bool
        False for Tarjan's algorithm

    Returns
    -------
    (n,) int32
        component numbers 0, 1, 2, ... in no particular order

    References
    ----------
    Tarjan, R. (1972). Depth-first search and linear graph algorithms. DOI 10.1137/0201010
    """
    if use_scipy:
        from scipy.sparse import csr_matrix
        from scipy.sparse.csgraph import connected_components

        count = first.size - 1
        ones = np.broadcast_to(np.float64(1.0), heads.shape)  # no memory: only the pattern is looked at
        matrix = csr_matrix((ones, heads, first), shape=(count, count))
        labels = connected_components(matrix, directed=True, connection="strong")[1]
        return np.asarray(labels, dtype=np.int32)
    return _tarjan(first, heads)


def _tarjan(row_starts: NDArray[np.int32], row_heads: NDArray[np.int32]) -> NDArray[np.int32]:
    """Return component numbers by Tarjan's algorithm, with an explicit stack instead of recursion."""
    heads, first = row_heads.tolist(), row_starts.tolist()
    count = len(first) - 1
    next_edge = first[:-1]  # by node
    discovered = [0] * count  # order of discovery, from 1
    low = [0] * count
    label = [-1] * count
    stack: list[int] = []
    clock = 0
    components = 0
    for root in range(count):
        if discovered[root]:
            continue
        path = [root]
        while path:
            node = path[-1]
            if not discovered[node]:
                clock += 1
                discovered[node] = low[node] = clock
                stack.append(node)
            edge = next_edge[node]
            if edge < first[node + 1]:
                next_edge[node] = edge + 1
                head = heads[edge]
                if not discovered[head]:
                    path.append(head)
                elif label[head] < 0:
                    low[node] = min(low[node], discovered[head])
                continue
            path.pop()
            if path:
                low[path[-1]] = min(low[path[-1]], low[node])
            if low[node] == discovered[node]:
                member = -1
                while member != node:
                    member = stack.pop()
                    label[member] = components
                components += 1
    return np.asarray(label, dtype=np.int32)
