"""What may be published about few people."""
