"""A fictional state: true lives, the deliveries made of them, and the truth apart."""
