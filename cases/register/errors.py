"""Why a file as a whole cannot be read: one sentence each, saying what to do."""

from django.utils.translation import gettext_lazy as _

MAX_BYTES = 10 * 1024 * 1024
MAX_ROWS = 2_000

SENTENCES = {
    "empty": _("The file is empty."),
    "too_large": _("The file is larger than 10 MB. Take pictures out of it, or split it into several files."),
    "too_many_rows": _("The sheet has more than 2,000 filled rows. Split it into several files."),
    "bomb": _("The file unpacks to far more than it seems, so it was not opened. Save it anew as .xlsx in Excel."),
    "password": _(
        "The file is protected by a password. Open it, take the password off (File, Info), and save it again."
    ),
    "old_excel": _(
        "This is an old Excel file (.xls). Open it, choose Save as, take the type Excel Workbook (.xlsx), "
        "and upload that one."
    ),
    "other_sheet_format": _(
        "This spreadsheet has a format that cannot be read here. Open it, choose Save as, take the type "
        "Excel Workbook (.xlsx), and upload that one."
    ),
    "macros": _(
        "The file contains macros. Open it, choose Save as, take the type Excel Workbook (.xlsx) without macros, "
        "and upload that one."
    ),
    "not_a_sheet": _("This is not a spreadsheet. Upload an Excel file (.xlsx) or a .csv file."),
    "damaged": _("The file is damaged or incomplete. Open it in Excel, save it anew as .xlsx, and upload that one."),
    "encoding": _("The letters of this .csv file cannot be read. Save it as .xlsx, or as CSV UTF-8."),
    "no_heading": _(
        "No row with headings was found. The sheet needs one row that names the columns, at least the name and "
        "two others, for example Nama, L/P, Kelurahan."
    ),
    "no_rows": _("The sheet has headings, but no rows under them."),
    "no_such_sheet": _("The file has no sheet of that name."),
}


class UnreadableFile(Exception):
    """The file cannot be read at all; str() is the sentence for the person who sent it."""

    def __init__(self, code):
        super().__init__(code)
        self.code = code

    @property
    def sentence(self):
        return SENTENCES[self.code]

    def __str__(self):
        return str(self.sentence)
