"""The site's command: `goldenthread-site demo | init CODE | run | worker | plan import|export | move-database URL`."""

import os
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer
from rich.console import Console
from rich.table import Table

try:
    from goldenthread.project import new_site, plan_commands, readiness, server
    from goldenthread.project.sign_ins import SignIn, keep, kept
except ModuleNotFoundError as absent:
    # The library half can be installed without the site; then this command is there and cannot work.
    sys.exit(
        f"✗ The site needs {absent.name}, which is not installed. Install it with: pip install 'goldenthread[site]'"
    )

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Iterator

DEMO = "goldenthread.project.settings.demo"
PRODUCTION = "goldenthread.project.settings.production"

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Start a Golden Thread site: the sample council, or your own.",
)
app.add_typer(plan_commands.app, name="plan")
terminal = Console(highlight=False)

Port = Annotated[int, typer.Option(help="The port to listen on.", min=1, max=65535)]
Host = Annotated[str, typer.Option(help="The address to listen on; 0.0.0.0 for every network this machine is on.")]


def main() -> None:
    """Run the command; what goes wrong is one sentence."""
    try:
        app()
    except (server.CannotStart, KeyboardInterrupt) as error:
        stop_with(str(error) or "Stopped.")


def stop_with(sentence: str) -> NoReturn:
    """End with a sentence on the error stream."""
    Console(stderr=True, highlight=False).print(f"[red]✗[/red] {sentence}", soft_wrap=True)
    raise SystemExit(1)


def home() -> Path:
    """The folder that holds everything of this site."""
    return Path(os.environ.get("GOLDENTHREAD_HOME", "var")).resolve()


def set_up(settings_module: str) -> None:
    """Wake Django up with these settings."""
    os.environ["DJANGO_SETTINGS_MODULE"] = settings_module
    os.environ["GOLDENTHREAD_HOME"] = str(home())
    home().mkdir(parents=True, exist_ok=True)
    import django
    from django.core.exceptions import ImproperlyConfigured

    try:
        django.setup()
    except ImproperlyConfigured as error:
        stop_with(str(error))


@contextmanager
def step(doing: str) -> "Iterator[None]":
    """Show what is being done while it is done, and how long it took when that was noticeable."""
    begun = time.monotonic()
    with terminal.status(f"{doing} …"):
        yield
    took = time.monotonic() - begun
    if took >= 0.5:  # seconds; below that nobody waited
        terminal.print(f"[green]✓[/green] {doing} ({took:.0f} s)" if took >= 1 else f"[green]✓[/green] {doing}")


def prepare() -> None:
    """Front end, database and static files, each only when it is not as it should be."""
    from goldenthread.frontend.build import BuildError
    from goldenthread.project import preparing

    try:
        with step("building the front end"):
            preparing.build_front_end()
    except BuildError as error:
        stop_with(str(error))
    with step("bringing the database up to date"):
        preparing.migrate()
    with step("collecting static files"):
        preparing.collect_static()


@app.command()
def demo(port: Port = 8000) -> None:
    """Start Alderbrook, the invented council, on this machine; what you change is kept for the next time."""
    address = server.Address("127.0.0.1", port)
    address.check_is_free()
    people = kept(home() / "sign-ins.json")
    if not (people and readiness.is_as_it_was(home())):
        set_up(DEMO)
        prepare()
        people = sample_council(home() / "sign-ins.json")
        let_go_of_the_database()
        readiness.remember(home())
    run_processes(address, DEMO, lambda: show_demo(address, people))


def sample_council(path: Path) -> list[SignIn]:
    """The sample council's sign-ins; the council is made the first time."""
    people = kept(path)
    if people:
        return people
    try:
        sample = import_module("goldenthread.project.sample")
    except ModuleNotFoundError as error:
        stop_with(f"The sample council is not part of this installation ({error.name} is missing).")
    with step("making Alderbrook: its areas, ten thousands of values, its plan, people and report"):
        people = list(sample.create_demo())
    keep(path, people)
    return people


def show_demo(address: server.Address, people: list[SignIn]) -> None:
    """Where the demonstration is and who can sign in."""
    table = Table(title="Sign in at /account/login/ as", title_justify="left", box=None, pad_edge=False)
    for heading in ("role", "e-mail address", "password"):
        table.add_column(heading)
    for person in people:
        table.add_row(person.role, person.email, person.password)
    terminal.print()
    terminal.print(f"Alderbrook is open at [bold]{address.url}[/bold]")
    terminal.print()
    terminal.print(table)
    terminal.print()
    terminal.print(
        f"Press Ctrl+C to stop. Mail that the site sends is in {home() / 'mail'}, text messages in {home() / 'texts'}."
    )


