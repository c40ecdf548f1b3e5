"""How many examples the properties of the checks are tried on."""

import os

from hypothesis import settings

# Other work on the machine must not fail a test that is right: no deadline.
settings.register_profile("checking", deadline=None, max_examples=60, derandomize=os.environ.get("CI") == "true")
settings.load_profile("checking")
