"""Migration operations for what PostgreSQL must hold: row security, definer functions, triggers.

Each is reversible and describes itself. Names inside SQL are the callers' own constants, never input.
"""

from dataclasses import dataclass

from django.conf import settings
from django.db.migrations.operations.base import Operation


def asked(name):
    """SQL for a list of seats or ids in this transaction's settings, read once per query through the sub-select."""
    return f"((SELECT NULLIF(current_setting('basodara.{name}', true), '')::text[])::text[])"


MEMBER = "(SELECT NULLIF(current_setting('basodara.member', true), '')::uuid)"


@dataclass(frozen=True)
class Policy:
    """One permissive policy. `using` guards rows that are read or changed, `check` rows that are written."""

    name: str
    command: str = "ALL"
    using: str = ""
    check: str = ""

    def create(self, table):
        parts = [f"CREATE POLICY {self.name} ON {table} FOR {self.command}"]
        parts += [f"USING ({self.using})"] if self.using else []
        parts += [f"WITH CHECK ({self.check})"] if self.check else []
        return " ".join(parts)

    def drop(self, table):
        return f"DROP POLICY {self.name} ON {table}"


class _Sql(Operation):
    """Database only: Django's idea of the models stays as it is."""

    reduces_to_sql = True
    reversible = True

    def state_forwards(self, app_label, state):
        pass

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        for statement in self.up():
            schema_editor.execute(statement, params=None)

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        for statement in self.down():
            schema_editor.execute(statement, params=None)


class SecureTable(_Sql):
    """Row security with its policies. Not FORCE: the owner must be able to dump, migrate and re-encrypt."""

    def __init__(self, table, policies):
        self.table, self.policies = table, policies

    def deconstruct(self):
        return self.__class__.__qualname__, [self.table, self.policies], {}

    def up(self):
        return [f"ALTER TABLE {self.table} ENABLE ROW LEVEL SECURITY", *(p.create(self.table) for p in self.policies)]

    def down(self):
        return [*(p.drop(self.table) for p in self.policies), f"ALTER TABLE {self.table} DISABLE ROW LEVEL SECURITY"]

    def describe(self):
        return f"Row security on {self.table}: {', '.join(p.name for p in self.policies)}"


class AddPolicy(_Sql):
    """One more way to a table that is secured already."""

    def __init__(self, table, policy):
        self.table, self.policy = table, policy

    def deconstruct(self):
        return self.__class__.__qualname__, [self.table, self.policy], {}

    def up(self):
        return [self.policy.create(self.table)]

    def down(self):
        return [self.policy.drop(self.table)]

    def describe(self):
        return f"Policy {self.policy.name} on {self.table}"


class DropPolicy(AddPolicy):
    """One way less, or the older version of one that is about to be put anew."""

    def up(self):
        return super().down()

    def down(self):
        return super().up()

    def describe(self):
        return f"No policy {self.policy.name} on {self.table} any more"


class DefinerFunction(_Sql):
    """A function that runs as the owner, with a fixed search path (`pg_temp` last: else a temporary table is believed).

    `before` is the SQL of an earlier version to go back to; without it, going back drops the function.
    """

    def __init__(self, name, arguments, returns, body, *, language="plpgsql", options="", web_may_call=True, before=""):
        self.name, self.arguments, self.returns, self.body = name, arguments, returns, body
        self.language, self.options, self.web_may_call, self.before = language, options, web_may_call, before

    def deconstruct(self):
        extra = {"language": self.language, "options": self.options, "web_may_call": self.web_may_call}
        return self.__class__.__qualname__, [self.name, self.arguments, self.returns, self.body], extra

    @property
    def signature(self):
        types = ", ".join(
            part.strip().split(None, 1)[1].split(" DEFAULT ")[0] for part in self.arguments.split(",") if part.strip()
        )
        return f"{self.name}({types})"

    def up(self):
        yield (
            f"CREATE OR REPLACE FUNCTION {self.name}({self.arguments}) RETURNS {self.returns} LANGUAGE {self.language} "
            f"SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp {self.options} "
            f"AS $definer$\n{self.body}\n$definer$"
        )
        yield f"REVOKE EXECUTE ON FUNCTION {self.signature} FROM PUBLIC"
        if self.web_may_call:
            yield f'GRANT EXECUTE ON FUNCTION {self.signature} TO "{settings.WEB_ROLE}"'

    def down(self):
        return [self.before or f"DROP FUNCTION {self.signature}"]

    def describe(self):
        return f"Definer function {self.name}"


class DefinerTrigger(_Sql):
    """A row trigger that calls a definer function without arguments."""

    def __init__(self, name, table, when, function, *, condition=""):
        self.name, self.table, self.when, self.function, self.condition = name, table, when, function, condition

    def deconstruct(self):
        arguments = [self.name, self.table, self.when, self.function]
        return self.__class__.__qualname__, arguments, {"condition": self.condition}

    def up(self):
        only = f" WHEN ({self.condition})" if self.condition else ""
        yield (
            f"CREATE TRIGGER {self.name} {self.when} ON {self.table} "
            f"FOR EACH ROW{only} EXECUTE FUNCTION {self.function}()"
        )

    def down(self):
        return [f"DROP TRIGGER {self.name} ON {self.table}"]

    def describe(self):
        return f"Trigger {self.name} on {self.table}"


class DropTrigger(DefinerTrigger):
    """A trigger less, or the older version of one that is about to be put anew."""

    def up(self):
        return super().down()

    def down(self):
        return super().up()

    def describe(self):
        return f"No trigger {self.name} on {self.table} any more"
