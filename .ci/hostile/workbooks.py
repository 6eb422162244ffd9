"""Workbooks that are damaged or made to break who reads them."""
import io, random, struct, zipfile
from harness import case

NAMES = ["No", "Nama", "NIP", "Pangkat", "Jabatan", "Unit Kerja"]


def xls(cells=(), sheets=1):
    """An XLS file of a few people, with further cells."""
    import xlwt

    book = xlwt.Workbook()
    for number in range(sheets):
        sheet = book.add_sheet(f"Data {number}")
        for column, name in enumerate(NAMES):
            sheet.write(0, column, name)
        for row in range(1, 30):
            for column, value in enumerate([row, f"Siti Aminah {row}", "", "III/a", "Guru", f"SD Negeri {row % 3}"]):
                sheet.write(row, column, value)
        for row, column, value in cells:
            sheet.write(row, column, value)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def archive(files):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as written:
        for name, content in files.items():
            written.writestr(name, content)
    return stream.getvalue()


def ods(rows):
    names = "xmlns:office='urn:oasis:names:tc:opendocument:xmlns:office:1.0' xmlns:table='urn:oasis:names:tc:opendocument:xmlns:table:1.0' xmlns:text='urn:oasis:names:tc:opendocument:xmlns:text:1.0'"
    body = f"<office:document-content {names}><office:body><office:spreadsheet>{rows}</office:spreadsheet></office:body></office:document-content>"
    listed = "<manifest:manifest xmlns:manifest='urn:oasis:names:tc:opendocument:xmlns:manifest:1.0'><manifest:file-entry manifest:full-path='content.xml' manifest:media-type='text/xml'/></manifest:manifest>"
    return archive({"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": body, "META-INF/manifest.xml": listed})


def ods_row(*cells, repeated=""):
    texts = "".join(f"<table:table-cell office:value-type='string'><text:p>{cell}</text:p></table:table-cell>" for cell in cells)
    return f"<table:table-row {repeated}>{texts}</table:table-row>"


def xlsx(people=3, sheet=None, names=("xl/workbook.xml", "xl/worksheets/sheet1.xml")):
    import openpyxl

    book = openpyxl.Workbook()
    book.active.append(NAMES)
    for number in range(people):
        book.active.append([number, f"Siti Aminah {number}", "", "III/a", "Guru", "SD"])
    stream = io.BytesIO()
    book.save(stream)
    files = {}
    with zipfile.ZipFile(stream) as read:
        for name in read.namelist():
            files[name] = read.read(name)
    if sheet is not None:
        files["xl/worksheets/sheet1.xml"] = sheet(files["xl/worksheets/sheet1.xml"].decode())
    return files


def mutants(whole, count, seed):
    """Copies with a few bytes changed, of which large numbers are liked best."""
    chance = random.Random(seed)
    for _ in range(count):
        bytes_ = bytearray(whole)
        for _ in range(chance.randint(1, 4)):
            at = chance.randrange(len(bytes_) - 4)
            bytes_[at : at + chance.choice((1, 2, 4))] = chance.choice((b"\xff\xff\xff\xff", b"\0\0\0\0", b"\x7f\xff", chance.randbytes(2)))
        yield bytes(bytes_[: len(whole)])


