"""The commands and where each is found."""

import typer

from goldenthread.cli import (
    check,
    data_add,
    data_check,
    data_fetch,
    data_list,
    export,
    gaps,
    impact,
    indicator_list,
    indicator_show,
    place_build,
    place_list,
    place_show,
    place_use,
    promises,
)

app = typer.Typer(
    name="goldenthread",
    help="Inequality in an English council: from official files to gaps with honest intervals.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
place = typer.Typer(help="Build a place from official files and see what is there.", no_args_is_help=True)
indicator = typer.Typer(help="What is measured, how, and by whom.", no_args_is_help=True)
data = typer.Typer(help="The sources, and tables of your own.", no_args_is_help=True)

place.command("build")(place_build.build)
place.command("list")(place_list.list_places)
place.command("show")(place_show.show)
place.command("use")(place_use.use)
indicator.command("list")(indicator_list.list_indicators)
indicator.command("show")(indicator_show.show)
data.command("list")(data_list.list_sources)
data.command("fetch")(data_fetch.fetch)
data.command("check")(data_check.check)
data.command("add")(data_add.add)
app.add_typer(place, name="place")
app.add_typer(indicator, name="indicator")
app.add_typer(data, name="data")
app.command("gaps")(gaps.gaps)
app.command("export")(export.export)
app.command("impact")(impact.impact)
app.command("promises")(promises.promises)
app.command("check")(check.check)
