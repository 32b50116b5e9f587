"""A register on its way in: uploaded, its columns named, chosen from, imported all or nothing, or thrown away."""

import hashlib
from datetime import timedelta

from django.conf import settings
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.roles import Right
from accounts.rules import check_may
from cases import identity as index_of
from cases import imports, proposals, rules
from cases.actions.grants import tell_first_holder
from cases.codes import new_code
from cases.models import CaseFile, Client, ContactCard, Identity, ImportedRow, RegisterFile
from cases.register import UnreadableFile
from cases.states import Stage
from cases.vocabulary import Kind
from privacy import access
from privacy.once import sent

BATCH = 500
TRIES = 20
_TITLES = {"hi", "hj", "h", "haji", "hajah", "bpk", "ibu", "kak"}
_TAKEN_FROM_VALUES = ("nik", "family_card_no", "phone", "address", "rt", "rw")


@transaction.atomic
def upload(*, token, by, organisation, name, content):
    """Keep a file, sealed, with how it will be read; nobody is registered yet. UnreadableFile leaves nothing."""
    check_may(by, Right.IMPORT_REGISTER)
    if organisation.pk not in by.organisations:
        raise rules.NotAllowed(_("You may not register for this organisation."))
    forget_old(by=by)
    sending = sent(token, by=by, content=["upload", organisation.pk, name, hashlib.sha256(content).hexdigest()])
    if sending.repeated:
        return RegisterFile.objects.filter(pk=sending.result).first()
    register = imports.as_stored(imports.read(content, name), by)
    file = RegisterFile(
        member=by.membership, organisation=organisation, name=name, content=content, register=register, choices={}
    )
    file.save(force_insert=True)
    sending.done(file.pk)
    return file


@transaction.atomic
def read_anew(*, file, by, mapping, sheet):
    """Read an upload with other columns, or another sheet of it. Raises NotPossible with the reader's sentence."""
    check_may(by, Right.IMPORT_REGISTER)
    file = _waiting(file, by)
    other_sheet = sheet != file.register["sheet"]
    try:
        register = imports.read(file.content, file.name, mapping=None if other_sheet else mapping, sheet=sheet)
    except UnreadableFile as refusal:
        raise rules.NotPossible(str(refusal)) from refusal
    file.register = imports.as_stored(register, by)
    if other_sheet:
        file.choices = {}
    file.save(update_fields=["register", "choices"])
    return file


@transaction.atomic
def choose(*, file, by, choices):
    """Keep what is to become of some rows: {row number: "new" or "skip"}."""
    check_may(by, Right.IMPORT_REGISTER)
    file = _waiting(file, by)
    rows = {str(row["row"]) for row in file.register["rows"]}
    picked = {row: choice for row, choice in choices.items() if row in rows and choice in (imports.NEW, imports.SKIP)}
    file.choices = {**(file.choices or {}), **picked}
    file.save(update_fields=["choices"])
    return file


@transaction.atomic
def discard(*, file, by):
    """Throw an upload away; one that came in already stays as a line of what was done."""
    RegisterFile.objects.filter(pk=file.pk, member=by.membership, imported_at=None).delete()


def forget_old(*, by):
    """Uploads that nobody came back to within a day are destroyed, whatever they hold."""
    oldest = timezone.now() - timedelta(hours=settings.DRAFT_HOURS)
    RegisterFile.objects.filter(member=by.membership, imported_at=None, uploaded_at__lt=oldest).delete()


@transaction.atomic
def import_register(*, token, file, by, shown, choices):
    """Register everyone who is to come in, or nobody: as ODHIV in ASESMEN, consent not confirmed, without a worker.

    `shown` is how many the page said; `choices` those made on it. Afterwards the file is destroyed, and the whole
    database is asked for the same people, which tells the caller nothing. Raises NotPossible with a sentence.
    """
    check_may(by, Right.IMPORT_REGISTER)
    sending = sent(token, by=by, content=["import", file.pk, shown, choices])
    if sending.repeated:
        return RegisterFile.objects.get(pk=sending.result)
    file = _waiting(file, by)
    preview = imports.preview_of(file, by)
    if len(preview.coming) != shown:
        raise rules.NotPossible(_("Something has changed since this page was shown. Look it over, then import."))
    preview.choose(choices)
    lines = preview.coming
    if not lines:
        raise rules.NotPossible(_("There is nobody to register in this file. Nothing was changed."))
    try:
        with transaction.atomic():
            clients = _write(lines, preview.register, file, by)
    except IntegrityError as exc:
        if "importedrow_once_per_holder" not in str(exc):
            raise
        raise rules.NotPossible(
            _("Someone has just imported the same register. Nobody was added a second time. Look at the rows again.")
        ) from exc
    tell_first_holder([client.pk for client in clients])
    access.opened(by, [], kind=access.AccessKind.CHECK, page=reverse("register_import", args=[file.pk]))
    file.content = file.register = None
    file.choices = {"skipped": len(preview.lines) - len(lines)}
    file.imported_at, file.imported_count = timezone.now(), len(lines)
    file.save(update_fields=["content", "register", "choices", "imported_at", "imported_count"])
    sending.done(file.pk)
    return file


