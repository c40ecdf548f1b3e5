"""Addresses of the accounts room. Mounted at the root, before allauth's own below /account/."""

from django.urls import path, re_path

from goldenthread.accounts.views import api_keys, audit_log, own_account, people, teams

app_name = "accounts"

urlpatterns = [
    path("account/", own_account.own_account, name="own_account"),
    path("account/email/", own_account.own_address, name="own_address"),
    path("account/mobile/", own_account.own_mobile, name="own_mobile"),
    path("account/invitation/<str:key>/<str:token>/", own_account.accept_invitation, name="accept_invitation"),
    path("staff/people/", people.people, name="people"),
    path("staff/people/invite/", people.invite, name="invite"),
    path("staff/people/<int:pk>/", people.person, name="person"),
    path("staff/people/<int:pk>/details/", people.change_details, name="change_details"),
    path("staff/people/<int:pk>/roles/", people.change_roles, name="change_roles"),
    re_path(
        rf"^staff/people/(?P<pk>\d+)/(?P<deed>{'|'.join(people.DEEDS)})/$", people.do_to_person, name="do_to_person"
    ),
    path("staff/teams/", teams.teams, name="teams"),
    path("staff/teams/add/", teams.add_team, name="add_team"),
    path("staff/teams/<slug:slug>/", teams.team, name="team"),
    path("staff/teams/<slug:slug>/change/", teams.change_team, name="change_team"),
    path("staff/api-keys/", api_keys.own_keys, name="api_keys"),
    path("staff/api-keys/make/", api_keys.make_key, name="make_api_key"),
    path("staff/api-keys/all/", api_keys.all_keys, name="all_api_keys"),
    path("staff/api-keys/<int:pk>/end/", api_keys.end_key, name="end_api_key"),
    path("staff/audit/", audit_log.audit_log, name="audit_log"),
    path("staff/audit/export/", audit_log.export_audit_log, name="export_audit_log"),
    path("staff/audit/verify/", audit_log.verify_audit_log, name="verify_audit_log"),
]
