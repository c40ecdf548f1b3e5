"""Addresses of the pages about the place, and of the facts that claims are bound to."""

from django.urls import path, register_converter

from goldenthread.evidence.converters import FileFormConverter
from goldenthread.evidence.views import bands, fact_forms, facts, uploads
from goldenthread.evidence.views import public as views

app_name = "evidence"
register_converter(FileFormConverter, "file_form")

FACT = "staff/facts/<slug:slug>/"

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
    path("facts/", facts.public_facts, name="facts"),
    path("facts/<slug:slug>/", facts.public_fact, name="fact"),
    path("what-our-words-mean/", bands.meanings, name="meanings"),
    path("staff/what-words-mean/", bands.set_bands, name="staff_bands"),
    path("staff/facts/", facts.register, name="staff_facts"),
    path("staff/facts/define/", fact_forms.define, name="staff_define_fact"),
    path("staff/facts/record/", fact_forms.record, name="staff_record_fact"),
    path("staff/facts/judge/<int:pk>/", facts.judge_words, name="staff_judge_words"),
    path("staff/facts/documents/<int:pk>/", facts.document, name="staff_fact_document"),
    path(FACT, facts.fact, name="staff_fact"),
    path(FACT + "correct/", fact_forms.correct, name="staff_correct_fact"),
    path(FACT + "verify/", fact_forms.verify, name="staff_verify_fact"),
    path(FACT + "keeping/", fact_forms.keeping, name="staff_fact_keeping"),
    path(FACT + "retire/", fact_forms.retire, name="staff_retire_fact"),
    path(FACT + "supersede/", fact_forms.supersede, name="staff_supersede_fact"),
    path("staff/data/upload/", uploads.choose_file, name="upload"),
    path("staff/data/upload/<uuid:draft>/columns/", uploads.map_columns, name="upload_columns"),
    path("staff/data/upload/<uuid:draft>/about/", uploads.describe, name="upload_about"),
    path("staff/data/upload/<uuid:draft>/check/", uploads.check, name="upload_check"),
    path("staff/data/upload/<uuid:draft>/drop/", uploads.drop, name="upload_drop"),
]
