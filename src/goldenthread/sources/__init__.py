"""One file per official source: where it is published, its licence, how to read it, what was mended.

A source is any module of this package with a module-level ``SOURCE``, found by its file name:

>>> "population20_lsoa11" in all_sources()
True
"""

import importlib
import pkgutil
from functools import cache
from typing import cast

from goldenthread.sources.source import SourceModule


@cache
def all_sources() -> dict[str, SourceModule]:
    """Every source by its id, in alphabetical order; two files with the same id are refused."""
    found: dict[str, SourceModule] = {}
    for information in pkgutil.iter_modules(__path__):
        module = importlib.import_module(f"{__name__}.{information.name}")
        if not hasattr(module, "SOURCE"):
            continue
        source_module = cast(SourceModule, module)
        identifier = source_module.SOURCE.id
        if identifier in found:
            raise ImportError(f"Two files in goldenthread.sources call themselves “{identifier}”; rename one.")
        found[identifier] = source_module
    return dict(sorted(found.items()))
