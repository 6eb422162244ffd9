"""Output folders that hold links, pipes, files of others, and what killed runs left."""
import hashlib, json, os, random, signal, subprocess, time
from harness import build, case, merge, roster

PEOPLE = roster("Siti;Dinas A;PHL", "Budi;Dinas A;PHL")
PRECIOUS = b"precious line 1\nno newline at the end"
PLEDGE = "muara-enim/pledge"


def victim(place):
    """A file outside of the output folders."""
    return place.write("victim/file.txt", PRECIOUS)


def unharmed(place, told):
    place.expect((place / "victim/file.txt").read_bytes() == PRECIOUS, f"the file outside was changed: {told}")
    place.expect(sorted(p.name for p in (place / "victim").iterdir()) == ["dir", "file.txt"], f"files came or went outside: {told}")
    place.expect(not list((place / "victim/dir").iterdir()), f"written into a folder outside: {told}")


@case
def links_in_an_output_folder(place):
    """Refused, or replaced by a file of our own; nothing outside is touched."""
    place.write("p.csv", PEOPLE)
    place.write("outer", "")
    victim(place)
    (place / "victim/dir").mkdir()
    for link in (lambda at: at.symlink_to(place / "victim/file.txt"), lambda at: os.link(place / "victim/file.txt", at)):
        kind = "symbolic" if link.__code__.co_names[0] == "symlink_to" else "hard"
        for number, name in enumerate((".ikrar.lock", "manifest.json", "index.html", "muara-enim/pledge.md", ".ikrar-aside")):
            for again in (False, True):
                out = f"b-{kind}-{number}-{again}"
                if again:
                    place.run(*build(out), ends=(0,))
                at = place / out / name
                at.parent.mkdir(parents=True, exist_ok=True)
                at.unlink(missing_ok=True)
                link(at)
                place.run(*build(out))
                unharmed(place, f"build, {kind} link at {name}")
        for number, name in enumerate((".ikrar.lock", ".ikrar-journal", "manifest.json", "register.csv", "register.xlsx", "dinas-a/0002-siti.md", ".ikrar-aside")):
            for again in (False, True):
                out = f"m-{kind}-{number}-{again}"
                if again:
                    place.run(*merge(out), ends=(0,))
                at = place / out / PLEDGE / name
                at.parent.mkdir(parents=True, exist_ok=True)
                at.unlink(missing_ok=True)
                link(at)
                place.run(*merge(out))
                unharmed(place, f"merge, {kind} link at {name}")
    for number, (name, command) in enumerate((("muara-enim", build), ("muara-enim", merge), (PLEDGE, merge), (f"{PLEDGE}/dinas-a", merge), (f"{PLEDGE}/.ikrar-aside", merge))):
        at = place / f"d{number}" / name
        at.parent.mkdir(parents=True, exist_ok=True)
        at.symlink_to(place / "victim/dir")
        place.run(*command(f"d{number}"))
        unharmed(place, f"a folder that is a link: {name}")


@case
def manifests_that_list_what_lies_outside(place):
    """Nothing outside is removed, whatever a manifest or a journal says."""
    victim(place)
    (place / "victim/dir").mkdir()
    place.write("p.csv", PEOPLE)
    stamp = {"bytes": len(PRECIOUS), "sha256": hashlib.sha256(PRECIOUS).hexdigest()}
    for number, path in enumerate(("link/file.txt", "../victim/file.txt", "muara-enim/../link/file.txt", str(place / "victim/file.txt"), "link/../victim/file.txt")):
        selection = {"region": "muara-enim", "document": "pledge", "election": "x", "lang": "id", "paper": "a4", "format": "md"}
        listed = {"path": path, **stamp, "rulebook": {"version": "1", "sha256": "0"}, "edition": "old", "selection": selection}
        place.write(f"b{number}/manifest.json", json.dumps({"ikrar": "0.1.0", "files": [listed]}))
        (place / f"b{number}/link").symlink_to("../victim")
        place.run(*build(f"b{number}"))
        unharmed(place, f"build, {path} in the manifest")
        line = {"path": path, **stamp, "pages": 1, "key": "0" * 64, "unit": "Dinas Z", "people": [{"row": 9, "name": "X"}]}
        place.write(f"m{number}/{PLEDGE}/.ikrar-journal", json.dumps(line) + "\n")
        (place / f"m{number}/{PLEDGE}/link").symlink_to("../../../victim")
        place.run(*merge(f"m{number}"))
        unharmed(place, f"merge, {path} in the journal")
        place.run("verify", f"b{number}")


