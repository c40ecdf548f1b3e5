"""SciPy's special functions, loaded when the first of them is asked for: importing the statistics stays quick.

Of the half second that importing SciPy takes, NumPy is the smaller part; a command that only prints its help, or a
page that is already kept, needs none of it.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from scipy import special
else:

    class _Late:
        """Looks each function up in ``scipy.special`` once."""

        def __getattr__(self, name: str) -> Any:
            from scipy import special as loaded

            found = getattr(loaded, name)
            setattr(self, name, found)
            return found

    special = _Late()

__all__ = ["special"]
