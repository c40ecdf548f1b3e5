"""Stories and quotations: who agreed to what, where it is used, and what stands between a story and the public."""
