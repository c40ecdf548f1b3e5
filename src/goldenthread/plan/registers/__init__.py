"""What the council keeps up and has to renew: strategies, accreditations, standards, evidence, and duties in law."""