@case
def folders_of_somebody_else_with_our_names(place):
    """What somebody put there stays."""
    place.write("p.csv", PEOPLE)
    for command, folder in ((merge, f"o/{PLEDGE}"), (build, "o")):
        mine = place.write(f"{folder}/.ikrar-aside/mine.txt", "mine")
        place.run(*command("o"))
        place.expect(mine.read_text() == "mine", "a file of somebody else is gone")


@case
def files_that_somebody_put_in_the_place_of_ours(place):
    """A scan stays, and is told; everything else is made."""
    place.write("p.csv", PEOPLE)
    for name, command, file in (("merge", merge("o"), f"o/{PLEDGE}/dinas-a/0002-siti.md"), ("run", merge("r", "--format", "pdf", "--combine"), f"r/{PLEDGE}/dinas-a.pdf"), ("build", build("b"), "b/muara-enim/pledge.md")):
        place.run(*command, ends=(0, 1))
        if not (place / file).exists():
            continue
        place.write(file, "SCAN OF THE SIGNED PLEDGE\n")
        ended = place.run(*command)
        place.expect((place / file).read_text().startswith("SCAN"), f"{name}: the scan is gone")
        place.expect("[file-changed]" in ended.text, f"{name}: nobody is told of the scan")
        place.run(*command, "--date", "2024-10-04")
        place.expect((place / file).read_text().startswith("SCAN"), f"{name}: the scan is gone with other inputs")
    place.write("p.csv", roster("Budi;Dinas A;PHL"))
    place.run(*merge("o"))
    place.expect((place / f"o/{PLEDGE}/dinas-a/0002-siti.md").read_text().startswith("SCAN"), "the scan of somebody who left is gone")


@case
def pipes_and_devices_in_an_output_folder(place):
    """A finding names what is in the way; nothing waits."""
    place.write("p.csv", PEOPLE)
    number = 0
    for make in (os.mkfifo, lambda at: os.symlink("/dev/zero", at), os.mkdir):
        for command, below, names in ((build, "", (".ikrar.lock", "manifest.json", "index.html", "muara-enim/pledge.md")), (merge, PLEDGE, (".ikrar.lock", "manifest.json", ".ikrar-journal", "register.csv", "register.xlsx", "dinas-a/0002-siti.md", ".ikrar-aside"))):
            for name in names:
                number += 1
                at = place / f"o{number}" / below / name
                at.parent.mkdir(parents=True, exist_ok=True)
                make(at)
                place.run(*command(f"o{number}"))
                place.run("verify", f"o{number}/{below}")
        for listed in ("files", "registers"):
            number += 1
            place.write(f"o{number}/manifest.json", json.dumps({"files": [], listed: [{"path": "x", "sha256": "0" * 64}]}))
            make(place / f"o{number}/x")
            place.run("verify", f"o{number}", ends=(1, 2))


