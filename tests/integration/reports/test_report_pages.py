"""What everybody can read of reports: only what is published, answer first, every figure with its proof."""

from datetime import date
from io import BytesIO

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader
from tests.factories.people import make_person, signed_in_client
from tests.factories.plans import NOW
from tests.factories.reports import make_report, publish_report
from tests.factories.snapshots import make_rows, proportion_row, write_snapshot, year

from goldenthread.accounts.roles import Role
from goldenthread.checking.documents import Fate, read_returned
from goldenthread.plan.models import Plan
from goldenthread.plan.states import NotPossible
from goldenthread.publishing.facts_annex import read_facts_json
from goldenthread.publishing.pdf import PdfError
from goldenthread.reports import actions

pytestmark = pytest.mark.django_db

REPORT = "/reports/report-2026/"
PUBLIC = ("", "pdf/", "facts.xlsx", "facts.json")


def read(client, address=REPORT):
    response = client.get(address)
    assert response.status_code == 200, address
    return response.content.decode()


@pytest.mark.parametrize("step", ["draft", "in review", "approved"])
def test_nothing_that_is_not_published_can_be_reached_by_guessing(client, draft, step):
    if step != "draft":
        actions.check(report=draft, by=make_person(Role.EDITOR), at=NOW)
        actions.submit_for_review(report=draft, by=make_person(Role.EDITOR), at=NOW)
    if step == "approved":
        actions.approve(report=draft, by=make_person(Role.PLAN_OWNER), at=NOW)
    for rest in PUBLIC:
        assert client.get(f"{REPORT}{rest}").status_code == 404
    assert client.get("/thread/report/report-2026/").status_code == 404
    assert client.get("/thread/figure/report-2026-1/").status_code == 404
    assert "report-2026" not in read(client, "/reports/")
    assert "report-2026" not in read(client, "/thread/indicator/poor-health/")
    assert "report-2026" not in read(client, "/")
    assert client.get("/api/v1/reports").json() == []
    assert client.get("/api/v1/reports/report-2026").status_code == 404


def test_staff_pages_are_for_people_who_have_signed_in(client, draft):
    for name in ("report", "preview", "preview_pdf", "preview_word", "history", "edit_report", "submit", "publish"):
        address = reverse(f"reports:staff_{name}", args=["report-2026"])
        response = client.get(address)
        assert response.status_code == 302, address
        assert response.headers["Location"].startswith("/account/login/")


def test_the_answer_comes_first_and_failures_beside_successes(client, published):
    page = read(client)
    assert "Of the one gap we watch most closely, one got narrower." in page
    assert "The plan has 2 actions: 1 on track and 1 missed." in page
    assert page.index("The plan has 2 actions") < page.index("It was a long year.")
    assert '<h2 class="govuk-heading-l" id="done">What has been done</h2>' in page
    assert '<h2 class="govuk-heading-l" id="less-well">What went less well</h2>' in page
    assert "The roof fell in." in page


def test_the_year_is_told_apart_from_what_came_after(client, published):
    page = read(client)
    done = page[page.index('id="done"') : page.index('id="less-well"')]
    assert done.index("A door was painted") < done.index("Since the year ended") < done.index("A gate was hung")
    assert "<strong>5 January 2026:</strong> There was no hall." in page
    assert "<strong>Since the year ended, 15 June 2026:</strong> Two clinics opened." in page


def test_every_figure_leads_to_its_proof_and_its_thread(client, published):
    page = read(client)
    assert page.count('href="/indicators/poor-health/how-do-we-know/"') == 3
    for figure in published.figures.all():
        assert f'id="figure-{figure.number}"' in page
        assert f'href="/thread/figure/report-2026-{figure.number}/"' in page
    assert "14.2%" in page
    assert "likely between" in page
    assert "No measure yet" in page


def test_the_contents_lead_to_headings_that_are_there(client, published):
    page = read(client)
    contents = page[page.index('class="gt-contents"') : page.index("</nav>", page.index('class="gt-contents"'))]
    anchors = [part.split('"')[0] for part in contents.split('href="#')[1:]]
    assert len(anchors) >= 8
    for anchor in anchors:
        assert f'id="{anchor}"' in page, anchor


def test_every_id_on_the_page_is_there_once(client, published):
    page = read(client)
    found = [part.split('"')[0] for part in page.split(' id="')[1:]]
    assert len(found) == len(set(found)), sorted(name for name in found if found.count(name) > 1)


