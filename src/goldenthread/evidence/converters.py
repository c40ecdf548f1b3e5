"""What a part of an address may be."""


class FileFormConverter:
    """A form in which a table can be had."""

    regex = "csv|xlsx"

    def to_python(self, value: str) -> str:
        """Return the form as it stands in the address."""
        return value

    def to_url(self, value: str) -> str:
        """Return the form as it is to stand in the address."""
        return value
