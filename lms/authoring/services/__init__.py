"""Every change of the studio. The caller commits."""