def test_a_newer_snapshot_is_told_and_changes_nothing(client, published, settings):
    before = list(published.figures.values_list("number", "words", "value"))
    assert "14.2%" in read(client)
    rows = make_rows()
    rows["values"] += [proportion_row("poor-health", settings.COUNCIL.code, "district", 2000, 20_000, **year(2025))]
    write_snapshot(settings.EVIDENCE_STORE, rows)
    page = read(client)
    assert "14.2%" in page
    assert "<strong>Newer figures exist:</strong> 10.0%, 2025." in page
    assert list(published.figures.values_list("number", "words", "value")) == before


def test_a_newer_reading_in_the_plan_is_told_too(client, published):
    assert "<strong>Newer figures exist:</strong> 44 people, to May 2026." in read(client)


def test_a_snapshot_that_says_the_same_is_not_called_newer(client, published, settings):
    rows = make_rows()
    rows["issues"] = []
    assert write_snapshot(settings.EVIDENCE_STORE, rows).id != published.snapshot
    page = read(client)
    assert page.count("Newer figures exist:") == 1  # the reading of May


def test_the_page_says_that_nothing_has_changed_since(client, published):
    assert "Published on 15 June 2026. Nothing in this report has changed since." in read(client)


def test_the_pdf_is_the_file_that_was_kept(client, published, monkeypatch):
    monkeypatch.setattr("goldenthread.reports.typesetting.render_pdf", lambda *_: pytest.fail("made anew"))
    response = client.get(f"{REPORT}pdf/")
    assert response.headers["Content-Type"] == "application/pdf"
    with published.pdf.open("rb") as file:
        assert response.content == file.read()


def test_the_kept_file_cannot_be_had_by_its_own_address(client, published):
    assert client.get(f"/media/{published.pdf.name}").status_code == 404


def test_the_pdf_has_title_language_tags_and_the_words_of_its_pictures(published):
    with published.pdf.open("rb") as file:
        pdf = PdfReader(BytesIO(file.read()))
    assert pdf.metadata.title == "Annual report 2025 to 2026"
    catalogue = pdf.trailer["/Root"]
    assert catalogue["/Lang"] == "en-GB"
    assert catalogue["/MarkInfo"]["/Marked"]
    assert [entry.title for entry in pdf.outline if not isinstance(entry, list)][:2] == ["Introduction", "What changed"]
    text = "\n".join(page.extract_text() for page in pdf.pages)
    for words in ("It was a long year.", "The roof fell in.", "14.2%", "How each figure was worked out"):
        assert words in text, words
    links = [
        str(note.get_object().get("/A", {}).get("/URI", "")) for page in pdf.pages for note in page.get("/Annots", [])
    ]
    assert "http://127.0.0.1:8000/indicators/poor-health/how-do-we-know/" in links
    assert "http://127.0.0.1:8000/thread/figure/report-2026-1/" in links
    pictures = [element for element in _elements(catalogue["/StructTreeRoot"]) if element.get("/S") == "/Figure"]
    assert pictures
    assert all(str(picture.get("/Alt", "")).strip() for picture in pictures)


def _elements(node):
    node = node.get_object()
    if isinstance(node, list):
        for child in node:
            yield from _elements(child)
    elif isinstance(node, dict):
        yield node
        if "/K" in node:
            yield from _elements(node["/K"])


def test_reports_are_listed_the_latest_first(client, plan, editor):
    assert "has not published a report here yet" in read(client, "/reports/")
    publish_report(make_report(plan, editor))
    earlier = {"slug": "report-2025", "title": "The year before", "starts_on": date(2024, 4, 1)}
    publish_report(make_report(plan, editor, **earlier, ends_on=date(2025, 3, 31)))
    page = read(client, "/reports/")
    assert page.index("Annual report 2025 to 2026") < page.index("The year before")


def test_pages_ask_the_database_a_fixed_number_of_times(client, published, django_assert_num_queries):
    client.get(REPORT)
    revisions = 3  # what kept pages depend on
    with django_assert_num_queries(
        revisions + 7
    ):  # report, edition, what was taken out, items, figures, words, Easy Read
        client.get(f"{REPORT}?again")
    with django_assert_num_queries(revisions + 1):
        client.get("/reports/?again")
    with django_assert_num_queries(revisions + 3):  # report, edition, what was taken out of it
        client.get(f"{REPORT}pdf/?again")


