"""A fictional state: true lives, the deliveries made of them, and the truth apart."""

from warehouse.simulate.write import SimulationSummary, simulate

__all__ = ["SimulationSummary", "simulate"]
