"""PDFs and texts that `trace` reads, and texts that no font can print."""
import pathlib, random, re, shutil, subprocess, zlib
from harness import case


def pdf(objects, trailer="/Root 1 0 R"):
    """A PDF of these objects, from 1 on."""
    bytes_, places = b"%PDF-1.7\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(bytes_))
        bytes_ += f"{number} 0 obj\n".encode() + (content if isinstance(content, bytes) else content.encode()) + b"\nendobj\n"
    table = "".join(f"{at:010} 00000 n \n" for at in places)
    return bytes_ + f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}trailer\n<</Size {len(objects) + 1}{trailer}>>\nstartxref\n{len(bytes_)}\n%%EOF\n".encode()


def stream(content, entries="", filters=1):
    for _ in range(filters):
        content = zlib.compress(content, 9)
    names = "/Filter[" + "/FlateDecode" * filters + "]" if filters else ""
    return f"<<{names}{entries}/Length {len(content)}>>stream\n".encode() + content + b"\nendstream"


def sheet(content=b"BT /F1 9 Tf <0001> Tj ET", cmap=b"", pages=1, filters=1, entries=""):
    """Tagged pages of one stream, whose font reads its characters from a map."""
    kids = " ".join(f"{number} 0 R" for number in range(10, 10 + pages))
    page = "<</Type/Page/Parent 2 0 R/StructParents 0/MediaBox[0 0 9 9]/Contents 3 0 R/Resources<</Font<</F1 4 0 R>>/XObject<</X 3 0 R>>>>>>"
    return pdf([
        "<</Type/Catalog/Pages 2 0 R/StructTreeRoot 7 0 R/MarkInfo<</Marked true>>>>", f"<</Type/Pages/Kids[{kids}]/Count {pages}>>",
        stream(b"/P <</MCID 0>> BDC " + content + b" EMC", entries, filters),
        "<</Type/Font/Subtype/Type0/BaseFont/X/Encoding/Identity-H/ToUnicode 5 0 R/DescendantFonts[6 0 R]>>", stream(cmap),
        "<</Type/Font/Subtype/CIDFontType2/BaseFont/X/CIDSystemInfo<</Registry(A)/Ordering(B)/Supplement 0>>>>",
        "<</Type/StructTreeRoot/ParentTree 8 0 R/K 9 0 R>>", "<</Nums[0 [9 0 R]]>>", "<</Type/StructElem/S/P/P 7 0 R/Pg 10 0 R/K 0>>", *[page] * pages,
    ])


@case
def pdfs_made_to_fill_the_memory(place):
    """error[unreadable-pdf] or no rules, soon, in bounded memory."""
    ranges = b"begincmap 1 begincodespacerange <00000000> <ffffffff> endcodespacerange 1 beginbfrange <00000000> <ffffffff> <0041> endbfrange endcmap"
    long = b"BT /F1 9 Tf " + b"<0001> Tj " * 1_500_000 + b"ET"
    index = "<</Type/XRef/Size 10/W[0 0 0]/Root 2 0 R/Filter/FlateDecode/Length 12/Index[0 9223372036854775807]>>stream\n"
    for name, content in {
        "xref": f"%PDF-1.7\n1 0 obj\n{index}".encode() + zlib.compress(b"")[:12] + b"\nendstream\nendobj\nstartxref\n9\n%%EOF\n",
        "xref size": pdf(["<</Type/Catalog>>"], "/Size 9223372036854775807/Root 1 0 R"),
        "xref prev": pdf(["<</Type/Catalog/Pages 1 0 R>>"], "/Root 1 0 R/Prev 60"),
        "cmap": sheet(cmap=ranges),
        "cmaps": sheet(cmap=b"1 beginbfrange <0000> <ffff> <0041> endbfrange " * 5000),
        "pages": sheet(long, pages=200),
        "bomb": sheet(b"\0" * 200_000_000),
        "bomb in a bomb": sheet(zlib.compress(b" " * 200_000_000, 9), filters=2),
        "predictor": sheet(b"x" * 1000, entries="/DecodeParms<</Predictor 15/Columns 2147483647/Colors 32/BitsPerComponent 16>>"),
        "form in itself": sheet(b"/X Do " * 1000, entries="/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 3 0 R>>>>"),
        "deep": pdf(["[" * 500_000]),
        "deep dictionaries": pdf(["<</A" * 300_000]),
        "kids in a circle": pdf(["<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[" + "2 0 R " * 1000 + "]/Count 1000>>"]),
        "circle of references": pdf(["2 0 R", "1 0 R"]),
        "object streams": pdf(["<</Type/Catalog/Pages 2 0 R>>", stream(b"1 0 " * 100_000, "/Type/ObjStm/N 2147483647/First 2147483647")]),
        "saves": sheet(b"q " * 3_000_000),
    }.items():
        place.write("h.pdf", content)
        place.run("trace", "h.pdf", megabytes=130)


