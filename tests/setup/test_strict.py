"""The test run's own strictness: it must be able to see what it forbids."""

import socket

import pytest
from django.template import Context, Origin, Template, engines

from scripts.localpg import ROOT
from tests.strict import NetworkForbidden


def ours(source):
    return Template(source, origin=Origin(str(ROOT / "templates/x.html"), "x.html"), engine=engines["django"].engine)


def test_an_undefined_variable_in_our_template_is_an_error():
    with pytest.raises(AssertionError, match="Undefined template variable nobody"):
        ours("{{ nobody }}").render(Context())


def test_asking_whether_it_is_there_is_allowed():
    assert ours("{% if nobody %}x{% endif %}").render(Context()) == ""


def test_templates_of_others_may_be_careless():
    assert Template("{{ nobody }}", engine=engines["django"].engine).render(Context()) == ""


def test_the_network_is_out_of_reach():
    with pytest.raises(NetworkForbidden), socket.socket() as reaching:
        reaching.connect(("192.0.2.1", 80))
