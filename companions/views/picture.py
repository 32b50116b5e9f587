"""The workload as a picture: one bar a companion against the programme's limits. The table beside it says the same.

Drawn by pygal: pure Python without a system library, it knows axes, guides and the room that labels need, and writes
SVG whose words stay words. Its scripts and style sheet are taken out: colours are attributes of the shapes instead, so
the picture holds under our policy wherever it is opened. An <img> knows no theme, hence a paper of its own: light, or
dark for who asks for it.
"""

import re
import sys
from typing import NamedTuple
from xml.etree import ElementTree

from django.conf import settings
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.roles import Right
from accounts.rules import check_may
from companions.facts import figure
from companions.models import Companion
from companions.status import Status
from companions.views.companion_rows import rows_of
from companions.views.supervision import check_reads_work

MOST = 40


class Colours(NamedTuple):
    """Tokens of static/css/theme.css."""

    ink: str
    ink_2: str
    paper: str
    edge: str
    laut: str
    soon: str


LIGHT = Colours("#14252b", "#45565c", "#ffffff", "#6a7a7f", "#0a4f5c", "#714500")
DARK = Colours("#e8efee", "#b4c2c3", "#10191c", "#83969b", "#7cccd6", "#f5c765")
FONT = "system-ui, 'Segoe UI', Roboto, 'Noto Sans', Arial, sans-serif"
NARROW, WIDE = 340, 900  # as wide as a phone shows it, so that its words stay readable; and for wide screens
LETTERS = {NARROW: 13, WIDE: 40}
ROW, FRAME = 30, 64
SVG = "{http://www.w3.org/2000/svg}"
NOT_SHOWN = {f"{SVG}{name}" for name in ("script", "style", "defs", "desc", "title")}


@require_safe
def companion_workload_picture(request):
    """The heaviest loads; `lebar` for a wide screen, `gelap` on dark. No browser keeps it: it holds names."""
    check_may(request.actor, Right.READ_COMPANIONS)
    check_reads_work(request.actor)
    companions = Companion.objects.visible_to(request.actor)
    place = next((one for one in request.actor.organisations if str(one) == request.GET.get("lembaga")), None)
    if place:
        companions = companions.filter(organisation=place)
    rows = [row for row in rows_of(request.actor, companions) if row.line.clients or row.line.status != Status.LEFT]
    rows = sorted(rows, key=lambda row: -row.line.weight)[:MOST]
    bars = [(row.line.name, row.line.weight, row.line.warn) for row in rows]
    return HttpResponse(
        drawn(bars, WIDE if request.GET.get("lebar") else NARROW, DARK if request.GET.get("gelap") else LIGHT),
        content_type="image/svg+xml",
        headers={"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"},
    )


def _pygal():
    """Loaded when the first picture is asked for.

    Its finder of map plugins is of a kind that Python dropped: it would warn at every later import of anything.
    """
    import pygal

    sys.meta_path[:] = [one for one in sys.meta_path if not isinstance(one, pygal.PluginImportFixer)]
    return pygal


def drawn(bars, width, colours=LIGHT):
    """The SVG as bytes: `bars` are (name, load, limit), the heaviest first. A limit of one's own is a short line."""
    pygal = _pygal()
    warn, most = settings.CASELOAD_WARN, settings.CASELOAD_MAX
    limits = [
        {"value": 0, "label": "0"},
        {"value": warn, "label": str(warn)},
        {"value": most, "label": str(most)},
    ]
    chart = pygal.HorizontalBar(
        width=width,
        height=FRAME + ROW * max(len(bars), 1),
        style=pygal.style.Style(label_font_size=13, major_label_font_size=13),
        show_legend=False,
        pretty_print=False,
        margin=8,
        margin_right=28,
        css=[],
        js=[],
        truncate_label=-1,
        range=(0, max([most, *(max(float(load), limit) for _name, load, limit in bars)])),
        no_data_text=_("No clients yet"),
    )
    chart.y_labels = limits
    # The first row stands below in pygal: the heaviest goes last, on top.
    chart.x_labels = [_label(name, load, LETTERS[width]) for name, load, _limit in reversed(bars)]
    chart.add(
        _("Load"),
        [
            {"value": float(load), "node": {"fill": colours.soon if load > limit else colours.laut}}
            for _name, load, limit in reversed(bars)
        ],
    )
    own = [limit if limit != warn else None for _name, _load, limit in reversed(bars)]
    return _plain(chart.render_tree(), width, own, colours)


def _label(name, load, letters):
    name = name if len(name) <= letters else name[: letters - 1].rstrip() + "…"
    return f"{name}  {figure(load)}"


def _plain(tree, width, own, colours):
    """Without script, style sheet, tooltips and what only they read; the looks as attributes."""
    root = ElementTree.fromstring(ElementTree.tostring(tree))
    height = root.get("viewBox", "0 0 0 0").split()[3]
    for parent in list(root.iter()):
        for child in list(parent):
            if child.tag in NOT_SHOWN or set(child.get("class", "").split()) & {"tooltip", "text-overlay"}:
                parent.remove(child)
    _mark(root, own, colours)
    _dress(root, "", colours)
    title = ElementTree.Element(f"{SVG}title")
    title.text = _("Load of the companions")
    root.insert(0, title)
    root.attrib = {"viewBox": f"0 0 {width} {height}", "width": str(width), "height": height, "font-family": FONT}
    ElementTree.register_namespace("", SVG[1:-1])
    return ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)


def _mark(root, own, colours):
    """A short line across each bar at its own limit; the scale is read from the first and the last guide.

    Of bars that lie, pygal names the axis of the figures x.
    """
    axes = [node for node in root.iter(f"{SVG}g") if {"axis", "x"} <= set(node.get("class", "").split())]
    guides = [path.get("d", "") for axis in axes for path in axis.iter(f"{SVG}path")]
    bars = [
        (node, child) for node in root.iter(f"{SVG}g") for child in node if "rect" in child.get("class", "").split()
    ]
    if len(guides) < 2 or len(bars) != len(own):
        return
    first, last = (float(re.match(r"M([\d.]+)", path)[1]) for path in (guides[0], guides[-1]))
    for (parent, bar), limit in zip(bars, own, strict=True):
        if limit is not None:
            x = first + (last - first) * limit / settings.CASELOAD_MAX
            line = {"d": f"M{x:.1f} {float(bar.get('y')):.1f}v{float(bar.get('height')):.1f}", "fill": "none"}
            parent.append(ElementTree.Element(f"{SVG}path", {**line, "stroke": colours.ink, "stroke-width": "3"}))


def _dress(node, axis, colours):
    names = node.attrib.pop("class", "").split()
    node.attrib.pop("id", None)
    if "axis" in names and node.tag == f"{SVG}g":
        axis = "y" if "y" in names else "x"
    if node.tag == f"{SVG}text":
        anchor = "end" if axis == "y" else "middle"
        node.attrib |= {"fill": colours.ink if axis == "y" else colours.ink_2, "font-size": "14", "text-anchor": anchor}
    elif "background" in names:
        node.attrib |= {"fill": colours.paper}
    elif "line" in names:
        guide = {"stroke": colours.edge, "stroke-dasharray": "4 4"} if "guide" in names else {"stroke": colours.ink}
        node.attrib |= {"fill": "none", **({"stroke": "none"} if axis == "y" else guide)}
    for child in node:
        _dress(child, axis, colours)
