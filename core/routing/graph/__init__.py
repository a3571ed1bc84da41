"""The problem as a graph: neighbours, shares, study area, the matrix of weights, and the amounts of a result."""
