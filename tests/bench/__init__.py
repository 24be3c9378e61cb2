"""How fast the service reads and writes at national size, as ratios of runs beside each other."""
