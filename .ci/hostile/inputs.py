"""Inputs that have no end or are no files, numbers of people in messages, watching, and output that cannot be written."""
import os, pathlib, signal, subprocess, time
from harness import build, case, merge, numbers_hidden, roster

NUMBER = "198706202014022003"
REPOSITORY = pathlib.Path(__file__).parents[2]


def odd_inputs(place):
    """A pipe, a device, a folder, a link to a device, and a file of 40 GB, with their kinds."""
    os.mkfifo(place / "pipe")
    os.symlink("/dev/zero", place / "zero")
    (place / "folder").mkdir()
    with open(place / "huge", "wb") as file:
        file.truncate(40 << 30)
    return ["pipe", "zero", "/dev/zero", "folder", "huge", "missing"]


@case
def inputs_without_end(place):
    """Exit status 2 with a finding, at once."""
    place.write("p.csv", roster("Siti;Dinas;PHL"))
    for odd in odd_inputs(place):
        for command in (
            merge("o", people=odd), ["tally", odd], ["check", odd], ["trace", odd], ["list", "rules", "--rules", odd],
            ["list", "regions", "--regions", odd], ["list", "documents", "--templates", odd], ["kit", "--region", "muara-enim", "--event", odd, "--out", "k"],
            ["kit", "--region", "muara-enim", "--event", str(REPOSITORY / "samples/sosialisasi.yaml"), "--roster", odd, "--out", "k"],
        ):
            place.run(*command, ends=(0,) if odd == "folder" and command[-2] in ("--regions", "--templates") else (1, 2))
    for ending in ("xls", "xlsx", "ods", "csv", "yaml", "pdf", "html"):
        os.rename(place / "huge", place / f"huge.{ending}")
        place.run("check" if ending not in ("pdf", "html") else "trace", f"huge.{ending}", ends=(1, 2))
        os.rename(place / f"huge.{ending}", place / "huge")


@case
def what_a_workspace_names_is_an_ordinary_file(place):
    """Fonts, a rulebook that is extended, emblems."""
    (place / "templates").mkdir()
    for odd in odd_inputs(place):
        if odd == "missing":
            continue
        target = pathlib.Path(odd) if odd.startswith("/") else place / odd
        (place / "templates/f.ttf").symlink_to(target)
        place.write("templates/style.yaml", "fonts: {regular: f.ttf, bold: f.ttf, italic: f.ttf, bold-italic: f.ttf}\n")
        place.run("render", "pledge", "-o", "x.pdf", ends=(1, 2))
        (place / "templates/f.ttf").unlink()
        (place / "templates/style.yaml").unlink()
        place.write("rules.yaml", f"extends: {odd}\nrules: []\n")
        place.run("list", "rules", ends=(1, 2))
        (place / "rules.yaml").unlink()
        for name in ("_p.md", "style.css", "labels.yaml", "page.html", "style.yaml"):
            (place / f"templates/{name}").symlink_to(target)
            place.run(*build(), megabytes=80)
            (place / f"templates/{name}").unlink()


@case
def standard_input_without_end_and_stopped(place):
    """A size bounds it, and nothing of it stays on the disk."""
    (place / "tmp").mkdir()
    for command in (["check", "-"], merge("o", people="-"), ["tally", "-"], ["trace", "-"]):
        place.run(*command, ends=(1, 2), stdin="/dev/zero", seconds=20, megabytes=700, env={"TMPDIR": str(place / "tmp")})
        place.expect(not list((place / "tmp").iterdir()), f"`{command[0]}` leaves files behind")
    for stop in (signal.SIGTERM, signal.SIGKILL, signal.SIGINT):
        child = subprocess.Popen([place.ikrar, "check", "-"], cwd=place.root, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env={**os.environ, "TMPDIR": str(place / "tmp")})
        child.stdin.write(f"Nama,NIP\n{'Siti,' + NUMBER + chr(10)}".encode() * 1000)
        child.stdin.flush()
        time.sleep(0.4)
        child.send_signal(stop)
        child.wait(timeout=10)
        left = [file.name for file in (place / "tmp").iterdir()]
        place.expect(not left, f"after {stop.name} the roster stays on the disk: {left}")


@case
def numbers_of_people_stay_out_of_messages(place):
    """Wherever somebody typed one."""
    rows = "title: {id: A, en: B}\ndate: 2024-10-04\n"
    place.write("ev.yaml", f'{rows}in_charge: "{NUMBER}"\naudiences: ["{NUMBER}"]\nspeakers: ["{NUMBER}"]\n')
    place.write("ev2.yaml", f"{rows}{NUMBER}: x\ndocuments: [{NUMBER}]\n")
    place.write("prabumulih.yaml", (REPOSITORY / "regions/prabumulih.yaml").read_text() + f"units:\n  - {{name: Dinas A, superiors: ['{NUMBER}']}}\n")
    place.write("p.csv", f"Nama,Status,Kolom {NUMBER}\nSiti,PHL,x\n")
    place.write("q.csv", f"Nama,,NIP,Unit Kerja,Status\n,{NUMBER},,,\nSiti Aminah,x,1603010101850001,Dinas,PNS\n")
    place.write("s.csv", f"Nama,Status,Unit Kerja\n19870620x201402x2x003,PHL,{NUMBER}\nSiti,PHL {NUMBER},Dinas 19870620 201402 2 003\n")
    for name in ("ev.yaml", "ev2.yaml", "prabumulih.yaml", "p.csv", "q.csv", "s.csv"):
        for shape in ("human", "json"):
            ended = place.run("check", name, "--format", shape)
            place.expect(numbers_hidden(ended.text), f"check {name}: {ended.text[:600]}")
    for command in (merge("o", people="s.csv"), merge("o", "--unit", NUMBER, people="s.csv"), merge("o", "--report", "json", people="q.csv"), ["explain", NUMBER], ["render", NUMBER], ["kit", "--region", "muara-enim", "--event", "ev.yaml", "--out", "k"]):
        ended = place.run(*command)
        place.expect(numbers_hidden(ended.text), f"{command[:2]}: {ended.text[:600]}")


