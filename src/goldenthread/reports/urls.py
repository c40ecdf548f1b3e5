"""Addresses of the reports room. The front page and stories are Wagtail's, which answers last."""

from django.urls import path, re_path

from goldenthread.reports.views import blocks, checking, consents, feed, files, public, rounds, staff, stories

app_name = "reports"

STAFF = "staff/reports/<slug:slug>/"
STORY = "staff/stories/<int:pk>/"
CONSENT = "staff/consents/<int:pk>/"

urlpatterns = [
    path("reports/", public.reports, name="reports"),
    path("reports/feed.atom", feed.ReportFeed(), name="feed"),
    path("reports/<slug:slug>/", public.annual, name="annual"),
    path("reports/<slug:slug>/pdf/", public.annual_pdf, name="annual_pdf"),
    path("reports/<slug:slug>/word/", files.annual_word, name="annual_word"),
    path("reports/<slug:slug>/markdown/", files.annual_markdown, name="annual_markdown"),
    path("reports/<slug:slug>/facts.xlsx", public.annual_facts_spreadsheet, name="annual_facts_spreadsheet"),
    path("reports/<slug:slug>/facts.json", public.annual_facts_json, name="annual_facts_json"),
    path("reports/<slug:slug>/editions/<int:number>/", public.edition, name="edition"),
    path("reports/<slug:slug>/editions/<int:number>/facts/", public.facts, name="facts"),
    re_path(
        r"^reports/(?P<slug>[-\w]+)/editions/(?P<number>[0-9]{1,6})/(?P<kind>pdf|word|markdown)/$",
        files.edition_file,
        name="edition_file",
    ),
    path("thread/<slug:kind>/<str:key>/", public.thread, name="thread"),
    path("staff/reports/", staff.reports, name="staff_reports"),
    path("staff/reports/new/", staff.begin, name="staff_new_report"),
    path(STAFF, staff.report, name="staff_report"),
    path(STAFF + "preview/", staff.preview, name="staff_preview"),
    path(STAFF + "preview/pdf/", staff.preview_pdf, name="staff_preview_pdf"),
    path(STAFF + "preview/word/", staff.preview_word, name="staff_preview_word"),
    path(STAFF + "preview/markdown/", staff.preview_markdown, name="staff_preview_markdown"),
    path(STAFF + "rounds/send/", rounds.send_out, name="staff_send_out"),
    path(STAFF + "rounds/<int:number>/", rounds.one_round, name="staff_round"),
    path(STAFF + "rounds/<int:number>/word/", rounds.word, name="staff_round_word"),
    path(STAFF + "rounds/<int:number>/returned/<int:pk>/", rounds.returned, name="staff_returned"),
    path(STAFF + "edit/", staff.edit, name="staff_edit_report"),
    path(STAFF + "assemble/", staff.assemble, name="staff_assemble"),
    path(STAFF + "words/<str:place>/", staff.write, name="staff_write"),
    path(STAFF + "blocks/<str:place>/", blocks.blocks, name="staff_blocks"),
    path(STAFF + "blocks/<str:place>/case-study/", blocks.add_case_study, name="staff_add_case_study"),
    path(STAFF + "blocks/<str:place>/quotation/", blocks.add_quotation, name="staff_add_quotation"),
    path(STAFF + "blocks/<str:place>/map/", blocks.add_map, name="staff_add_map"),
    path(STAFF + "block/<int:pk>/move/", blocks.move, name="staff_move_block"),
    path(STAFF + "block/<int:pk>/take-out/", blocks.take_out, name="staff_take_out_block"),
    path(STAFF + "checks/", checking.checks, name="staff_checks"),
    path(STAFF + "checks/<slug:key>/", checking.answer_for, name="staff_answer_for"),
    path(STAFF + "looked/", checking.looked, name="staff_looked"),
    path(STAFF + "check/", checking.check, name="staff_check"),
    path(STAFF + "replies/", checking.ask_for_reply, name="staff_ask_for_reply"),
    path(STAFF + "replies/<int:pk>/", checking.settle_reply, name="staff_settle_reply"),
    path(STAFF + "correct/", checking.correct, name="staff_correct"),
    path(STAFF + "submit/", staff.submit, name="staff_submit"),
    path(STAFF + "return/", staff.send_back, name="staff_return"),
    path(STAFF + "approve/", staff.approve, name="staff_approve"),
    path(STAFF + "publish/", staff.publish, name="staff_publish"),
    path(STAFF + "history/", staff.history, name="staff_history"),
    path("staff/stories/", stories.stories, name="staff_stories"),
    path(STORY, stories.story, name="staff_story"),
    path(STORY + "compare/", stories.compare, name="staff_compare_story"),
    path(STORY + "translate/", stories.translate, name="staff_translate_story"),
    path(STORY + "approve/", stories.approve, name="staff_approve_story"),
    path("staff/consents/", consents.consents, name="staff_consents"),
    path("staff/consents/new/", consents.add, name="staff_new_consent"),
    path(CONSENT, consents.consent, name="staff_consent"),
    path(CONSENT + "edit/", consents.edit, name="staff_edit_consent"),
    path(CONSENT + "withdraw/", consents.withdraw, name="staff_withdraw_consent"),
    path(CONSENT + "who/", consents.holder, name="staff_holder"),
    path(CONSENT + "who/write/", consents.write_holder, name="staff_write_holder"),
    path(CONSENT + "who/erase/", consents.forget_holder, name="staff_forget_holder"),
]
