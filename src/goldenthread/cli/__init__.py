"""The command line: one file per command, argument parsing only."""

import sys

from goldenthread.checking.documents import DocumentRefused
from goldenthread.cli.application import app
from goldenthread.cli.printing import say_error
from goldenthread.definitions import DefinitionError
from goldenthread.engine.errors import QuestionError, StoreError
from goldenthread.sources.building.errors import BuildError
from goldenthread.sources.source import SourceError

#: What a user can put right: one sentence, no trace.
EXPECTED = (BuildError, DefinitionError, DocumentRefused, QuestionError, SourceError, StoreError)


def main() -> None:
    """Run the command line; an error is one sentence on the error stream and exit code 1."""
    try:
        app()
    except EXPECTED as error:
        say_error(str(error))
        sys.exit(1)


__all__ = ["app", "main"]
