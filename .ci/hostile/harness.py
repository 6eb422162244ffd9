"""Runs ikrar on hostile and odd inputs, each in a folder of its own, and judges how it ends: never by a signal or a panic, soon,
and in little memory."""
import contextlib, multiprocessing, os, pathlib, re, resource, shutil, subprocess, sys, tempfile, time

# What a single command may take. CI machines are slow and busy, so time is wide; hangs and squares of lengths are far beyond it.
SECONDS, MEGABYTES = 5, 64
# What the operating system lets a command have, so that one that runs wild ends itself and not the machine.
ADDRESS_SPACE = 6 << 30
TIMEOUT = 60

CASES = []


def case(function):
    """Makes a function a case; its first line of documentation says what is right."""
    CASES.append(function)
    return function


class Broken(Exception):
    """What a case found."""


class Ended:
    """How a command ended."""

    def __init__(self, status, output, errors, seconds, megabytes):
        self.status, self.output, self.errors, self.seconds, self.megabytes = status, output, errors, seconds, megabytes

    @property
    def text(self):
        return self.output + self.errors


def serve(pipe):
    """Runs commands for the cases. A process of its own, since the system counts the memory of whoever starts a command as that
    command's, and cases make large inputs."""

    def limit():
        resource.setrlimit(resource.RLIMIT_AS, (ADDRESS_SPACE,) * 2)
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))

    while True:
        command, folder, environment, stdin, stdout, stderr = pipe.recv()
        with open(stdin, "rb") as input_, open(stdout, "wb") as output, open(stderr, "wb") as errors:
            started = time.monotonic()
            child = subprocess.Popen(command, cwd=folder, env=environment, stdin=input_, stdout=output, stderr=errors, preexec_fn=limit)
            while True:
                pid, status, usage = os.wait4(child.pid, os.WNOHANG)
                if pid:
                    break
                if time.monotonic() - started > TIMEOUT:
                    child.kill()
                time.sleep(0.002)
        child.returncode = os.waitstatus_to_exitcode(status)
        pipe.send((child.returncode, time.monotonic() - started, usage.ru_maxrss / 1024))


class Place:
    """A folder for one case, in which ikrar runs."""

    def __init__(self, ikrar, root, runner):
        self.ikrar, self.root, self.runner = ikrar, pathlib.Path(root), runner
        self.worst_seconds = self.worst_megabytes = 0

    def __truediv__(self, path):
        return self.root / path

    def write(self, path, content):
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
        return file

    def remove(self, path):
        shutil.rmtree(self.root / path)

    def run(self, *arguments, ends=(0, 1, 2), says=None, seconds=SECONDS, megabytes=MEGABYTES, stdin="/dev/null", stdout=None, env=None):
        """Runs ikrar to its end; `says` has to stand in what it prints, folded to one line."""
        command = [self.ikrar, *map(str, arguments)]
        with tempfile.NamedTemporaryFile() as errors, tempfile.NamedTemporaryFile() as output:
            environment = {**os.environ, "TMPDIR": str(self.root), **(env or {})}
            self.runner.send((command, str(self.root), environment, stdin, stdout or output.name, errors.name))
            status, elapsed, peak = self.runner.recv()
            texts = [stream.read().decode(errors="replace") for stream in (output, errors)]
        told = " ".join(command[1:])[:120]
        self.worst_seconds, self.worst_megabytes = max(self.worst_seconds, elapsed), max(self.worst_megabytes, peak)
        ended = Ended(status, *texts, elapsed, peak)
        last = ended.errors[-300:]
        self.expect(status in ends, f"`{told}` ended with {status}: {last}")
        self.expect("panicked" not in ended.errors, f"`{told}` panicked: {last}")
        self.expect(elapsed < seconds, f"`{told}` took {elapsed:.1f} s")
        self.expect(peak < megabytes, f"`{told}` took {peak:.0f} MB")
        self.expect(says is None or says in " ".join(ended.text.split()), f"`{told}` does not say “{says}”: {ended.text[-500:]}")
        return ended

    @staticmethod
    def expect(holds, message):
        if not holds:
            raise Broken(message)

    def refused(self, *arguments, code, ends=(1, 2), **more):
        """Runs ikrar, which has to refuse with a finding of this code."""
        return self.run(*arguments, ends=ends, says=f"[{code}]", **more)

    def content(self, folder):
        """All files below a folder of the case, without links."""
        root = self.root / folder
        return {str(file.relative_to(root)): file.read_bytes() for file in sorted(root.rglob("*")) if file.is_file() and not file.is_symlink()}


def roster(*people, titles="Nama;Unit Kerja;Status"):
    return "\n".join([titles, *people]) + "\n"


def merge(out="o", *more, document="pledge", people="p.csv"):
    formats = [] if "--format" in more else ["--format", "md"]
    return ["merge", document, "--region", "muara-enim", "--roster", people, *formats, "--out", out, *more]


def build(out="o", *more):
    return ["build", "--region", "muara-enim", "--document", "pledge", "--format", "md", "--out", out, *more]


def numbers_hidden(text):
    """Whether no run of digits is as long as the number of a person, whatever parts them."""
    return not re.search(r"(?:\d[\s.\-–/x]{0,3}){15,}\d", text)


def main(ikrar, wanted):
    broken = 0
    runner, other_end = multiprocessing.Pipe()
    multiprocessing.get_context("fork").Process(target=serve, args=(other_end,), daemon=True).start()
    for function in CASES:
        name = function.__name__.replace("_", " ")
        if wanted and not any(word in name for word in wanted):
            continue
        with tempfile.TemporaryDirectory() as root, contextlib.ExitStack() as stack:
            place = Place(ikrar, root, runner)
            place.stack = stack
            try:
                function(place)
                verdict = "held"
            except (Broken, OSError, subprocess.SubprocessError) as error:
                broken += 1
                verdict = f"BROKEN: {error}"
        print(f"{name:<48} {place.worst_seconds:6.2f} s {place.worst_megabytes:6.0f} MB  {verdict}", flush=True)
    return 1 if broken else 0
