"""Addresses of the messages room."""

from django.urls import path, re_path

from goldenthread.messages.views import outbox, problems

app_name = "messages"

urlpatterns = [
    path("report-a-problem/", problems.report_problem, name="report_problem"),
    path("report-a-problem/thank-you/", problems.problem_reported, name="problem_reported"),
    path("staff/problems/", problems.problems, name="problems"),
    path("staff/problems/<int:pk>/", problems.problem, name="problem"),
    re_path(
        rf"^staff/problems/(?P<pk>\d+)/(?P<deed>{'|'.join(problems.DEEDS)})/$",
        problems.do_to_problem,
        name="do_to_problem",
    ),
    path("staff/messages/", outbox.outbox, name="outbox"),
    path("staff/messages/<int:pk>/", outbox.message, name="message"),
    re_path(
        rf"^staff/messages/(?P<pk>\d+)/(?P<deed>{'|'.join(outbox.DEEDS)})/$",
        outbox.do_to_message,
        name="do_to_message",
    ),
]
