"""A register comes in: upload, preview with choices, import. Nothing is written before "Impor"."""

from contextlib import suppress
from urllib.parse import urlencode

from django.conf import settings
from django.db.models import Case, When
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import Organisation
from accounts.roles import Right
from accounts.rules import check_may
from cases import imports, rules
from cases.actions import imports as actions
from cases.forms.register import ColumnsForm, UploadForm
from cases.models import RegisterFile
from cases.register import Register, UnreadableFile
from cases.views.base import opened, said, sent_differently, token_of, warned
from cases.views.register_rows import TABS, as_shown, of_tab
from privacy import access, limits
from privacy.receipts import SentTwiceDifferently

GET_POST = ["GET", "HEAD", "POST"]
PAGE = 50
LAST_IMPORTS = 20
UPLOADS_PER_HOUR = 60


@require_safe
def register_list(request):
    check_may(request.actor, Right.IMPORT_REGISTER)
    return _list(request, UploadForm(organisations=_organisations(request)))


def _organisations(request):
    """Those one may import for, the own one first."""
    found = Organisation.objects.filter(pk__in=request.actor.organisations, active=True)
    return found.order_by(Case(When(pk=request.actor.organisation.pk, then=0), default=1), "name")


def _list(request, form):
    actions.forget_old(by=request.actor)
    files = RegisterFile.objects.select_related("organisation", "member__user").defer("content", "register", "choices")
    context = {
        "form": form,
        "waiting": files.filter(member=request.actor.membership, imported_at=None).order_by("-uploaded_at"),
        "imported": files.filter(organisation__in=request.actor.organisations, imported_at__isnull=False).order_by(
            "-imported_at"
        )[:LAST_IMPORTS],
        "hours": settings.DRAFT_HOURS,
    }
    return render(request, "cases/register/list.html", context)


@require_http_methods(GET_POST)
def register_upload(request):
    """The file is read in memory and kept sealed; one that cannot be read leaves nothing but its sentence."""
    check_may(request.actor, Right.IMPORT_REGISTER)
    if request.method != "POST":
        return redirect("register_list")
    limits.hit("register", request.actor.id, UPLOADS_PER_HOUR, 3600)
    data, files = request.POST, request.FILES  # read first: reading is what finds that it is too large
    too_large = getattr(request, "upload_too_large", False)
    form = UploadForm(data, files, organisations=_organisations(request), too_large=too_large)
    if not form.is_valid():
        return _list(request, form)
    sent = form.cleaned_data["file"]
    try:
        file = actions.upload(
            token=token_of(request, "register"),
            by=request.actor,
            organisation=form.cleaned_data["organisation"],
            name=sent.name[:200],
            content=sent.read(),
        )
    except UnreadableFile as refusal:
        form.add_error("file", str(refusal))
    except rules.NotPossible as refusal:
        form.add_error(None, str(refusal))
    except SentTwiceDifferently:
        # Back in the browser and another file chosen: the page comes anew with a key of its own.
        form.add_error("file", _("This page was used for another file before. Choose the file once more."))
    else:
        return redirect("register_preview", pk=file.pk) if file else redirect("register_list")
    return _list(request, form)


def _own(request, pk):
    """An upload of one's own; a colleague's does not exist here."""
    check_may(request.actor, Right.IMPORT_REGISTER)
    file = RegisterFile.objects.select_related("organisation").defer("content")
    file = file.filter(pk=pk, member=request.actor.membership).first()
    if file is None:
        raise Http404
    return file


@require_safe
def register_preview(request, pk):
    file = _own(request, pk)
    if file.imported_at:
        skipped = (file.choices or {}).get("skipped", 0)
        context = {
            "file": file,
            "skipped": skipped,
            "may_assign": request.actor.may(Right.ASSIGN_WORKERS),
            "named": imports.companions_named(file) if request.actor.may(Right.ASSIGN_COMPANIONS) else 0,
        }
        return render(request, "cases/register/done.html", context)
    preview = imports.preview_of(file, request.actor)
    tab = request.GET.get("lihat") if request.GET.get("lihat") in TABS else next(iter(TABS))
    since = request.GET.get("sejak", "")
    lines = [line for line in of_tab(preview, tab) if not since.isdigit() or line.row.row > int(since)]
    shown = lines[:PAGE]
    more = shown[-1].row.row if len(lines) > PAGE else None
    clients = {line.client.pk: line.client for line in shown if line.client}
    if clients:
        opened(request, *clients.values(), kind=access.AccessKind.LIST)
    coming = len(preview.coming)
    births = [column.index for column in preview.register.columns if column.field == "birth"]
    rows = [as_shown(line, births=births, every=tab in ("masalah", "kembar")) for line in shown]
    context = {
        "file": file,
        "register": preview.register,
        "as_of": imports.day(preview.register.as_of),
        "steps": _steps(preview.register),
        "figures": _figures(preview),
        "tabs": [(_address(pk, name), word, name == tab, 0) for name, word in TABS.items()],
        "tab": tab,
        "may_choose": any(row.offers for row in rows),
        "rows": rows,
        "skipped": preview.register.skipped if tab == "dilewati" and not more else [],
        "coming": coming,
        "left": len(preview.lines) - coming,
        "here": _here(tab, since),
        "next": _here(tab, more) if more else "",
        "first": _here(tab, "") if since else "",
    }
    return render(request, "cases/register/preview.html", context)


