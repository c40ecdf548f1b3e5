"""The shell: base templates, components, static files. Knows no domain word."""
