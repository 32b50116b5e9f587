"""LKS and KDS: the directory, the page of one, its profile, a sheet to print."""

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import Membership, Organisation
from accounts.roles import DUTIES, OrganisationKind, Right, Role
from accounts.rules import NotAllowed, check_may
from cases.rules import NotPossible
from cases.views.base import bound, said, sent_differently, token_of
from companions import actions, members, rules
from companions.facts import lines_of
from companions.forms.places import DirectoryFilter, GroupForm, ProfileForm
from companions.models import Companion, OrganisationProfile
from companions.views.companion_rows import status_kind, status_word
from companions.views.meetings import reads_attendance
from companions.views.place_rows import PLACES, reads_companions, rows_of
from privacy import access, drafts
from privacy.receipts import SentTwiceDifferently

MOST = 500
AREA_SHOWN = 3  # kelurahan in a line of the directory; the page of the organisation names all


@require_safe
def directory(request):
    """All LKS and KDS; a KDS stands under the LKS that it belongs to, those no longer active in a fold."""
    check_may(request.actor, Right.READ_DIRECTORY)
    form = DirectoryFilter(request.GET)
    form.is_valid()
    chosen = {name: value for name, value in form.cleaned_data.items() if value}
    organisations = Organisation.objects.filter(kind__in=PLACES).select_related("parent")
    if "jenis" in chosen:
        organisations = organisations.filter(kind=chosen["jenis"])
    if "kelurahan" in chosen:
        organisations = organisations.filter(profile__area__contains=[chosen["kelurahan"]])
    rows = rows_of(sorted(organisations[:MOST], key=_under_its_lks))
    active = [row for row in rows if row.organisation.active]
    context = {
        "form": form,
        "rows": active,
        "companions": sum(row.companions for row in active),
        "inactive": [row for row in rows if not row.organisation.active],
        "is_filtered": bool(chosen),
        "shown": AREA_SHOWN,
        "may_add": _adds(request.actor),
    }
    return render(request, "companions/places/list.html", context)


def _under_its_lks(organisation):
    above = organisation.parent or organisation
    return above.name.casefold(), above.pk, organisation.parent_id is not None, organisation.name.casefold()


def _adds(actor):
    """A coordinator of an LKS, for a KDS below it; an LKS is the centre's to add."""
    return actor.may(Right.KEEP_PROFILE) and actor.organisation.kind == OrganisationKind.LKS


@require_http_methods(["GET", "HEAD", "POST"])
def place_new(request):
    """A new KDS; its profile comes next."""
    check_may(request.actor, Right.KEEP_PROFILE)
    if not _adds(request.actor):
        raise NotAllowed(_("A KDS is added by the LKS that it belongs to."))
    form, saved_at = bound(request, GroupForm, "group", request.actor.organisation.pk)
    if request.method == "POST" and form.is_valid():
        try:
            token = token_of(request, "group", request.actor.organisation.pk)
            group = actions.add_group(token=token, by=request.actor, **form.cleaned_data)
        except NotPossible as refusal:
            form.add_error("name", str(refusal))
        except SentTwiceDifferently as error:
            return sent_differently(request, error, where="place_detail", back="directory")
        else:
            said(request, _("The KDS was added. Say more about it here."))
            return redirect("place_edit", pk=group.pk)
    context = {"form": form, "saved_at": saved_at, "subject": request.actor.organisation.pk}
    return render(request, "companions/places/new.html", context)


@require_safe
def place_detail(request, pk):
    """The profile. Companions are a number for outsiders, and names for who may read them there."""
    context = _about(request, pk)
    context |= _members(request, context["organisation"])
    return render(request, "companions/places/detail.html", context)


def _members(request, organisation):
    """Who belongs to the group, by code, for those who read who comes to its meetings."""
    ours = organisation.pk in request.actor.organisations
    reads = organisation.kind == OrganisationKind.KDS and ours and reads_attendance(request.actor)
    found, meetings = members.of_group(request.actor, organisation) if reads else ([], 0)
    if found:
        access.opened(request, [one.client.pk for one in found], kind=access.AccessKind.LIST)
    return {"reads_members": reads, "members": found, "meetings": meetings}


@require_safe
def place_sheet(request, pk):
    """The same on one page to print; nothing of any client."""
    return render(request, "companions/places/sheet.html", _about(request, pk))


def _about(request, pk):
    actor = request.actor
    check_may(actor, Right.READ_DIRECTORY)
    organisation = _place(pk)
    below = list(organisation.children.filter(active=True).select_related("parent"))
    row, *children = rows_of([organisation, *below])
    members = Membership.objects.filter(active=True, user__is_active=True, organisation=organisation)
    members = sorted(members.select_related("user"), key=lambda one: one.display_name.casefold())
    reads = reads_companions(actor, organisation)
    return {
        "row": row,
        "organisation": organisation,
        "children": children,
        "staff": _staff(members, row.coordinators),
        "reads": reads,
        "companions": _companions(actor, organisation, members) if reads else [],
        "lists_companions": reads and not actor.may(Right.RUN_TRAINING),
        "may_edit": actor.may(Right.KEEP_PROFILE) and organisation.pk in actor.organisations,
        "may_end": _may_end(actor, organisation),
    }


