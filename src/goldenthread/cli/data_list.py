"""goldenthread data list."""

from goldenthread.cli.options import AsJson
from goldenthread.cli.printing import print_json, print_table, say
from goldenthread.sources import all_sources


def list_sources(as_json: AsJson = False) -> None:
    """List the sources that can be read: who publishes them, where, and which files a folder should hold."""
    found = [module.SOURCE for module in all_sources().values()]
    if as_json:
        print_json(found)
        return
    rows = [(f"{each.id}\n{each.name}; {each.publisher}; {each.vintage}", "\n".join(each.files)) for each in found]
    print_table(f"{len(rows)} sources", ("Source", "Files"), rows, whole=(1,))
    offered = [each.id for each in found if each.downloads]
    say(f"`goldenthread data fetch --to FOLDER` fetches {', '.join(offered)}; the others' pages offer theirs by hand.")