TEMPLATE = "---\nname: {id: Uji, en: Test}\ndescription: {id: Uji coba saja., en: A test.}\nper: []\n---\n# Uji A\n"


@case
def watching(place):
    """A change is built once, soon, whatever else goes on in the folder."""

    def watched(change, expected, noise=None, output="out.md", document="x"):
        for path in (place / "ws", place / "out.md"):
            subprocess.run(["rm", "-rf", path], check=True)
        place.write("ws/templates/x.md", TEMPLATE)
        out = place / output
        with open(place / "errors", "wb") as errors:
            child = subprocess.Popen([place.ikrar, "render", document, "-o", str(out), "--watch"], cwd=place / "ws", stderr=errors)
            time.sleep(1)
            child_noise = subprocess.Popen(["sh", "-c", noise], cwd=place / "ws") if noise else None
            change(place / "ws")
            deadline = time.monotonic() + 8
            while time.monotonic() < deadline and not (out.is_file() and expected in out.read_text()):
                time.sleep(0.1)
            time.sleep(1.5)
            child.send_signal(signal.SIGINT)
            child.wait(timeout=10)
            if child_noise:
                child_noise.kill()
        told = (place / "errors").read_text()
        place.expect(out.is_file() and expected in out.read_text(), f"not built anew: {expected}; {told}")
        return told.count("made again")

    file = lambda ws: ws / "templates/x.md"
    edit = lambda ws: file(ws).write_text(TEMPLATE.replace("Uji A", "Uji B"))
    place.expect(watched(edit, "Uji B") <= 2, "built more than once")
    watched(edit, "Uji B", "for i in $(seq 200); do cat templates/x.md > /dev/null; sleep 0.05; done")
    watched(edit, "Uji B", "for i in $(seq 200); do echo $i > templates/notes.txt; sleep 0.05; done")

    def anew(ws):
        subprocess.run("rm -r templates; sleep 1; mkdir templates", shell=True, cwd=ws, check=True)
        file(ws).write_text(TEMPLATE)
        time.sleep(1)
        file(ws).write_text(TEMPLATE.replace("Uji A", "Uji C"))

    watched(anew, "Uji C")

    def swapped(ws):
        subprocess.run("cp -r templates new; mv templates old; mv new templates; sleep 1", shell=True, cwd=ws, check=True)
        file(ws).write_text(TEMPLATE.replace("Uji A", "Uji C"))

    watched(swapped, "Uji C")

    def linked(ws):
        subprocess.run("mv templates/x.md far.md; ln -s ../far.md templates/../templates/y; rm templates/y; cp far.md templates/x.md", shell=True, cwd=ws, check=True)
        edit(ws)

    watched(linked, "Uji B")
    place.expect(watched(lambda ws: None, "Uji A", output="ws/templates/out.html") <= 2, "builds for ever when its output lies in a watched folder")


@case
def output_that_cannot_be_written(place):
    """Exit status 2, whatever is asked."""
    for command in (["--help"], ["--version"], ["build", "--help"], ["help", "merge"], ["completions", "bash"], ["man"], ["list", "rules"], ["explain", "N-05"], ["schema", "rules"], ["render", "pledge", "--format", "md"]):
        place.run(*command, ends=(2,), stdout="/dev/full")


@case
def smaller_things(place):
    """Formulas in quizzes, secrets in messages, a table of regions of one's own."""
    rules = (REPOSITORY / "rules.yaml").read_text()
    import re

    for sign in "＝＋－＠=":
        place.write("rules.yaml", re.sub(r"^      id: Arahnya sama.*", f'      id: "{sign}1+1"', rules, flags=re.M))
        place.run("render", "quiz", "--topic", "state-property", "--questions", "all", "-o", "q.csv")
        if (place / "q.csv").exists():
            text = (place / "q.csv").read_text(encoding="utf-8-sig")
            place.expect(not re.search(rf'(^|[,;"]){re.escape(sign)}1', text, flags=re.M), f"a formula: {sign}1+1")
    place.write("secret.txt", "user:hash:secret secret\n")
    place.write("rules.yaml", "extends: secret.txt\nrules: []\n")
    ended = place.run("list", "rules", ends=(1, 2))
    place.expect("hash:secret" not in ended.text, "prints a file that is no rulebook")
    (place / "rules.yaml").unlink()
    place.write("regions/regions.csv", "code,name,elects_head\n11,Aceh,yes\n11.01,Kabupaten Contoh,yes\n")
    place.run("list", "regions", ends=(0,), says="Contoh")
    place.run("build", "--region", "contoh", "--document", "pledge", "--format", "md", ends=(0,))
