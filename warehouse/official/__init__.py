"""Official labor-market files as their publishers release them, laid down as deliveries."""

from warehouse.official.take import TakenFile, take_official

__all__ = ["TakenFile", "take_official"]
