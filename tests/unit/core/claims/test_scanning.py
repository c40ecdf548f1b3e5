"""Every figure of running text is found, and what claims nothing is passed over."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldenthread.core.claims import FigureKind, NotAFigure, find_exclusions, find_figures, write_number

#: Sentences as reports write them, and every figure in each that somebody could be held to.
SENTENCES = [
    # Figures.
    ("We built 412 homes last year.", ["412"]),
    ("By the end of this academic year 27 schools will have taken part.", ["27"]),
    ("Each week 45 children come to the club.", ["45"]),
    ("In the year 2021/2022 68 affordable houses were built.", ["68"]),
    ("There are 2063 homes with help on collection day.", ["2063"]),
    ("There are 1998 homes with help on collection day.", ["1998"]),
    ("Over 2,000 people and 1200 new places, almost 5.5K visits a month.", ["Over 2,000", "1200", "almost 5.5K"]),
    ("We secured £2.6m and spent £800,000 of it.", ["£2.6m", "£800,000"]),
    ("Claims were worth **£328,531** each year.", ["£328,531"]),
    ("A 12% rise brought £1.2 billion.", ["12% rise", "£1.2 billion"]),
    ("35% of all new homes are affordable.", ["35%"]),
    ("Seventy-five per cent had a first dose.", ["Seventy-five per cent"]),
    ("The gap is 3.2 percentage points.", ["3.2 percentage points"]),
    ("The rate is 12.3 per 100,000 people.", ["12.3"]),
    ("One in five children and a third of carers went without.", ["One in five", "a third"]),
    (
        "More than half of the teams, and three quarters of their managers, took part.",
        ["More than half", "three quarters"],
    ),
    ("10 of the 17 jobseekers found work.", ["10 of the 17"]),
    ("Nine out of ten parents were pleased.", ["Nine out of ten"]),
    ("The group sees between 50 and 60 people.", ["between 50 and 60"]),
    ("It takes 6-12 months.", ["6-12"]),
    ("There is a gap of almost 11 years.", ["almost 11"]),
    ("We ran a six-month placement and a ten-year plan.", ["six", "ten"]),
    ("Prices are 2.3 times what they were, and rents twice what they were.", ["2.3 times", "twice"]),
    ("Sixteen libraries, two parks and one museum opened.", ["Sixteen", "two", "one"]),
    ("The scheme created one new job.", ["one"]),
    ("Half a million pounds came in.", ["Half a million pounds"]),
    ("26 employers came. 4 people found work, 3 were offered interviews.", ["26", "4", "3"]),
    ("Visits rose from 1,200 to 1,450.", ["rose from 1,200 to 1,450"]),
    ("Of these, 100+ are new and 60 or more are free.", ["100+", "60 or more"]),
    ("We spoke to 14 Stockport residents.", ["14"]),
    ("Five of the councils joined.", ["Five"]),
    # Ranks.
    ("Ours is the eighth most polarised borough in England.", ["eighth most"]),
    ("We are number one in the UK for jobs.", ["number one"]),
    ("We are the first in the country to use it.", ["first"]),
    ("We were the first council to sign.", ["first"]),
    ("The ward had the highest rate and the second lowest income.", ["highest", "second lowest"]),
    ("Attendance was lowest in the north.", ["lowest"]),
    ("We ranked 8th out of 151 and are in the top ten.", ["8th out of 151", "top ten"]),
    ("The borough is among the lowest for pay.", ["among the lowest"]),
    ("It is the most diverse borough in Greater Manchester.", ["most"]),
    # Absolutes.
    ("All contracts have been checked.", ["All"]),
    ("All of the children were placed quickly in schools.", ["All"]),
    ("Everyone has been registered with a GP.", ["Everyone"]),
    ("Every ward was visited.", ["Every"]),
    ("None of the schools has left.", ["None"]),
    ("All 12 schools took part.", ["All 12"]),
    ("All refugees are offered support.", ["All"]),
    ("After the course, all jobseekers were contacted.", ["all"]),
    # Majorities and vague quantities.
    ("Most of the users are women.", ["Most of the"]),
    ("The majority said yes.", ["The majority"]),
    ("We gave out hundreds of packs and dozens of coats.", ["hundreds", "dozens"]),
    ("Tens of thousands of people came.", ["Tens of thousands"]),
    ("Several hundred people came.", ["Several hundred"]),
    ("The Attainment 8 score was 46.2 points.", ["46.2 points"]),
    ("Over **2,000** people and **100**+ groups.", ["Over **2,000", "100**+"]),
    # Changes.
    ("Unemployment has fallen.", ["fallen"]),
    ("The gap narrowed.", ["narrowed"]),
    ("Referrals doubled.", ["doubled"]),
    ("The number of calls has increased.", ["increased"]),
    ("Child poverty rose by 3 percentage points.", ["rose by 3 percentage points"]),
    ("Attendance has improved.", ["improved"]),
    ("Arrears fell in 2022 to 5.4%.", ["fell in 2022 to 5.4%"]),
    ("The gap narrowed from 3.2 in 2019 to 2.9 points.", ["narrowed from 3.2 in 2019 to 2.9 points"]),
    ("Visits rose by 12% from 2021 to 2023.", ["rose by 12%"]),
    ("Rates fell over 3 years by 12%.", ["fell", "over 3", "12%"]),
    # What claims nothing: dates and years.
    ("On 1 April 2022 and on July 1st 2022 it began.", []),
    ("On 1st April '22 the hub went live.", []),
    ("In 2022-23, in 2023/24 and during 22/23 we met.", []),
    ("The 2021 census and the summer of 2023 came and went.", []),
    ("Since 2014, and by 2030 at the latest, we pay it.", []),
    ("This will be done within the next three years.", []),
    ("It has run for the last 4 years and is reviewed every three years.", []),
    ("The report is of April 2022-March 23.", []),
    ("In the 1990s and the 21st century alike.", []),
    ("The meeting of 12/05/2023 is minuted; see 2023-05-12.", []),
    ("Three years ago nobody asked.", []),
    # Headings, lists, references.
    ("4.2.1 Inclusive built environment and accessibility", []),
    ("### **6.1.3 Work led by public health**", []),
    ("5.1 Educational Outcomes", []),
    ("1 Executive Summary", []),
    ("3. Ensuring that areas of work are shared", []),
    ("This is described in section 4.2 and on page 17 [3].", []),
    ("As § 5.2 says, it is open.", []),
    # Names.
    ("Equality Aim 2 and Action 10 are in Priority 1.", []),
    ("COVID-19 and Covid-19 alike.", []),
    ("Stockport Exchange Phase 4 and Sector 3 took part.", []),
    ("The Equality Act 2010 asks for it.", []),
    ("Pupils in Year 6 and at Key Stage 2 sat it.", []),
    ("The One Stockport Borough Plan and our One Voice conversation go on.", []),
    ("St Mary's is on the A6 near Junction 27.", []),
    ("Wi-Fi is of 5G, to WCAG 2.2.", []),
    ("It is for Zone 2 of the Northern Quarter.", []),
    # Ages.
    ("It is for those aged 50+ and for over 65s.", []),
    ("A woman of 79 and people over 85 came.", []),
    ("Free for 16 to 24 year olds and for 11-year-olds.", []),
    ("Edith is 79 and lives on her own.", []),
    ("All children under 5 can go.", []),
    # Ways to reach somebody, times.
    ("Call 0161 474 1000 or 07700 900123, or write to SK1 3XE.", []),
    ("See https://example.org/2023/45 or write to team45@example.org.", []),
    ("We are at 45 Chestergate Road, from 9am to 5.30pm.", []),
    ("Doors open at 10:30 and the line is open 24/7.", []),
    ("In danger, call 999.", []),
    # Turns of phrase.
    ("Residents learn from one another, one of our aims.", []),
    ("It is a one-stop shop with one-to-one help.", []),
    ("No one is left behind, and each one matters.", []),
    ("It was their first point of contact, and English is not their first language.", []),
    ("A third party runs it with the third sector.", []),
    ("We work with one clear aim.", []),
    ("The half-day event was in the second half of the year.", []),
    ("We wrote to them twice.", []),
    ("Net zero and zero tolerance are both council policy.", []),
    ("Above all, we listen to all our residents.", []),
    # What is wished, planned or done by somebody, not measured.
    ("We want to narrow the gap and to reduce inequality.", []),
    ("We will ensure everyone has equal access.", []),
    ("Our vision is for all children to have the best start in life.", []),
    ("Our ambition is to be the best place to grow up.", []),
    ("We have improved the accessibility of parks.", []),
    ("An increased sense of belonging, improved transitions and better health.", []),
    ("Increasing the number of places is our aim.", []),
    ("This supports the most vulnerable and the most deprived areas.", []),
    ("It reduces inequalities for all groups.", []),
    ("We provide the highest quality of care to all.", []),
    ("Services are open to everyone who needs them.", []),
    ("Every child matters and matters equally.", []),
    ("All of us must work together.", []),
    ("Most importantly, we listened.", []),
    ("They were most affected by the pandemic.", []),
    ("He fell ill and lost hope.", []),
    ("We always consider the needs of different groups.", []),
    ("The service has grown from strength to strength.", []),
]


@pytest.mark.parametrize(("sentence", "figures"), SENTENCES, ids=[sentence[:40] for sentence, _ in SENTENCES])
def test_the_figures_of_a_sentence(sentence, figures):
    assert [each.text for each in find_figures(sentence)] == figures


def test_kinds_of_figures():
    text = (
        "412 homes, 35%, £2.6m, a third, 10 of 17, between 50 and 60, 2.3 times, 9 months, the eighth most polarised. "
        "All contracts have been checked. Most of the users; hundreds of packs. The gap narrowed."
    )
    assert [each.kind for each in find_figures(text)] == [
        FigureKind.NUMBER, FigureKind.SHARE, FigureKind.MONEY, FigureKind.FRACTION, FigureKind.PART, FigureKind.RANGE,
        FigureKind.MULTIPLE, FigureKind.DURATION, FigureKind.RANK, FigureKind.ABSOLUTE, FigureKind.MAJORITY,
        FigureKind.VAGUE, FigureKind.CHANGE,
    ]  # fmt: skip


def test_figures_stand_where_they_are_said_to_stand():
    for sentence, _ in SENTENCES:
        for each in find_figures(sentence):
            assert sentence[each.start : each.end] == each.text
            assert each.wording.words == each.text


def test_a_paragraph_has_the_figures_of_its_sentences():
    paragraph = " ".join(sentence for sentence, _ in SENTENCES if sentence.endswith(".") and not sentence[0].isdigit())
    expected = [
        figure
        for sentence, figures in SENTENCES
        if sentence.endswith(".") and not sentence[0].isdigit()
        for figure in figures
    ]
    assert [each.text for each in find_figures(paragraph)] == expected


NOT = [
    ("On 1 April 2022 it began", "1 April 2022", NotAFigure.DATE),
    ("within the next three years", "within the next three years", NotAFigure.PERIOD),
    ("4.2.1 Inclusive", "4.2.1", NotAFigure.HEADING),
    ("Action 10", "Action 10", NotAFigure.NAME),
    ("aged 50+", "aged 50+", NotAFigure.AGE),
    ("call 0161 474 1000", "0161 474 1000", NotAFigure.CONTACT),
    ("from 9am", "9am", NotAFigure.TIME),
    ("learn from one another", "one another", NotAFigure.IDIOM),
]


@pytest.mark.parametrize(("text", "words", "kind"), NOT)
def test_why_a_number_is_no_figure(text, words, kind):
    assert (words, kind) in [(each.text.strip(), each.kind) for each in find_exclusions(text)]


PLAIN = [
    "We helped {} families.", "There were {} in all.", "Of those, {} came back.", "{} people attended.",
    "It was used by {} carers, and more.", "In May, {} forms were sent.", "So far {} have found work.",
]  # fmt: skip


@given(st.sampled_from(PLAIN), st.one_of(st.integers(2, 1899), st.integers(2050, 10**7)), st.booleans())
def test_a_plain_number_is_always_found(sentence, number, with_commas):
    words = write_number(number) if with_commas else str(number)
    assert words in [each.text for each in find_figures(sentence.format(words))]


@given(st.text(max_size=80))
def test_any_text_can_be_scanned(text):
    spans = [(each.start, each.end) for each in find_figures(text)]
    assert spans == sorted(spans)
    for each in find_exclusions(text):
        assert text[each.start : each.end] == each.text


def _lines(shared, name):
    text = (shared / "seeds" / name).read_text(encoding="utf-8")
    return [line for line in re.sub(r"</?sup>", "", text).splitlines() if line.strip()]


REPORT = "S4-fair-and-inclusive-annual-report.md"


def test_few_words_of_a_published_report_are_false_alarms(shared):
    """Fewer than one in ten sentences: of 100 figures found, those that are not in the list of its claims."""
    listed = (shared / "design" / "facts.csv").read_text(encoding="utf-8").lower()
    lines = _lines(shared, REPORT)
    sentences = sum(len(re.findall(r"[.!?](?:\s|$)", line)) or 1 for line in lines)
    found = [each.text for line in lines for each in find_figures(line)]
    unlisted = [words for words in found if words.lower().strip("+") not in listed]
    print(f"figures {len(found)}, in no list {len(unlisted)}: {unlisted}, sentences {sentences}")
    assert len(found) > 95
    assert len(unlisted) < 0.1 * sentences
