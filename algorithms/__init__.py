"""One module per algorithm, named after its id: parameters to core to outputs."""

from .carbonstock import CarbonStock

ALGORITHMS = (CarbonStock,)