def _may_end(actor, organisation):
    """A KDS under the actor's LKS; also once it is not active, when it is none of `organisations` any more."""
    return actor.may(Right.KEEP_PROFILE) and organisation.parent_id == actor.organisation_id


def _place(pk):
    return get_object_or_404(Organisation.objects.select_related("parent"), pk=pk, kind__in=PLACES)


def _staff(members, coordinators):
    """[(role in words, names)] in the order of the table of roles, without companions.

    Whoever the profile names as coordinator is staff here too: the LKS above acts for a KDS without one of its own.
    """
    found = []
    if coordinators and not any(Role.COORDINATOR in one.roles for one in members):
        found.append((Role.COORDINATOR.label, coordinators))
    for role in DUTIES:
        names = [one.display_name for one in members if role in one.roles and role != Role.COMPANION]
        if names:
            found.append((role.label, names))
    return found


def _companions(actor, organisation, members):
    """[{name, pk, kind, word, until}]: by name; who has no profile yet has no state."""
    lines = {
        line.companion.pk: line
        for line in lines_of(actor, Companion.objects.visible_to(actor).filter(organisation=organisation))
    }
    found = []
    for one in members:
        if Role.COMPANION in one.roles:
            line = lines.get(one.pk)
            found.append({
                "name": one.display_name,
                "pk": one.pk if line else None,
                "kind": status_kind(line.status) if line else "soon",
                "word": status_word(line) if line else _("profile missing"),
                "until": line.certificate.expires_on if line and line.certificate else None,
            })  # fmt: skip
    return found


@require_http_methods(["GET", "HEAD", "POST"])
def place_edit(request, pk):
    """Keep the profile of one's own organisation, or of a KDS below it."""
    check_may(request.actor, Right.KEEP_PROFILE)
    organisation = _place(pk)
    rules.check_staff(request.actor, Right.KEEP_PROFILE, organisation.pk)
    if not organisation.active:
        raise Http404
    profile = OrganisationProfile.objects.filter(pk=organisation.pk).first()
    options = {"members": _may_coordinate(organisation), "elsewhere": ProfileForm.elsewhere_of(profile)}
    form, saved_at = bound(request, ProfileForm, "place", pk, initial=ProfileForm.initial_of(profile), **options)
    if request.method == "POST" and form.is_valid():
        try:
            token_of(request, "place", pk)
            actions.save_profile(organisation=organisation, by=request.actor, **form.profile())
        except NotPossible as refusal:
            form.add_error(None, str(refusal))
        else:
            drafts.discard(request.actor, "place", pk)
            said(request, _("The profile was saved."))
            return redirect("place_detail", pk=pk)
    context = {
        "organisation": organisation,
        "form": form,
        "saved_at": saved_at,
        "may_end": _may_end(request.actor, organisation),
    }
    return render(request, "companions/places/edit.html", context)


def _may_coordinate(organisation):
    """Its members, and for a KDS the coordinators of the LKS that acts for it; by name."""
    members = Membership.objects.active().filter(organisation=organisation)
    if organisation.parent_id:
        above = Membership.objects.active().filter(organisation=organisation.parent_id)
        members = members | above.filter(roles__contains=[Role.COORDINATOR])
    return sorted(members.select_related("user", "organisation"), key=lambda one: one.display_name.casefold())


@require_http_methods(["GET", "HEAD", "POST"])
def place_active(request, pk):
    """The activity of a KDS ends or begins again: a page that says what happens, then the deed."""
    check_may(request.actor, Right.KEEP_PROFILE)
    organisation = _place(pk)
    if not _may_end(request.actor, organisation):
        raise NotAllowed(_("This belongs to another organisation."))
    active, refused = organisation.active, ""
    if request.method == "POST":
        try:
            token_of(request, "place_active", pk)
            actions.set_place_active(organisation=organisation, active=not active, by=request.actor)
        except NotPossible as refusal:
            refused = str(refusal)
        else:
            said(request, _("No longer active: it stands in its own fold.") if active else _("Active again."))
            return redirect("place_detail", pk=pk)
    happens = [
        _("It stands in the fold of those that are no longer active."),
        _("Nobody can be invited there, and no case goes there."),
        _("You can make it active again at any time."),
    ]
    context = {"organisation": organisation, "happens": happens if active else [], "refused": refused}
    return render(request, "companions/places/active.html", context)
