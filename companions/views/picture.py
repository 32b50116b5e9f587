"""The workload as a picture: one bar a companion against the programme's limits. The table beside it says the same.

Drawn by pygal: pure Python without a system library, it knows axes, guides and the room that labels need, and writes
SVG whose words stay words. Its scripts and style sheet are taken out: colours are attributes of the shapes instead, so
the picture holds under our policy wherever it is opened. An <img> knows no theme, hence a paper of its own.
"""

import sys
from xml.etree import ElementTree

from django.conf import settings
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.roles import Right
from accounts.rules import check_may
from companions.facts import figure
from companions.models import Companion
from companions.views.companion_rows import rows_of
from companions.views.supervision import check_reads_work

MOST = 40
# The light tokens of static/css/theme.css.
INK, INK_2, PAPER, LINE, EDGE, LAUT, SOON = "#14252b", "#45565c", "#ffffff", "#d3d8d6", "#6a7a7f", "#0a4f5c", "#714500"
FONT = "system-ui, 'Segoe UI', Roboto, 'Noto Sans', Arial, sans-serif"
NARROW, WIDE = 340, 900  # as wide as a phone shows it, so that its words stay readable; and for wide screens
LETTERS = {NARROW: 13, WIDE: 40}
ROW, FRAME = 30, 64
SVG = "{http://www.w3.org/2000/svg}"
NOT_SHOWN = {f"{SVG}{name}" for name in ("script", "style", "defs", "desc", "title")}


@require_safe
def companion_workload_picture(request):
    """The heaviest loads; `lebar` draws them for a wide screen. No browser keeps it: it holds names."""
    check_may(request.actor, Right.READ_COMPANIONS)
    check_reads_work(request.actor)
    companions = Companion.objects.visible_to(request.actor)
    place = next((one for one in request.actor.organisations if str(one) == request.GET.get("lembaga")), None)
    if place:
        companions = companions.filter(organisation=place)
    rows = [row for row in rows_of(request.actor, companions) if row.line.clients]
    rows = sorted(rows, key=lambda row: -row.line.weight)[:MOST]
    bars = [(row.line.name, row.line.weight, row.line.warn) for row in rows]
    return HttpResponse(
        drawn(bars, WIDE if request.GET.get("lebar") else NARROW),
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


def drawn(bars, width):
    """The SVG as bytes: `bars` are (name, load, limit), the heaviest first."""
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
        range=(0, max([most, *(float(load) for _name, load, _limit in bars)])),
        no_data_text=_("No clients yet"),
    )
    chart.y_labels = limits
    # The first row stands below in pygal: the heaviest goes last, on top.
    chart.x_labels = [_label(name, load, LETTERS[width]) for name, load, _limit in reversed(bars)]
    chart.add(
        _("Load"),
        [
            {"value": float(load), "node": {"fill": SOON if load > warn else LAUT}}
            for _name, load, warn in reversed(bars)
        ],
    )
    return _plain(chart.render_tree(), width)


def _label(name, load, letters):
    name = name if len(name) <= letters else name[: letters - 1].rstrip() + "…"
    return f"{name}  {figure(load)}"


def _plain(tree, width):
    """Without script, style sheet, tooltips and what only they read; the looks as attributes."""
    root = ElementTree.fromstring(ElementTree.tostring(tree))
    height = root.get("viewBox", "0 0 0 0").split()[3]
    for parent in list(root.iter()):
        for child in list(parent):
            if child.tag in NOT_SHOWN or set(child.get("class", "").split()) & {"tooltip", "text-overlay"}:
                parent.remove(child)
    _dress(root, "")
    title = ElementTree.Element(f"{SVG}title")
    title.text = _("Load of the companions")
    root.insert(0, title)
    root.attrib = {"viewBox": f"0 0 {width} {height}", "width": str(width), "height": height, "font-family": FONT}
    ElementTree.register_namespace("", SVG[1:-1])
    return ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)


def _dress(node, axis):
    names = node.attrib.pop("class", "").split()
    node.attrib.pop("id", None)
    if "axis" in names and node.tag == f"{SVG}g":
        axis = "y" if "y" in names else "x"
    if node.tag == f"{SVG}text":
        anchor = "end" if axis == "y" else "middle"
        node.attrib |= {"fill": INK if axis == "y" else INK_2, "font-size": "14", "text-anchor": anchor}
    elif "background" in names:
        node.attrib |= {"fill": PAPER}
    elif "line" in names:
        guide = {"stroke": EDGE, "stroke-dasharray": "4 4"} if "guide" in names else {"stroke": INK}
        node.attrib |= {"fill": "none", **({"stroke": "none"} if axis == "y" else guide)}
    for child in node:
        _dress(child, axis)
