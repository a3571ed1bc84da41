"""Components with cycles: policy iteration over solvers of the linear part; uses graph and ordered."""
