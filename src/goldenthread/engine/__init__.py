"""Where tables live and questions are asked."""
