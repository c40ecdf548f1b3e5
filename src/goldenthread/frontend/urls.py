"""Addresses of the shell's own pages."""

from django.urls import path

from goldenthread.frontend import views

app_name = "frontend"

urlpatterns = [
    path("staff/", views.staff_home, name="staff_home"),
    path("accessibility/", views.accessibility, name="accessibility"),
    path("contact/", views.contact, name="contact"),
    path("cookies/", views.cookies, name="cookies"),
    path("exit/", views.leave, name="exit"),
    path("council/<slug:version>.css", views.council_colours, name="council_colours"),
    path("council/logo", views.council_logo, name="council_logo"),
]