def _steps(register):
    heading = _("row %(row)s is used") % {"row": ", ".join(map(str, register.heading_rows))}
    return [
        ("past", _("Upload a file"), _("done")),
        ("past", _("Recognise the headings"), heading),
        ("now", _("Check the rows"), _("you are here")),
        ("", _("Import"), _("all or nothing")),
    ]


def _figures(preview):
    """The summary: where it leads, its picture, the number and what is counted."""
    figures = [
        ("semua", "check-lg", len(preview.coming), _("will be registered")),
        ("masalah", "exclamation-triangle", len(preview.faulty), _("with remarks on cells")),
        ("kembar", "people", len(preview.twins), _("perhaps twice")),
        ("dilewati", "slash-circle", len(preview.left_out), _("left out")),
    ]
    if preview.register.skipped:  # totals and the like: counted by themselves, nobody is left out with them
        figures.append(("dilewati", "slash-circle", len(preview.register.skipped), _("rows without a person")))
    return figures


def _here(tab, since):
    """The part of the preview's address that says what is looked at."""
    return urlencode({"lihat": tab, **({"sejak": since} if since else {})})


def _address(pk, tab, since=""):
    return f"{reverse('register_preview', args=[pk])}?{_here(tab, since)}"


def _picked(request):
    """{row number: "new" or "skip"} of the choices on the page that was sent."""
    return {name.removeprefix("baris-"): value for name, value in request.POST.items() if name.startswith("baris-")}


@require_POST
def register_choices(request, pk):
    """Keep the choices of this page and go on to another, or stay."""
    file = _own(request, pk)
    try:
        actions.choose(file=file, by=request.actor, choices=_picked(request))
    except rules.NotPossible as refusal:
        warned(request, str(refusal))
        return redirect("register_preview", pk=pk)
    there = request.POST.get("ke", "")
    if not there:
        said(request, _("The choices were saved."))
        there = request.POST.get("di", "")
    return redirect(f"{reverse('register_preview', args=[pk])}?{there}")


@require_POST
def register_import(request, pk):
    """All or nothing, in this one request."""
    file = _own(request, pk)
    picked = _picked(request)
    shown = request.POST.get("shown", "")
    try:
        actions.import_register(
            token=token_of(request, "import", pk),
            file=file,
            by=request.actor,
            shown=int(shown) if shown.isdigit() else -1,
            choices=picked,
        )
    except rules.NotPossible as refusal:
        warned(request, str(refusal))
        with suppress(rules.NotPossible):  # it has come in, or is gone: the page says so
            actions.choose(file=file, by=request.actor, choices=picked)
    except SentTwiceDifferently as error:
        return sent_differently(request, error, where="", back="register_list")
    if not RegisterFile.objects.filter(pk=pk, member=request.actor.membership).exists():
        return redirect("register_list")
    return redirect("register_preview", pk=pk)


@require_http_methods(GET_POST)
def register_columns(request, pk):
    """What each column is read as. Another sheet is read by its own headings, then looked at here again."""
    file = _own(request, pk)
    if file.imported_at:
        return redirect("register_preview", pk=pk)
    data = {name: value for name, value in file.register.items() if name != "similar"}
    register = Register.from_dict(data)
    form = ColumnsForm(request.POST or None, register=register)
    if request.method == "POST" and form.is_valid():
        try:
            actions.read_anew(file=file, by=request.actor, mapping=form.mapping, sheet=form.chosen_sheet)
        except rules.NotPossible as refusal:
            form.add_error(None, str(refusal))
        else:
            said(request, _("The file was read anew."))
            return redirect("register_columns" if form.chosen_sheet != register.sheet else "register_preview", pk=pk)
    columns = [(column, form[f"c{column.index}"]) for column in register.columns]
    sheet = form["sheet"] if "sheet" in form.fields else None
    context = {"file": file, "form": form, "sheet": sheet, "columns": columns}
    return render(request, "cases/register/columns.html", context)


@require_http_methods(GET_POST)
def register_discard(request, pk):
    """Ask, then throw the upload away."""
    file = _own(request, pk)
    if request.method == "POST":
        actions.discard(file=file, by=request.actor)
        said(request, _("The file was discarded. Nobody was registered."))
        return redirect("register_list")
    happens = [_("The upload and your choices are destroyed. Nobody is registered.")]
    return render(request, "cases/register/discard.html", {"file": file, "happens": happens})
