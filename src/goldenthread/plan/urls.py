"""Addresses of the plan room."""

from django.urls import path

from goldenthread.plan.views import answering, cycles, oversight, public, review, staff, writing

app_name = "plan"

STAFF = "staff/plans/<slug:slug>/"

urlpatterns = [
    path("plans/", public.plans, name="plans"),
    path("plans/<slug:slug>/", public.plan, name="plan"),
    path("plans/<slug:slug>/aims/<str:number>/", public.aim, name="aim"),
    path("plans/<slug:slug>/actions/<str:number>/", public.action, name="action"),
    path("plans/<slug:slug>/measures/<str:number>/", public.measure, name="measure"),
    path("updates/thank-you/", answering.thanks, name="answer_thanks"),
    path("updates/<str:token>/", answering.answer, name="answer"),
    path("updates/<str:token>/send-code/", answering.send_code, name="answer_send_code"),
    path("updates/<str:token>/code/", answering.confirm, name="answer_code"),
    path("updates/<str:token>/hand-over/", answering.hand_over, name="answer_hand_over"),
    path("staff/oversight/", oversight.oversight, name="staff_oversight"),
    path("staff/updates/", cycles.cycles, name="staff_cycles"),
    path("staff/updates/new/", cycles.start, name="staff_new_cycle"),
    path("staff/updates/away/", cycles.away, name="staff_away"),
    path("staff/updates/away/<int:pk>/end/", cycles.back, name="staff_back"),
    path("staff/updates/escalation/", cycles.escalation, name="staff_escalation"),
    path("staff/updates/escalation/<slug:slug>/", cycles.edit_escalation, name="staff_edit_escalation"),
    path("staff/updates/evidence/<int:pk>/", cycles.evidence, name="staff_evidence"),
    path("staff/updates/<int:pk>/", cycles.cycle, name="staff_cycle"),
    path("staff/updates/<int:pk>/chase/", cycles.chase, name="staff_chase"),
    path("staff/updates/<int:pk>/close/", cycles.close, name="staff_close_cycle"),
    path("staff/plans/", staff.plans, name="staff_plans"),
    path("staff/plans/mine/", staff.mine, name="staff_mine"),
    path("staff/plans/new/", writing.begin_plan, name="staff_new_plan"),
    path(STAFF, staff.plan, name="staff_plan"),
    path(STAFF + "preview/", review.preview, name="staff_preview"),
    path(STAFF + "differences/", review.differences, name="staff_differences"),
    path(STAFF + "submit/", review.submit, name="staff_submit"),
    path(STAFF + "return/", review.send_back, name="staff_return"),
    path(STAFF + "publish/", review.publish, name="staff_publish"),
    path(STAFF + "release/", review.release, name="staff_release"),
    path(STAFF + "edit/", writing.edit_plan, name="staff_edit_plan"),
    path(STAFF + "aims/new/", writing.add_section, name="staff_new_section"),
    path(STAFF + "aims/<str:number>/edit/", writing.edit_section, name="staff_edit_section"),
    path(STAFF + "aims/<str:number>/actions/new/", writing.add_action, name="staff_new_action"),
    path(STAFF + "aims/<str:number>/measures/new/", writing.add_measure_to_section, name="staff_new_section_measure"),
    path(STAFF + "actions/<str:number>/", staff.action, name="staff_action"),
    path(STAFF + "actions/<str:number>/edit/", writing.edit_action, name="staff_edit_action"),
    path(STAFF + "actions/<str:number>/update/", writing.update_action, name="staff_update"),
    path(STAFF + "actions/<str:number>/milestones/new/", writing.add_milestone, name="staff_new_milestone"),
    path(STAFF + "actions/<str:number>/milestones/<int:pk>/", writing.complete_milestone, name="staff_milestone"),
    path(STAFF + "actions/<str:number>/measures/new/", writing.add_measure_to_action, name="staff_new_action_measure"),
    path(STAFF + "measures/<str:number>/", staff.measure, name="staff_measure"),
    path(STAFF + "measures/<str:number>/edit/", writing.edit_measure, name="staff_edit_measure"),
    path(STAFF + "measures/<str:number>/target/", writing.set_target, name="staff_target"),
    path(STAFF + "measures/<str:number>/figure/", writing.record_figure, name="staff_figure"),
    path(STAFF + "measures/<str:number>/date/", writing.record_date, name="staff_date"),
    path(STAFF + "<str:kind>/new/", writing.add_part, name="staff_new_part"),
    path(STAFF + "<str:kind>/<str:number>/edit/", writing.edit_part, name="staff_edit_part"),
    path(STAFF + "<str:kind>/<str:number>/take-out/", writing.take_out, name="staff_take_out"),
    path(STAFF + "<str:kind>/<str:number>/history/", review.history, name="staff_history"),
]