@app.command()
def init(
    code: Annotated[str, typer.Argument(help="The official code of the place, as it was built: E08000007.")],
    admin_email: Annotated[str, typer.Option(prompt="E-mail address of the first administrator")],
    admin_name: Annotated[str, typer.Option(prompt="Their name")],
    name: Annotated[str, typer.Option(help="The council's full name; by default from the place.")] = "",
    phone: Annotated[str, typer.Option(help="The phone number on every page.")] = "",
    library_route: Annotated[str, typer.Option(help="Which libraries help people, in a sentence.")] = "",
    accent: Annotated[str, typer.Option(help="The council's colour, such as #12436d.")] = "#12436d",
    hosts: Annotated[str, typer.Option(help="The names the site answers to, separated by commas.")] = "127.0.0.1",
    database_url: Annotated[str, typer.Option(help="PostgreSQL instead of SQLite: postgres://…")] = "",
    https: Annotated[bool, typer.Option(help="Whether the public reaches it by HTTPS, as it must.")] = True,
) -> None:
    """Begin a site for a place that has been built: its settings, an empty plan and a first administrator."""
    from django.core.exceptions import ImproperlyConfigured

    from goldenthread.engine.errors import StoreError
    from goldenthread.engine.store import Store
    from goldenthread.frontend.council import Council

    code = code.strip().upper()
    check_password_can_be_given()
    here = home()
    here.mkdir(parents=True, exist_ok=True)
    store = Path(os.environ.get("GOLDENTHREAD_STORE", str(here / "evidence")))
    try:
        place = Store(store).place(code).current().place
    except StoreError as error:
        stop_with(str(error))
    try:
        council = Council(
            name=name or f"{place.name} Council",
            code=code,
            short_name=place.name,
            place_word=new_site.PLACE_WORDS.get(code[:3], "area"),
            is_invented=code.startswith("X"),  # official codes begin with the country's letter
            phone=phone,
            library_route=library_route,
            accent=accent,
        )
    except ImproperlyConfigured as error:
        stop_with(str(error))
    for path, content, secret in (
        (here / "council.toml", new_site.council_toml(council), False),
        (here / "site.env", new_site.site_environment(hosts=hosts, database_url=database_url, https=https), True),
    ):
        wrote = new_site.write_once(path, content, secret=secret)
        kept_as_it_is = f"[yellow]·[/yellow] {path} was there and is kept as it is: edit it to change it"
        terminal.print(f"[green]✓[/green] {path}" if wrote else kept_as_it_is, soft_wrap=True)
    new_site.use_environment(new_site.read_environment(here / "site.env"))
    set_up(PRODUCTION)
    prepare()
    begin(admin_email, admin_name)
    terminal.print()
    terminal.print("Look through [bold]council.toml[/bold], then start the site: [bold]goldenthread-site run[/bold]")


def begin(admin_email: str, admin_name: str) -> None:
    """The first administrator, the place from its evidence, and an empty plan; all or nothing."""
    from django.db import transaction
    from django.utils import timezone

    from goldenthread.accounts import actions as accounts
    from goldenthread.evidence import actions as evidence
    from goldenthread.frontend.council import this_council
    from goldenthread.plan import actions as plan

    password = new_password(admin_email, admin_name)
    now = timezone.now()
    year = timezone.localdate().year
    try:
        with transaction.atomic():
            administrator = accounts.add_first_administrator(
                email=admin_email, name=admin_name, password=password, at=now
            )
            evidence.adopt_current_snapshot(by=administrator, at=now)
            plan.create_plan(
                slug="our-plan",
                title=f"A fairer {this_council().short_name}",
                # Councils' years begin in April; a plan for four of them is what most have. Both can be changed.
                starts_on=timezone.localdate().replace(year=year, month=4, day=1),
                ends_on=timezone.localdate().replace(year=year + 4, month=3, day=31),
                by=administrator,
                at=now,
            )
    except accounts.CannotBeDone as error:
        stop_with(error.sentence)
    terminal.print(f"[green]✓[/green] {admin_name} can sign in and will be asked to set up a second factor")


def check_password_can_be_given() -> None:
    """Stop, before anything is made, where no password is set and nobody can type one."""
    if not os.environ.get("GOLDENTHREAD_ADMIN_PASSWORD") and not sys.stdin.isatty():
        stop_with("Nobody can type a password here: set GOLDENTHREAD_ADMIN_PASSWORD for this one command.")


