"""Addresses of the pages about the place."""

from django.urls import path, register_converter

from goldenthread.evidence.converters import FileFormConverter
from goldenthread.evidence.views import public as views
from goldenthread.evidence.views import uploads

app_name = "evidence"
register_converter(FileFormConverter, "file_form")

urlpatterns = [
    path("place/", views.place, name="place"),
    path("place/gaps/", views.gaps, name="gaps"),
    path("place/gaps/download/<file_form:form>/", views.gaps_download, name="gaps_download"),
    path("place/map/", views.map_page, name="map"),
    path("place/compare/", views.compare, name="compare"),
    path("indicators/", views.indicators, name="indicators"),
    path("indicators/<slug:slug>/", views.indicator, name="indicator"),
    path("indicators/<slug:slug>/how-do-we-know/", views.how_we_know, name="how_we_know"),
    path("indicators/<slug:slug>/download/<file_form:form>/", views.indicator_download, name="indicator_download"),
    path("my-area/", views.my_area, name="my_area"),
    path("areas/<slug:code>/", views.area, name="area"),
    path("framework/<slug:slug>/", views.framework, name="framework"),
    path("data/", views.data, name="data"),
    path("data/<slug:source>/", views.source, name="source"),
    path("staff/data/upload/", uploads.choose_file, name="upload"),
    path("staff/data/upload/<uuid:draft>/columns/", uploads.map_columns, name="upload_columns"),
    path("staff/data/upload/<uuid:draft>/about/", uploads.describe, name="upload_about"),
    path("staff/data/upload/<uuid:draft>/check/", uploads.check, name="upload_check"),
    path("staff/data/upload/<uuid:draft>/drop/", uploads.drop, name="upload_drop"),
]