@case
def journals_and_manifests_that_are_damaged(place):
    """A bad line is told and left out; nobody is lost, and the next run ends well."""
    place.write("p.csv", PEOPLE)
    place.run(*merge("m"), ends=(0,))
    manifest = place / "m" / PLEDGE / "manifest.json"
    whole = manifest.read_text()
    line = next(line for line in whole.splitlines() if line.startswith('{"path"')).rstrip(",")
    journal = place / "m" / PLEDGE / ".ikrar-journal"
    for bad in (line.replace('"sha256":"', '"sha256":"g'), line[: len(line) // 2], line.replace("dinas-a", "../x"), "{}", "\xff", line.replace('"bytes":', '"bytes":-'), line + line):
        journal.write_text(bad + "\n")
        place.run(*merge("m"), ends=(0, 1))
        place.run(*merge("m"), ends=(0,))
        place.run("verify", f"m/{PLEDGE}", ends=(0,))
    chance = random.Random(64)
    for _ in range(60):
        changed = bytearray(whole.encode())
        for _ in range(chance.randint(1, 3)):
            changed[chance.randrange(len(changed))] = chance.randrange(32, 127)
        manifest.write_bytes(bytes(changed))
        place.run(*merge("m"))
        place.expect((place / "m" / PLEDGE / "dinas-a/0002-siti.md").is_file(), "a sheet is gone")
        if manifest.read_bytes() == bytes(changed):
            manifest.write_text(whole)


@case
def a_disk_that_is_full_and_has_room_again(place):
    """What is ours is known as ours afterwards."""
    disk = place / "disk"
    disk.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=700k", "tmpfs", disk], capture_output=True).returncode:
        print("NOT TRIED: a full disk, which needs the right to mount one")
        return
    place.stack.callback(subprocess.run, ["umount", disk], check=True)
    place.run("build", "--quiet", "--region", "prabumulih,muara-enim", "--out", "disk/o", ends=(2,), megabytes=150)
    with open(disk / "fill", "wb") as file:
        try:
            file.write(b"\0" * (700 << 10))
            file.flush()
        except OSError:
            pass
    place.run("build", "--quiet", "--region", "all", "--document", "pledge,checklist", "--out", "disk/o", ends=(2,), seconds=30, megabytes=600)
    (disk / "fill").unlink()
    subprocess.run(["mount", "-o", "remount,size=200m", disk], check=True)
    place.run("build", "--quiet", "--region", "prabumulih,muara-enim", "--out", "disk/o", ends=(0,), megabytes=150)
    place.run("verify", "disk/o", ends=(0,))


@case
def nothing_half_written_stays_after_kills(place):
    """The next run takes away what killed ones wrote aside."""
    chance = random.Random(65)
    place.write("p.csv", roster(*(f"Orang {i};Dinas {i % 5};PHL" for i in range(300))))
    for command in (["build", "--out", "o"], merge("o")):
        for _ in range(25):
            child = subprocess.Popen([place.ikrar, "--quiet", *command], cwd=place.root, stderr=subprocess.DEVNULL)
            time.sleep(chance.uniform(0.01, 0.4))
            child.send_signal(signal.SIGKILL)
            child.wait()
        place.run("--quiet", *command, ends=(0,), seconds=20, megabytes=200)
    left = [path for path in place.content("o") if "/.ikrar-" in f"/{path}" and not path.endswith(".ikrar.lock")]
    place.expect(not left, f"left behind: {left}")


@case
def a_kit_in_the_folder_of_a_build(place):
    """Both keep their files."""
    place.write("p.csv", PEOPLE)
    place.run("init", "w", ends=(0, 1))
    event = next(iter(sorted((place / "w").rglob("sosialisasi.yaml"))), None)
    text = event.read_text() if event else (__import__("pathlib").Path(__file__).parents[2] / "samples/sosialisasi.yaml").read_text()
    place.write("event.yaml", text)
    kit = ["kit", "--region", "muara-enim", "--event", "event.yaml", "--format", "md", "--out", "x"]
    for first, second in ((build("x"), kit), (kit, build("x")), (merge("x"), kit), (build("x"), merge("x"))):
        place.run(*first, ends=(0, 1), megabytes=120)
        before = {path: content for path, content in place.content("x").items() if path.endswith(".md")}
        place.run(*second, megabytes=120)
        after = place.content("x")
        gone = [path for path in before if path not in after]
        place.expect(not gone, f"`{second[0]}` into the folder of `{first[0]}` removed {gone[:3]}")
        place.remove("x")