def test_a_report_is_read_from_the_edition_it_was_made_of(client, published, owner):
    Plan.objects.filter(pk=published.plan_id).update(title="Renamed since")
    assert "Renamed since" not in read(client)


def test_the_api_gives_each_figure_with_what_proves_it(client, published, evidence):
    listed = client.get("/api/v1/reports").json()
    assert [each["slug"] for each in listed] == ["report-2026"]
    assert listed[0]["snapshot"] == evidence.id
    report = client.get("/api/v1/reports/report-2026").json()
    assert {text["place"] for text in report["texts"]} == {"introduction", "less-well"}
    value = next(figure for figure in report["figures"] if figure["key"] == "1b")
    assert value["indicator_slug"] == "poor-health"
    assert value["value"] == pytest.approx(14.2)
    assert value["lower"] < 14.2 < value["upper"]
    assert value["snapshot"] == evidence.id
    assert value["files"][0]["sha256"] == "0" * 64


class TestWriting:
    """The way staff go, page by page."""

    def post(self, client, name, data=None, *arguments):
        return client.post(reverse(f"reports:staff_{name}", args=["report-2026", *arguments]), data or {}, follow=True)

    def test_from_beginning_to_publication(self, client, plan):
        editor, owner = (signed_in_client(make_person(role)) for role in (Role.EDITOR, Role.PLAN_OWNER))
        days = {"starts_on_0": "1", "starts_on_1": "4", "starts_on_2": "2025"}
        days |= {"ends_on_0": "31", "ends_on_1": "3", "ends_on_2": "2026"}
        begun = editor.post(
            "/staff/reports/new/", {"plan": plan.pk, "title": "Our year", "slug": "report-2026", **days}, follow=True
        )
        page = begun.content.decode()
        assert "Begun and put together" in page
        assert "Nobody has written “Introduction” yet." in page
        assert "5 figures, 1 of them without a value yet" in page
        for place in ("introduction", "less-well", "aim-1"):
            assert "Saved" in self.post(editor, "write", {"text": f"About {place}."}, place).content.decode()
        preview = read(editor, reverse("reports:staff_preview", args=["report-2026"]))
        assert "Nobody outside the council can see it" in preview
        assert "About aim-1." in preview
        history = read(editor, reverse("reports:staff_history", args=["report-2026"]))
        assert all(f"About {place}." in history for place in ("introduction", "less-well", "aim-1"))
        assert "Checked." in self.post(editor, "check").content.decode()
        assert "Sent for review" in self.post(editor, "submit").content.decode()
        assert self.post(editor, "approve").status_code == 403
        assert "waiting for your approval" in read(owner, "/staff/")
        assert "Approved." in self.post(owner, "approve").content.decode()
        assert "Published. The PDF has been made" in self.post(owner, "publish").content.decode()
        assert "About introduction." in read(client)

    def test_a_mistake_is_answered_in_words(self, plan, draft):
        editor = signed_in_client(make_person(Role.EDITOR))
        days = {"starts_on_0": "1", "starts_on_1": "4", "starts_on_2": "2026"}
        days |= {"ends_on_0": "31", "ends_on_1": "3", "ends_on_2": "2025"}
        response = editor.post("/staff/reports/new/", {"title": "", "slug": "report-2026", **days})
        assert response.status_code == 400
        page = response.content.decode()
        for sentence in (
            "Choose the plan the report is about.", "Enter a title.", "Another report has this short name",
            "The last day has to come after the first.",
        ):  # fmt: skip
            assert sentence in page, sentence

    def test_a_short_name_cannot_hide_a_page_of_the_sites_own(self, plan):
        editor = signed_in_client(make_person(Role.EDITOR))
        page = editor.post("/staff/reports/new/", {"slug": "new"}).content.decode()
        assert "The site itself uses this short name." in page

    def test_without_its_pdf_nothing_is_published(self, client, draft, monkeypatch):
        def fail(*_):
            raise PdfError("A font is missing.")

        monkeypatch.setattr("goldenthread.reports.typesetting.render_pdf", fail)
        with pytest.raises(NotPossible, match="nothing was published"):
            publish_report(draft)
        draft.refresh_from_db()
        assert draft.status == "approved"
        assert client.get(REPORT).status_code == 404

    def test_sent_back_it_says_why(self, draft):
        editor = signed_in_client(make_person(Role.EDITOR))
        self.post(editor, "check")
        self.post(editor, "submit")
        assert "Say what should change" in self.post(editor, "return").content.decode()
        assert "Sent back" in self.post(editor, "return", {"reason": "Too long"}).content.decode()

    def test_a_draft_as_pdf_says_that_it_is_one(self, draft):
        viewer = signed_in_client(make_person(Role.VIEWER))
        response = viewer.get(reverse("reports:staff_preview_pdf", args=["report-2026"]))
        assert "This is a draft" in PdfReader(BytesIO(response.content)).pages[0].extract_text()

    def test_a_viewer_reads_and_is_offered_nothing_to_change(self, draft):
        viewer = signed_in_client(make_person(Role.VIEWER))
        page = read(viewer, reverse("reports:staff_report", args=["report-2026"]))
        assert "Put together again" not in page
        assert self.post(viewer, "write", {"text": "x"}, "introduction").status_code == 403
        assert "Begin a report" not in read(viewer, "/staff/reports/")


