"""Work plans: what they must hold, for one and for many; the superior's results, the matrix, the cascade."""
