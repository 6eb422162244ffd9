"""Names of files: no two things of a run meet on one path."""
import csv, subprocess
from harness import case, merge, roster

PDF = ["--format", "pdf", "--combine"]
SCHOOLS = "UPTD Satuan Pendidikan Sekolah Menengah Pertama Negeri Kecamatan Lawang Kidul Nomor"


def everybody_has_a_file(place, folder, people):
    """Everybody stands in the register once, and in the file that it names, on that page."""
    register = place / folder / "muara-enim/pledge/register.csv"
    with open(register, encoding="utf-8-sig") as file:
        lines = list(csv.reader(file))[1:]
    place.expect(sorted(line[1] for line in lines) == sorted(people), f"the register lists {[line[1] for line in lines]}")
    for _, name, _, path, page, *_ in lines:
        file = register.parent / path
        place.expect(file.is_file(), f"{path} of {name} is not there")
        if file.suffix == ".pdf":
            pages = ["-f", page, "-l", page] if page else []
            text = subprocess.run(["pdftotext", *pages, file, "-"], capture_output=True, text=True, check=True).stdout
        else:
            text = file.read_text()
        place.expect(name in " ".join(text.split()), f"{name} does not stand in {path}, page {page}")


@case
def long_names_of_units_that_differ_at_their_end(place):
    """Two folders of different names, for two units, eleven and a hundred and one."""
    for count in (2, 11, 101):
        people = [f"Orang {i}" for i in range(count)]
        place.write("p.csv", roster(*(f"{name};{SCHOOLS} {i};PHL" for i, name in enumerate(people))))
        for number, more in enumerate(([], PDF, [*PDF, "--split", "2"])):
            place.run(*merge(f"o{count}-{number}", *more), ends=(0,), megabytes=200)
            everybody_has_a_file(place, f"o{count}-{number}", people)
        place.run(*merge(f"a{count}", document="attendance"), ends=(0,), megabytes=100)
        place.run(*merge(f"e{count}", "--estimate"), ends=(0,), megabytes=100)


@case
def volumes_and_selections_meet_no_other_unit(place):
    """A volume is never called as the run of another unit, nor is a selection of rows."""
    people = [(f"A{i}", "SMP Negeri") for i in range(6)] + [("Budi", "SMP Negeri 1"), ("Cici", "SMP Negeri rows 2 3"), ("Dodi", "SMP Negeri 01")]
    place.write("p.csv", roster(*(f"{name};{unit};PHL" for name, unit in people)))
    place.run(*merge("o", *PDF), ends=(0,))
    place.run(*merge("o", *PDF, "--split", "4", "--unit", "SMP Negeri"))
    everybody_has_a_file(place, "o", [name for name, _ in people])
    place.run(*merge("o", *PDF, "--rows", "2-3"))
    everybody_has_a_file(place, "o", [name for name, _ in people])
    place.run("verify", "o/muara-enim/pledge", ends=(0,))


@case
def no_number_of_a_person_is_pieced_together_in_a_path(place):
    """Digits of a name and of its unit are not enough for a number."""
    place.write("p.csv", roster("19870620x201402x2x003;19870620 dan 201402 dan 2003;PHL", "Siti;Unit 198706202014022003;PHL"))
    place.run(*merge("o"), ends=(0, 1))
    for path in place.content("o"):
        digits = "".join(c for c in path if c.isdigit())
        place.expect("1987062020140" not in digits, f"a number stands in {path}")
