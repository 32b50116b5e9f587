"""Makes the bare page's tables and its one user; prints the key of a session that is signed in."""

import os


def main():
    os.environ["DJANGO_SETTINGS_MODULE"] = "bench.bare.settings"
    import django

    django.setup()
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.auth.models import Group, User
    from django.contrib.sessions.backends.db import SessionStore
    from django.core.management import call_command

    from bench.bare.pages import ROWS

    call_command("migrate", verbosity=0, interactive=False)
    Group.objects.bulk_create(Group(name=f"Row {number:03}") for number in range(ROWS))
    user = User.objects.create_user("reader")
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    print(session.session_key)


if __name__ == "__main__":
    main()