@case
def xls_that_was_not_copied_to_its_end(place):
    """Any length is a finding, and a cut file says that it is cut off."""
    whole = xls()
    for end in [*range(0, len(whole), max(1, len(whole) // 60)), len(whole) - 1]:
        place.write("cut.xls", whole[:end])
        place.run("check", "cut.xls")


@case
def xls_with_changed_records(place):
    """Findings or people, whatever a record says."""
    for number, bytes_ in enumerate(mutants(xls(), 150, 5)):
        place.write("m.xls", bytes_)
        place.run("check", "m.xls")


@case
def xls_records_that_lie_about_their_counts(place):
    """No room is made for what a number promises."""
    whole = xls()
    for kind, at, value in [(0x00FC, 4, b"\xff\xff\xff\x7f"), (0x00E5, 0, b"\xff\xff"), (0x0085, 0, b"\xff\xff\xff\x7f"), (0x041E, 2, b"\xff\xff")]:
        found = whole.find(struct.pack("<H", kind))
        while found >= 0:
            changed = bytearray(whole)
            changed[found + 4 + at : found + 4 + at + len(value)] = value
            place.write("m.xls", bytes(changed[: len(whole)]))
            place.run("check", "m.xls")
            found = whole.find(struct.pack("<H", kind), found + 1)


@case
def xls_with_cells_far_away(place):
    """A cell in the last column of the last row takes no more than another, in one sheet and in forty."""
    for sheets in (1, 40):
        place.write("far.xls", xls([(65535, 255, "x")], sheets))
        place.run("check", "far.xls", megabytes=80)


@case
def ods_that_repeats_without_end(place):
    """Spaces, cells and rows are repeated no more than a table of people needs."""
    spaces = "<text:s text:c='2000000000'/>"
    many = "table:number-columns-repeated='2000000000'"
    rows = "table:number-rows-repeated='2000000000'"
    for content in (
        ods_row(*NAMES) + ods_row("1", f"Siti{spaces}Aminah", "", "", "Guru", "SD"),
        ods_row(*NAMES) + ods_row("1", f"{spaces * 2000}Aminah", "", "", "Guru", "SD"),
        ods_row(*NAMES) + ods_row("1", "Siti", "", "", "Guru", "SD", repeated=rows),
        ods_row(*NAMES) + f"<table:table-row><table:table-cell {many} office:value-type='string'><text:p>x</text:p></table:table-cell></table:table-row>",
        ods_row(*NAMES) + f"<table:table-row {rows}><table:table-cell {many} office:value-type='string'><text:p>x</text:p></table:table-cell></table:table-row>",
        ods_row(*NAMES) + f"<table:table-row {rows}><table:table-cell {many}/></table:table-row>",
        "<table:table-row>" * 100_000,
    ):
        place.write("s.ods", ods(f"<table:table table:name='Data'>{content}</table:table>"))
        place.run("check", "s.ods")


@case
def archives_with_changed_bytes(place):
    """Damaged XLSX, ODS and XLSB are findings."""
    books = {"xlsx": archive(xlsx()), "ods": ods(f"<table:table table:name='D'>{ods_row(*NAMES)}</table:table>")}
    for ending, whole in books.items():
        for bytes_ in [*mutants(whole, 60, 7), *(whole[:end] for end in range(0, len(whole), len(whole) // 30))]:
            place.write(f"m.{ending}", bytes_)
            place.run("check", f"m.{ending}")


@case
def xlsb_is_refused(place):
    """Nobody needs it; the advice is to save it anew."""
    part = struct.pack("<BBI", 0x99, 0x01, 0xFFFFFFFF) + b"\xff" * 100
    place.write("m.xlsb", archive({"xl/workbook.bin": part, "xl/sharedStrings.bin": part, "xl/worksheets/sheet1.bin": part}))
    place.refused("check", "m.xlsb", code="unreadable-workbook")


@case
def workbooks_without_a_workbook_or_a_sheet(place):
    """A finding, never nobody."""
    files = xlsx()
    without = {name: content for name, content in files.items() if name != "xl/workbook.xml"}
    for name, content in [("nowb.xlsx", archive(without)), ("empty.ods", ods("")), ("none.xlsx", archive({"a.txt": "x"}))]:
        place.write(name, content)
        place.refused("check", name, code="unreadable-workbook")


@case
def xlsx_made_to_fill_the_memory(place):
    """Cells far to the right, rows without number, entities, and strings without end."""
    strings = xlsx()
    strings["xl/sharedStrings.xml"] = "<sst xmlns='http://schemas.openxmlformats.org/spreadsheetml/2006/main' count='4000000000' uniqueCount='4000000000'><si><t>x</t></si></sst>"
    row = lambda inner: lambda text: text.replace("</sheetData>", inner + "</sheetData>")
    bomb = "<!DOCTYPE a [<!ENTITY a 'aaaaaaaaaa'>" + "".join(f"<!ENTITY {chr(98 + i)} '{('&' + chr(97 + i) + ';') * 10}'>" for i in range(12)) + "]>"
    for files in (
        strings,
        xlsx(sheet=row("<row r='1048576'><c r='XFD1048576' t='str'><v>x</v></c></row>")),
        xlsx(sheet=row("<row r='4294967295'><c r='ZZZZZZZ1'><v>1</v></c></row>")),
        xlsx(sheet=row("<row>" + "<c><v>1</v></c>" * 200_000 + "</row>")),
        xlsx(sheet=row("<row r='9'><c r='B9' t='s'><v>18446744073709551615</v></c></row>")),
        xlsx(sheet=lambda text: bomb + text.replace("</sheetData>", "<row r='9'><c r='B9' t='str'><v>&m;</v></c></row></sheetData>")),
        xlsx(sheet=row("<row r='9'>" + "<c>" * 100_000)),
    ):
        place.write("h.xlsx", archive(files))
        place.run("check", "h.xlsx")


@case
def archives_that_inflate_beyond_reason(place):
    """A bomb is refused before it is inflated."""
    files = xlsx(sheet=lambda text: text + " " * 300_000_000)
    place.write("bomb.xlsx", archive(files))
    place.refused("check", "bomb.xlsx", code="workbook-bomb")
