"""The read API, version 1: the rooms' routers under one roof, described by OpenAPI, with its pages served from here."""

from importlib import import_module
from importlib.util import find_spec

from ninja import NinjaAPI

import goldenthread
from goldenthread.project import staff_lists

ROOMS_WITH_AN_API = ("place", "evidence", "plan", "assessments", "reports")

api = NinjaAPI(
    title="Golden Thread",
    version=goldenthread.__version__,
    description="Read what the site publishes: the evidence about the place, and the plan. None of that needs a key; "
    "the lists of staff do.",
    urls_namespace="api",
    openapi_extra={"info": {"license": {"name": "MIT"}}},
)

for room in ROOMS_WITH_AN_API:
    if find_spec(f"goldenthread.{room}.api") is not None:
        api.add_router("", import_module(f"goldenthread.{room}.api").router, tags=[room])
api.add_router("", staff_lists.router, tags=["staff"])
