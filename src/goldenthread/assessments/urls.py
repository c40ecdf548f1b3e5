"""Addresses of the assessments room."""

from django.urls import path

from goldenthread.assessments.views import decisions, public, register, signing, writing

app_name = "assessments"

ONE = "staff/assessments/<int:number>/"

urlpatterns = [
    path("assessments/", public.assessments, name="assessments"),
    path("assessments/<int:number>/", public.assessment, name="assessment"),
    path("assessments/<int:number>.pdf", public.assessment_pdf, name="assessment_pdf"),
    path("assessments/<int:number>.docx", public.assessment_word, name="assessment_word"),
    path("decisions/", public.decisions, name="decisions"),
    path("decisions/<int:pk>/", public.decision, name="decision"),
    path("staff/assessments/", register.assessments, name="staff_assessments"),
    path("staff/assessments/new/", writing.begin, name="staff_begin"),
    path(ONE, register.assessment, name="staff_assessment"),
    path(ONE + "preview/", register.preview, name="staff_preview"),
    path(ONE + "draft.pdf", register.draft_pdf, name="staff_pdf"),
    path(ONE + "draft.docx", register.draft_word, name="staff_word"),
    path(ONE + "history/", register.history, name="staff_history"),
    path(ONE + "decision/", writing.decision_step, name="staff_decision_step"),
    path(ONE + "affected/", writing.affected, name="staff_affected"),
    path(ONE + "impact/<slug:characteristic>/", writing.impact, name="staff_impact"),
    path(ONE + "intersections/", writing.intersections, name="staff_intersections"),
    path(ONE + "intersections/<int:pk>/", writing.intersection, name="staff_intersection"),
    path(ONE + "evidence/", writing.evidence, name="staff_evidence"),
    path(ONE + "evidence/document/", writing.document, name="staff_document"),
    path(ONE + "engagement/", writing.engagement, name="staff_engagement"),
    path(ONE + "engagement/<int:pk>/", writing.change_engagement, name="staff_change_engagement"),
    path(ONE + "cumulative/", writing.cumulative, name="staff_cumulative"),
    path(ONE + "mitigations/", writing.mitigations, name="staff_mitigations"),
    path(ONE + "mitigations/new/", writing.new_action, name="staff_new_action"),
    path(ONE + "advice/", writing.advice, name="staff_advice"),
    path(ONE + "monitoring/", writing.monitoring, name="staff_monitoring"),
    path(ONE + "<str:kind>/<int:pk>/take-out/", writing.take_out, name="staff_take_out"),
    path(ONE + "submit/", signing.submit, name="staff_submit"),
    path(ONE + "sign/", signing.sign, name="staff_sign"),
    path(ONE + "return/", signing.send_back, name="staff_return"),
    path(ONE + "publish/", signing.publish, name="staff_publish"),
    path(ONE + "confirm/", signing.confirm, name="staff_confirm"),
    path(ONE + "review/", signing.review, name="staff_review"),
    path("staff/decisions/", decisions.decisions, name="staff_decisions"),
    path("staff/decisions/new/", decisions.add, name="staff_new_decision"),
    path("staff/decisions/forward-plan/", decisions.forward_plan, name="staff_forward_plan"),
    path("staff/decisions/forward-plan/<int:pk>/", decisions.forward_plan_preview, name="staff_forward_plan_preview"),
    path("staff/decisions/<int:pk>/", decisions.decision, name="staff_decision"),
    path("staff/decisions/<int:pk>/edit/", decisions.edit, name="staff_edit_decision"),
    path("staff/decisions/<int:pk>/record/", decisions.record, name="staff_record"),
    path("staff/decisions/<int:pk>/override/", decisions.override, name="staff_override"),
    path("staff/decisions/<int:pk>/not-needed/", decisions.not_needed, name="staff_not_needed"),
    path("staff/decisions/<int:pk>/withdraw/", decisions.withdraw, name="staff_withdraw"),
]
