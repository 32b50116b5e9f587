"""One reason overrides what it was asked for, and nothing else; afterwards the page says what it overrode."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from companions import actions, rules
from companions.models import Assignment
from companions.vocabulary import Said
from privacy.context import acting_as
from tests.cases.pages import send
from tests.clients import make_client, token_for
from tests.companions.making import asked_on, assign, make_ready

pytestmark = pytest.mark.django_db


@pytest.fixture
def fresh(coordinator):
    """Without a certificate."""
    return make_ready(coordinator, name="Hamid Marsaoly", certified=False)


@pytest.fixture
def subject(coordinator):
    """A client who has said that they want nobody."""
    client = make_client(coordinator)
    with acting_as(coordinator):
        actions.record_word(
            token=token_for(coordinator), client=client, by=coordinator, said=Said.REFUSES, said_on=timezone.localdate()
        )
    return client


def url_of(client):
    return reverse("companion_assign", args=[client.pk])


def choose(web, client, companion, **more):
    return send(web, url_of(client), {"said": "BELUM", "companion": str(companion.id), **more})


def assigned(client, by):
    with acting_as(by):
        return Assignment.objects.current().filter(client=client).first()


def test_a_reason_for_the_certificate_is_none_for_the_refusal(web, coordinator, subject, fresh):
    """Typed beside what the page says against the person; that the client wants nobody was not spoken of."""
    asked = asked_on(web.get(url_of(subject)).content.decode(), fresh)
    assert len(asked) == 1
    answer = choose(web, subject, fresh, despite="Satu-satunya di Hiri", asked=asked)
    assert answer.status_code == 200 and assigned(subject, coordinator) is None
    page = answer.content.decode()
    assert "Satu-satunya di Hiri" in page, "what was typed stays"
    assert len(answer.context["against"]) == 2 and all(words in page for words in answer.context["against"])

    asked = asked_on(page, fresh)
    assert len(asked) == 2
    answer = choose(web, subject, fresh, despite="Satu-satunya di Hiri", asked=asked)
    assert answer.status_code == 302
    kept = assigned(subject, coordinator).despite
    assert kept.startswith("Satu-satunya di Hiri (") and "bersertifikat" in kept
    page = web.get(subject.get_absolute_url()).content.decode()
    assert page.count(kept) == 2, "said once at the top, and kept in the section"


def test_a_reason_for_one_person_is_none_for_another(web, coordinator, fresh):
    client, other = make_client(coordinator), make_ready(coordinator, certified=False)
    asked = asked_on(web.get(url_of(client)).content.decode(), fresh)
    assert choose(web, client, other, despite="Dekat", asked=asked).status_code == 200
    assert assigned(client, coordinator) is None


def test_objections_come_before_the_question_whether_someone_goes(web, coordinator, fresh):
    client = make_client(coordinator)
    old = assign(client, make_ready(coordinator), coordinator)
    answer = choose(web, client, fresh, replaces=str(old.pk))
    assert answer.context["form"].errors.keys() == {"despite"} and "comes" not in answer.context
    asked = asked_on(answer.content.decode(), fresh)
    sure = choose(web, client, fresh, replaces=str(old.pk), despite="Dekat", asked=asked)
    assert sure.context["comes"].pk == fresh.id
    sent = [*sure.context["sent"], ("yakin", "1")]
    data = {}
    for name, value in sent:
        data.setdefault(name, []).append(value)
    assert send(web, url_of(client), data).status_code == 302
    assert assigned(client, coordinator).companion_id == fresh.id


def test_a_day_that_cannot_be_is_said_before_the_question_too(web, coordinator):
    client = make_client(coordinator)
    old = assign(client, make_ready(coordinator), coordinator)
    comes = make_ready(coordinator)
    for more in (
        {"from_on": (timezone.localdate() - timedelta(days=20)).isoformat()},
        {"said": "SETUJU", "said_on": "1990-01-01"},
    ):
        answer = choose(web, client, comes, replaces=str(old.pk), **more)
        assert answer.status_code == 200 and "comes" not in answer.context
        assert answer.context["form"].errors.keys() == {"__all__"}


def test_a_reason_that_no_page_asked_for_covers_all(coordinator, subject, fresh):
    with acting_as(coordinator), pytest.raises(rules.NeedsReason) as refusal:
        assign(subject, fresh, coordinator, said=Said.NOT_ASKED)
    assert len(refusal.value.against) == 2
    assert assign(subject, fresh, coordinator, said=Said.NOT_ASKED, despite="Keluarga minta").despite
