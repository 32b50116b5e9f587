"""What must hold before anything is served; each finding has an id and says what to do.

The checks of the settings run with every `manage.py` command. Those of the database run with
`check --database default`, with `migrate`, and from `wsgi.py`, which refuses to serve when one fails.
"""

import ipaddress

from django.conf import settings
from django.core.checks import Critical, Tags, Warning, register
from django.core.exceptions import ImproperlyConfigured
from django.db import connection
from django.db.utils import OperationalError, ProgrammingError
from django.utils import timezone

SECRET_LENGTH = 50
GUIDE = "docs/install.md has the table of variables; `make run` makes values for trying out."


@register(Tags.security)
def secret_key_is_strong(app_configs, **kwargs):
    try:
        key = settings.SECRET_KEY
    except ImproperlyConfigured:  # Django refuses to hand out an empty one
        key = ""
    if len(key) >= SECRET_LENGTH and len(set(key)) > 5:
        return []
    fault = f"is shorter than {SECRET_LENGTH} characters or too plain" if key else "is missing"
    return [Critical(f"SECRET_KEY {fault}.", hint=GUIDE, id="basodara.E001")]


@register(Tags.security)
def sealing_keys_are_whole(app_configs, **kwargs):
    from privacy import keyring

    found = []
    for number, read in (("2", keyring.key_names), ("3", keyring.index_key)):
        try:
            read()
        except ImproperlyConfigured as error:
            found.append(Critical(str(error), hint=GUIDE, id=f"basodara.E00{number}"))
    return found


@register(Tags.security)
def hosts_fit_the_installation(app_configs, **kwargs):
    hosts, found = settings.ALLOWED_HOSTS, []
    if not hosts:
        hint = "Set ALLOWED_HOSTS to the names people type, with commas between them."
        found.append(Critical("ALLOWED_HOSTS is empty.", hint=hint, id="basodara.E004"))
    if settings.LOCAL_TRIAL:
        foreign = ", ".join(host for host in hosts if not _is_local(host))
        if foreign:
            hint = "Remove LOCAL_TRIAL: a real installation needs https and secure-only cookies."
            problem = f"LOCAL_TRIAL serves this machine alone, but ALLOWED_HOSTS names {foreign}."
            found.append(Critical(problem, hint=hint, id="basodara.E005"))
        return found
    if "*" in hosts:
        hint = "Name the hosts: the Host header stands in the one-time links that people are given."
        found.append(Critical("ALLOWED_HOSTS allows every host.", hint=hint, id="basodara.E006"))
    if settings.DEBUG:
        hint = "Remove DEBUG, or set LOCAL_TRIAL=True on a machine without real clients."
        problem = "DEBUG shows settings and rows to anyone who meets an error."
        found.append(Critical(problem, hint=hint, id="basodara.E007"))
    return found


def _is_local(host):
    if host in ("localhost", ".localhost", "testserver"):
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


ROLE = """
    SELECT r.rolname,
        r.rolsuper,
        r.rolbypassrls,
        EXISTS (SELECT FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                WHERE c.relowner = r.oid AND c.relkind IN ('r', 'p', 'v', 'm') AND n.nspname = 'public'),
        r.rolname IN (current_user, session_user)
    FROM pg_roles r
    WHERE pg_has_role(current_user, r.oid, 'MEMBER') OR pg_has_role(session_user, r.oid, 'MEMBER')
    ORDER BY 5 DESC, 1
"""
POWERS = ("is a superuser", "bypasses row security", "owns tables")
UNGUARDED = """
    SELECT c.relname FROM pg_class c
    JOIN pg_namespace n ON n.oid = c.relnamespace
    JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'client_id' AND NOT a.attisdropped
    WHERE c.relkind IN ('r', 'p') AND n.nspname = 'public' AND NOT c.relrowsecurity
    ORDER BY 1
"""


@register(Tags.database)
def web_role_obeys_row_security(app_configs, databases=None, **kwargs):
    """PostgreSQL skips row security for superusers and owners without a word, so we look before we serve."""
    if "default" not in (databases or ()):
        return []
    try:
        with connection.cursor() as cursor:
            cursor.execute(ROLE)
            roles = cursor.fetchall()
            cursor.execute(UNGUARDED)
            unguarded = [name for (name,) in cursor.fetchall()]
    except OperationalError as error:
        hint = "Is the server up, and is DATABASE_URL right?"
        return [Critical(f"PostgreSQL does not answer: {error}".strip(), hint=hint, id="basodara.E010")]
    found = []
    for name, *powers, itself in roles:
        words = [word for word, has in zip(POWERS, powers, strict=True) if has]
        if words:
            who = f"The web's database role ({name})" if itself else f"The web's database role may become {name}, which"
            hint = "DATABASE_URL must name a plain role and DATABASE_OWNER_URL the owner (docs/install.md)."
            problem = f"{who} {' and '.join(words)}: row security would not hold."
            found.append(Critical(problem, hint=hint, id="basodara.E011"))
    for name in unguarded:
        hint = "Secure it in the migration that makes it (privacy.operations); `migrate --skip-checks` gets there."
        problem = f"The table {name} has a client_id and no row security."
        found.append(Critical(problem, hint=hint, id="basodara.E012"))
    return found


@register(Tags.database)
def keys_open_the_data(app_configs, databases=None, **kwargs):
    """A wrong key is found here and not by the person whose page would show garbage."""
    from privacy import keyring

    if "default" not in (databases or ()):
        return []
    try:
        keyring.check_keys()
    except ImproperlyConfigured as error:
        hint = "Keys are kept apart from backups; see docs/install.md, Backup."
        return [Critical(str(error), hint=hint, id="basodara.E013")]
    except (OperationalError, ProgrammingError):  # no server (said above), or not migrated yet
        pass
    return []


@register(Tags.database)
def holidays_are_there(app_configs, databases=None, **kwargs):
    """A decree names the days of a year in the autumn before; without them deadlines fall on days when nobody works."""
    from regions import workdays
    from regions.holidays import HOLIDAYS_FILE, holidays_in_file

    if "default" not in (databases or ()):
        return []
    try:
        in_file = {day.year for day in holidays_in_file()}
    except ValueError as error:
        problem = f"Public holidays cannot be read: {error}."
        return [Warning(problem, hint=f"Mend the line in {HOLIDAYS_FILE} and migrate.", id="basodara.W014")]
    try:
        year = workdays.missing_year(timezone.localdate())
    except (OperationalError, ProgrammingError):  # no server (said above), or not migrated yet
        return []
    # What stands in the file comes with the `migrate` that may be asking; a trial has no deadlines to keep.
    if year is None or year in in_file or settings.LOCAL_TRIAL:
        return []
    hint = "docs/install.md, Public holidays, says how to add them."
    return [Warning(f"The public holidays of {year} are missing.", hint=hint, id="basodara.W015")]
