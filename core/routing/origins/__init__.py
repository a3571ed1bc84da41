"""Who receives whose: each origin's mass through the cells that pass it on, summed by destination."""