@case
def pdfs_with_changed_bytes(place):
    """Sheets of our own, damaged."""
    place.run("render", "pledge", "--region", "muara-enim", "-o", "p.pdf", ends=(0,))
    whole = (place / "p.pdf").read_bytes()
    chance = random.Random(50)
    for number in range(120):
        changed = bytearray(whole[: len(whole) if number % 3 else chance.randrange(len(whole))])
        for _ in range(chance.randint(1, 6)):
            changed[chance.randrange(len(changed))] = chance.randrange(256)
        place.write("m.pdf", bytes(changed))
        place.run("trace", "m.pdf", megabytes=130)


@case
def long_texts(place):
    """In time that grows with their length."""
    line = "Pegawai tidak berpihak kepada calon."
    for name, content in {
        "lines.txt": f"{line}\n" * 330_000,
        "prose.txt": f"{line} " * 330_000,
        "ids.md": "- N-01 a\n" * 500_000,
        "ids.txt": "N-01 N-02 N-03 " * 500_000,
        "paragraphs.txt": f"{line}\n\n" * 300_000,
        "marks.md": "*" * 3_000_000,
        "quotes.md": ">" * 1_000_000,
        "brackets.md": "[" * 1_000_000,
        "tags.html": "<!doctype html>" + "<div>" * 2_000_000,
        "attributes.html": "<!doctype html><p " + "a=b " * 3_000_000 + ">N-01",
        "nul.html": "<!doctype html>" + "\0" * 30_000_000 + "<p>N-01",
        "nul.txt": "\0" * 30_000_000,
    }.items():
        place.write(name, content)
        place.run("trace", name, seconds=55, megabytes=700)


@case
def a_sheet_whose_words_were_changed(place):
    """Words are compared, whatever the sheet says of its making."""
    place.run("render", "checklist", "--region", "muara-enim", "-o", "c.html", ends=(0,))
    place.run("trace", "c.html", ends=(0,))
    page = (place / "c.html").read_text()
    changed = page.replace("Memakai pose netral", "Boleh memakai pose dukungan")
    place.expect(changed != page, "the checklist has no such line")
    place.write("c.html", changed)
    place.run("trace", "c.html", ends=(1,), says="changed")
    stamp = re.search(r"([0-9a-f]{8})", place.run("trace", "c.html", ends=(1,)).text)
    place.write("f.txt", f"Memilih boleh menerima uang. N-05\n\nRulebook 1.0.0 {stamp[1] if stamp else ''}\n")
    ended = place.run("trace", "f.txt")
    place.expect("1 unchanged" not in ended.text, f"words that no rule has are told to be unchanged: {ended.text}")


@case
def a_sheet_printed_by_a_browser(place):
    """Every rule that stands on it is found in the PDF of Chromium."""
    browser = shutil.which("chromium")
    if not browser:
        print("NOT TRIED: a sheet printed by a browser, which needs chromium")
        return
    place.run("render", "checklist", "--region", "muara-enim", "-o", "c.html", ends=(0,))
    subprocess.run(
        [browser, "--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", f"--user-data-dir={place / 'profile'}",
         "--no-pdf-header-footer", f"--print-to-pdf={place / 'c.pdf'}", (place / "c.html").as_uri()],
        check=True, capture_output=True, timeout=120,
    )
    printed, page = place.run("trace", "c.pdf", ends=(0,), megabytes=200), place.run("trace", "c.html", ends=(0,))
    count = lambda ended: re.search(r"(\d+) rules?", ended.text)[1]
    place.expect(count(printed) == count(page), f"{count(printed)} rules in the PDF, {count(page)} in the page")


@case
def texts_that_no_font_can_print(place):
    """error[missing-glyph] in little memory."""
    rules = (pathlib.Path(__file__).parents[2] / "rules.yaml").read_text()
    for letters in (10_000, 100_000):
        text = "".join(chr(0x13000 + i % 1000) for i in range(letters))
        place.write("rules.yaml", rules.replace("id: Memakai pose netral", f"id: {text} Memakai pose netral", 1))
        place.refused("render", "checklist", "-o", "x.pdf", code="missing-glyph", ends=(1,), megabytes=100)
