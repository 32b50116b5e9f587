"""Sessions that end by themselves, and that a dump of the database cannot use.

The row is found by the SHA-256 digest of the cookie, and its data are sealed for that very row. A session ends after
`SESSION_COOKIE_AGE` without activity; activity is noted at most once a minute. A page's own polling (header
`X-Poll: 1`, or `request.is_poll`) is no activity. What a request has changed is saved after its transaction has been
committed; an answer of 500 and above saves nothing.
"""

import hashlib
from datetime import timedelta

from django.conf import settings
from django.contrib.auth import SESSION_KEY as USER_KEY
from django.contrib.sessions.backends.base import CreateError, SessionBase, UpdateError
from django.contrib.sessions.middleware import SessionMiddleware
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.cache import patch_vary_headers

from privacy import keyring

NOTED_EVERY = timedelta(minutes=1)


def digest_of(session_key):
    return hashlib.sha256(session_key.encode()).hexdigest()


class SessionStore(SessionBase):
    """What `request.session` is, and what Django's test client opens by the name SESSION_ENGINE."""

    seen_at = None

    @classmethod
    def get_model_class(cls):
        from .models import Session  # the registry is not ready while this module is imported as the engine

        return Session

    @property
    def rows(self):
        return self.get_model_class().objects

    def load(self):
        now = timezone.now()
        row = (
            self.rows.filter(digest=digest_of(self.session_key), expires_at__gt=now).first()
            if self.session_key
            else None
        )
        if row is not None:
            try:
                plain = keyring.unseal(row.data, self._place())
            except keyring.CannotOpen:  # its key was retired: as good as ended
                row = None
        if row is None:
            self._session_key = None
            return {}
        self.seen_at = row.seen_at
        return self.serializer().loads(plain)

    def exists(self, session_key):
        return self.rows.filter(digest=digest_of(session_key)).exists()

    def create(self):
        while True:
            self._session_key = self._get_new_session_key()
            try:
                self.save(must_create=True)
            except CreateError:
                continue
            self.modified = True
            return

    def save(self, must_create=False, *, renew=True):
        """Write the data; with `renew` the idle time starts anew. Raises UpdateError when the session has ended."""
        if self.session_key is None:
            return self.create()
        data = self._get_session(no_load=must_create)
        now = timezone.now()
        values = {"data": keyring.seal(self.serializer().dumps(data), self._place()), "user_id": data.get(USER_KEY)}
        if renew or must_create:
            values |= {"seen_at": now, "expires_at": now + timedelta(seconds=self.get_expiry_age())}
            self.seen_at = now
        if not must_create:
            if not self.rows.filter(digest=digest_of(self.session_key)).update(**values):
                raise UpdateError
            return None
        try:
            with transaction.atomic():
                self.rows.create(digest=digest_of(self.session_key), **values)
        except IntegrityError as taken:
            raise CreateError from taken

    def delete(self, session_key=None):
        session_key = session_key or self.session_key
        if session_key:
            self.rows.filter(digest=digest_of(session_key)).delete()

    @classmethod
    def clear_expired(cls):
        cls.get_model_class().objects.filter(expires_at__lte=timezone.now()).delete()

    @property
    def is_stale(self):
        return self.seen_at is not None and timezone.now() - self.seen_at >= NOTED_EVERY

    def _place(self):
        return f"accounts_session|data|{digest_of(self.session_key)}"


class IdleSessions(SessionMiddleware):
    """Django's, with its own way out. Outermost of those that touch the database, so that it saves after our commit."""

    def process_response(self, request, response):
        session = request.session
        if session.accessed:
            patch_vary_headers(response, ("Cookie",))
        if session.is_empty():
            if settings.SESSION_COOKIE_NAME in request.COOKIES:
                _forget(response)
            return response
        is_poll = request.headers.get("X-Poll") == "1" or getattr(request, "is_poll", False)
        if response.status_code >= 500 or not (session.modified or (session.is_stale and not is_poll)):
            return response
        try:
            session.save(renew=not is_poll)
        except UpdateError:  # signed out in another window while this request ran
            _forget(response)
            return response
        response.set_cookie(  # without an age: it goes when the browser is closed
            settings.SESSION_COOKIE_NAME,
            session.session_key,
            domain=settings.SESSION_COOKIE_DOMAIN,
            path=settings.SESSION_COOKIE_PATH,
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite=settings.SESSION_COOKIE_SAMESITE,
        )
        return response


idle_sessions = IdleSessions


def end_sessions_of(user, *, except_key=None):
    """Sign this user out everywhere, or everywhere else."""
    sessions = SessionStore.get_model_class().objects.filter(user=user)
    if except_key:
        sessions = sessions.exclude(digest=digest_of(except_key))
    return sessions.delete()[0]


def _forget(response):
    response.delete_cookie(
        settings.SESSION_COOKIE_NAME,
        path=settings.SESSION_COOKIE_PATH,
        domain=settings.SESSION_COOKIE_DOMAIN,
        samesite=settings.SESSION_COOKIE_SAMESITE,
    )
