"""How hard generated tests try: as usual, or just enough to notice a broken line while mutants are run."""

import os

from hypothesis import Phase, settings

# Other work on the machine must not fail a test that is right: no deadline.
# The build machine tries the same examples every time, so that what it says is about the change.
settings.register_profile("core", deadline=None, derandomize=os.environ.get("CI") == "true")
# A mutant only has to fail: which example is the smallest that fails matters to nobody.
settings.register_profile(
    "mutants",
    deadline=None,
    max_examples=12,
    derandomize=True,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    report_multiple_bugs=False,
)
settings.load_profile(os.environ.get("GOLDENTHREAD_HYPOTHESIS", "core"))