def _waiting(file, by):
    """The upload under a lock, when it is still there to be worked on."""
    found = RegisterFile.objects.select_for_update().filter(pk=file.pk, member=by.membership, imported_at=None).first()
    if found is None:
        raise rules.NotPossible(_("This file was imported or discarded before. Nothing was changed."))
    return found


# -- writing ---------------------------------------------------------------------------------------------------------


def _write(lines, register, file, by):
    """Clients, their grants, and what hangs on them, each table in a few statements."""
    now = timezone.now()
    clients = _make_clients(lines, file.organisation, by, now)
    with connection.cursor() as cursor:
        ids = [str(client.pk) for client in clients]
        cursor.execute("SELECT cases_grants_open_registration(%s::uuid[], %s::uuid)", [ids, str(file.organisation_id)])
    headings = [column.heading for column in register.columns]
    pairs = list(zip(lines, clients, strict=True))
    # In one order for everyone: of two imports with rows in common, one waits for the other and neither for both.
    rows = [_imported_row(line, client, headings, file, by, now) for line, client in pairs]
    _create(ImportedRow, sorted(rows, key=lambda row: row.fingerprint))
    _create(Identity, [_identity(line.row.values, client) for line, client in pairs])
    _create(ContactCard, [_card(line.row, client) for line, client in pairs])
    _create(CaseFile, [_case(line.row.values, client) for line, client in pairs])
    return clients


def _create(model, rows):
    model.objects.bulk_create(rows, batch_size=BATCH)


def _make_clients(lines, organisation, by, now):
    """The clients' rows. A code that someone else took between asking and writing costs another try."""
    for _try in range(TRIES):
        codes = _free_codes([line.row.values["kelurahan"] for line in lines])
        pairs = zip(lines, codes, strict=True)
        clients = [_client(line.row.values, code, organisation, by, now) for line, code in pairs]
        try:
            with transaction.atomic():
                _create(Client, clients)
        except IntegrityError as exc:
            if "code" not in str(exc):
                raise
            continue
        return clients
    raise rules.NotPossible(_("No free client code was found. Try again."))


def _free_codes(areas):
    """A code for each area, none of them twice and none in use."""
    codes = [""] * len(areas)
    for _try in range(TRIES):
        own = set(codes)
        for place, code in enumerate(codes):
            while not code:
                fresh = new_code(areas[place])
                if fresh not in own:
                    codes[place] = code = fresh
                    own.add(fresh)
        with connection.cursor() as cursor:
            cursor.execute("SELECT cases_codes_in_use(%s::text[])", [codes])
            taken = {row[0] for row in cursor.fetchall()}
        if not taken:
            return codes
        codes = ["" if code in taken else code for code in codes]
    raise rules.NotPossible(_("No free client code was found. Try again."))


def _client(values, code, organisation, by, now):
    return Client(
        code=code,
        sex=values["sex"],
        birth_year=values["birth_year"],
        birth_year_estimated=bool(values["birth_year"]) and not values["birth_date"],
        kelurahan_id=values["kelurahan"] or None,
        kelurahan_name=values["kelurahan_name"],
        registered_organisation=organisation,
        registered_by=by.membership,
        registered_at=now,
    )


def _identity(values, client):
    identity = Identity(
        client=client,
        legal_name=values["name"],
        birth_date=imports.born(values),
        **{name: values[name] for name in _TAKEN_FROM_VALUES},
    )
    return index_of.index(identity, call_name=call_name_of(values), kelurahan_code=client.kelurahan_id)


def _card(row, client):
    """What the register says about contact stays a proposal until a person has gone through it with the client."""
    return ContactCard(
        client=client,
        call_name=call_name_of(row.values),
        proposals=proposals.written(row.values["remark"], row.proposals),
    )


def _case(values, client):
    return CaseFile(
        client=client, kind=Kind.ODHIV, stage=Stage.ASESMEN, art_started_on=imports.day(values["art_start_date"])
    )


def _imported_row(line, client, headings, file, by, now):
    """The whole row, for what nobody reads yet."""
    row = line.row
    return ImportedRow(
        client=client,
        holder_id=file.organisation_id,
        register_file_id=file.pk,
        row_number=row.row,
        fingerprint=line.fingerprint,
        row={"values": row.values, "headings": headings, "cells": row.cells},
        imported_by=by.membership,
        imported_at=now,
    )


def call_name_of(values):
    """The name to be called by; where the register has none, the first word of the name that is no title or initial."""
    if values["call_name"]:
        return values["call_name"]
    words = values["name"].split()
    return next(filter(_is_a_name, words), words[0])


def _is_a_name(word):
    return len(word) > 1 and not word.endswith(".") and word.casefold() not in _TITLES
