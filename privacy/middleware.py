"""One transaction around a whole request, rendering included, that PostgreSQL knows the person of.

`ATOMIC_REQUESTS` would open its transaction after a middleware has set the context and close it before a
TemplateResponse renders: 0 rows. A streamed response is written after both and gets no rows either.
"""

from django.conf import settings
from django.db import transaction
from django.http import HttpResponseServerError
from django.utils.module_loading import import_string
from django.views.decorators.debug import sensitive_variables

from privacy import limits
from privacy.context import acting_as, transaction_is_broken


@sensitive_variables()
def person_context(get_response):
    def middleware(request):
        with acting_as(request.actor, url=request.path):
            response = get_response(request)
            if response.status_code < 500 and transaction_is_broken():
                response = _broken(request)
            if response.status_code == 405 and not response.content:
                response = _explained(request, response)
            if response.status_code >= 500:
                transaction.set_rollback(True)
        if request.actor or request.user.is_authenticated:
            response["Cache-Control"] = "no-store"
        return response

    def process_exception(request, exception):
        """Too many tries are an answer, not a fault: the page says when to come back."""
        if isinstance(exception, limits.TooMany):
            return import_string(settings.TOO_MANY_VIEW)(request, exception)
        return None

    middleware.process_exception = process_exception
    return middleware


def _explained(request, response):
    """Django answers a wrong method with an empty page: a person gets one with a way on, a program its "Allow"."""
    page = import_string(settings.NOT_ALLOWED_VIEW)(request)
    page["Allow"] = response["Allow"]
    return page


def _broken(request):
    try:
        return import_string(settings.SERVER_ERROR_VIEW)(request)
    except Exception:  # the error page itself may want the database, which answers nothing any more
        return HttpResponseServerError()
