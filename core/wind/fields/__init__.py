"""Wind components as files hold them: which band is which, its time, unit and axes, and U beside V."""