def new_password(email: str, name: str) -> str:
    """A password for the first administrator, from GOLDENTHREAD_ADMIN_PASSWORD or typed twice."""
    from django.contrib.auth.password_validation import validate_password
    from django.core.exceptions import ValidationError

    from goldenthread.accounts.models import Person

    check_password_can_be_given()
    password = os.environ.get("GOLDENTHREAD_ADMIN_PASSWORD", "")
    if not password:
        password = typer.prompt("A password for them (three random words are good)", hide_input=True)
        if typer.prompt("Once more", hide_input=True) != password:
            stop_with("The two passwords are not the same. Nothing was added; run the command again.")
    try:
        validate_password(password, Person(email=email, name=name))
    except ValidationError as error:
        stop_with(" ".join(error.messages))
    return password


@app.command()
def run(port: Port = 8000, host: Host = "127.0.0.1", worker: bool = True) -> None:
    """Start this council's own site: the web server and, unless --no-worker, its worker."""
    address = server.Address(host, port)
    address.check_is_free()
    own_site()
    prepare()
    use_evidence_built_since()
    let_go_of_the_database()
    run_processes(
        address,
        PRODUCTION,
        lambda: show_own_site(address),
        with_worker=worker,
    )


def use_evidence_built_since() -> None:
    """Fill the place and the list of indicators anew where `place build` has written a snapshot since."""
    from django.utils import timezone

    from goldenthread.evidence import actions, numbers
    from goldenthread.frontend.council import this_council
    from goldenthread.place.models import Council

    try:
        snapshot = numbers.current().id
    except numbers.NoEvidence as none:
        stop_with(str(none))
    if not Council.objects.filter(code=this_council().code, snapshot_id=snapshot).exists():
        with step(f"taking the evidence of snapshot {snapshot} into use"):
            actions.adopt_current_snapshot(by=None, at=timezone.now())


def show_own_site(address: server.Address) -> None:
    """Where the site is open; under HTTPS that is not where this process listens."""
    from django.conf import settings

    if settings.SECURE_SSL_REDIRECT:
        terminal.print(f"The site is open at [bold]{settings.WAGTAILADMIN_BASE_URL}[/bold], through a web server that")
        terminal.print(f"adds HTTPS and passes requests on to {address}. Press Ctrl+C to stop.")
        terminal.print("To try it on this machine alone: GOLDENTHREAD_HTTPS=no goldenthread-site run")
    else:
        terminal.print(f"The site is open at [bold]{address.url}[/bold]. Press Ctrl+C to stop.")


@app.command()
def worker() -> None:
    """Start only a worker, for a machine of its own."""
    own_site()
    raise SystemExit(
        server.serve(
            [server.worker_command()],
            server.environment_for(PRODUCTION, home()),
            lambda _: terminal.print("The worker is waiting for work. Press Ctrl+C to stop."),
        )
    )


@app.command("move-database")
def move_database(
    address: Annotated[str, typer.Argument(metavar="URL", help="The new, empty database: postgres://user:…@host/name")],
) -> None:
    """Copy everything from SQLite to an empty PostgreSQL database, row by row; the site must not be running."""
    own_site()
    from goldenthread.project import moving

    if not moving.is_embedded():
        stop_with("This site keeps its content in PostgreSQL already: DATABASE_URL names it.")
    try:
        moving.add_connection(address)
        prepare()
        with step("making the tables of the new database"):
            moving.prepare_new(address)
        with step("copying everything, and comparing it"):
            moved = moving.move_content()
    except moving.CannotBeMoved as error:
        stop_with(str(error))
    terminal.print(f"[green]✓[/green] {sum(moved.values()):,} rows are in the new database; the old one is as it was")
    terminal.print(f"Write DATABASE_URL and the address into [bold]{home() / 'site.env'}[/bold], then start the site.")


def own_site() -> None:
    """Read this council's settings."""
    try:
        new_site.use_environment(new_site.read_environment(home() / "site.env"))
    except ValueError as error:
        stop_with(str(error))
    set_up(PRODUCTION)


def let_go_of_the_database() -> None:
    """Leave it to the processes that serve."""
    from django.db import connections

    connections.close_all()


def run_processes(
    address: server.Address, settings_module: str, announce: Callable[[], None], *, with_worker: bool = True
) -> NoReturn:
    """Start the web server, say so once it answers, then its worker, and stay until somebody stops them."""
    worker_commands = [server.worker_command()] if with_worker else []

    def when_started(processes: Sequence["subprocess.Popen[bytes]"]) -> None:
        with step("starting"):
            server.wait_until_it_answers(address, processes[0])
        announce()

    environment = server.environment_for(settings_module, home())
    raise SystemExit(server.serve([server.web_command(address)], environment, when_started, later=worker_commands))


if __name__ == "__main__":
    main()