def test_the_figures_of_a_published_report_can_be_taken_away_and_checked(client, published):
    page = read(client)
    assert f'href="{REPORT}facts.xlsx"' in page
    facts = read_facts_json(client.get(f"{REPORT}facts.json").content.decode())
    stored = {f"figure-{figure.number}": figure.value for figure in published.figures.all()}
    assert {fact.slug: fact.value for fact in facts} == stored
    response = client.get(f"{REPORT}facts.xlsx")
    book = openpyxl.load_workbook(BytesIO(response.content))
    assert book.sheetnames[:3] == ["Cover", "Contents", "Table 1"]
    assert client.get("/reports/none/facts.json").status_code == 404


def test_the_facts_of_an_edition_are_the_same_files_at_its_own_address(client, published):
    for form in ("xlsx", "json", "csv"):
        latest = client.get(f"{REPORT}facts.{form}")
        own = client.get(f"{REPORT}editions/1/facts/?as={form}")
        assert latest["Content-Type"] == own["Content-Type"]
        assert latest["Content-Disposition"] == f'attachment; filename="report-2026-facts.{form}"'
        assert own["Content-Disposition"] == f'attachment; filename="report-2026-edition-1-facts.{form}"'
        if form != "xlsx":
            assert latest.content == own.content
    edition = published.editions.get()
    kept = client.get(f"{REPORT}facts.json").json()["edition"]
    assert kept == {"number": 1, "note": "", "sha256": edition.sha256, "clearances": edition.clearances}
    assert client.get(f"{REPORT}editions/2/facts/").status_code == 404


def test_an_earlier_edition_leads_to_its_own_facts(client, published):
    editor = make_person(Role.EDITOR)
    actions.begin_correction(report=published, note="A word.", by=editor, at=NOW)
    actions.write_text(report=published, place="introduction", text="A longer year.", by=editor, at=NOW)
    publish_report(published)
    assert f'href="{REPORT}facts.csv"' in read(client)
    earlier = client.get(f"{REPORT}editions/1/").content.decode()
    assert f'href="{REPORT}editions/1/facts/?as=csv"' in earlier
    assert f'href="{REPORT}facts.csv"' not in earlier


def test_figures_on_paper_lead_to_the_facts_they_state(published):
    with published.pdf.open("rb") as file:
        pdf = PdfReader(BytesIO(file.read()))
    assert pdf.outline[-1].title == "Annex A: Every figure and what it stands on"
    text = " ".join(" ".join(page.extract_text() for page in pdf.pages).split())
    assert f"Figure 1. {published.figures.get(number=1).title}" in text


def test_a_draft_goes_out_as_word_with_its_figures_bound(draft):
    address = reverse("reports:staff_preview_word", args=["report-2026"])
    content = signed_in_client(make_person(Role.VIEWER)).get(address).content
    returned = read_returned("draft.docx", content, sent=content)
    numbers = {figure.number for figure in draft.figures.all() if figure.value is not None}
    claimed = {claim.slug for claim in returned.claims}
    assert claimed
    assert claimed <= {f"figure-{number}" for number in numbers}
    assert {claim.fate for claim in returned.claims} == {Fate.KEPT}
    assert "This is a draft." in " ".join(each.words for each in returned.settle(()))
    assert Client().get(address).status_code == 302
