"""Indicators, characteristics and frameworks: dated, sourced, reviewed."""

from goldenthread.definitions.characteristic import Characteristic, Group, load_characteristics
from goldenthread.definitions.framework import Framework, Principle, framework_slugs, load_framework
from goldenthread.definitions.indicator import load_indicators, read_indicator_file
from goldenthread.definitions.reading import DefinitionError

__all__ = [
    "Characteristic",
    "DefinitionError",
    "Framework",
    "Group",
    "Principle",
    "framework_slugs",
    "load_characteristics",
    "load_framework",
    "load_indicators",
    "read_indicator_file",
]
