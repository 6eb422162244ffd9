"""Templates of others: whatever they do ends soon, in bounded memory, as a finding."""
import subprocess
from harness import build, case, merge, roster

FRONT = "---\nname: {id: Uji, en: Test}\ndescription: {id: Uji coba saja., en: A test.}\nper: []\n---\n# Uji\n\n"
# Rendering has a second of CPU and some memory of its own, beside what the program takes.
SECONDS, MEGABYTES = 8, 160

GROWN = "{% set a = 'xxxxxxxxxxxxxxxx' %}" + "{% set a = a ~ a %}" * 13
HUNDRED_THOUSAND = "range(end=100000)"
WORK = {
    "loops hidden by a raw block": "{% raw %}endraw %} {# {% endraw %}{% for i in range(end=100000) %}{% for j in range(end=100000) %}{% endfor %}{% endfor %} #}",
    "loops hidden by a raw block with dashes": "{%- raw -%}{% endraw {%- endraw -%}{% for i in range(end=100000) %}{% for j in range(end=100000) %}{% endfor %}{% endfor %}{# {% endraw %} #}",
    "loops in loops": "{% for i in range(end=100000) %}" * 3 + "{% endfor %}" * 3,
    "a list within a list within a list": "{% set a = [] %}{% for i in range(end=90000) %}{% set_global a = [a] %}{% endfor %}{{ a }}",
    "spreads": "{% set a = range(end=100000) %}{{ [" + "...a, " * 4000 + "] | length }}",
    "spreads kept": "{% set a = range(end=100000) %}" + "{% set a = [...a, ...a] %}" * 20 + "{{ a | length }}",
    "much work in each turn": GROWN + "{% for i in range(end=100000) %}{% for j in range(end=40) %}{% set b = a | upper | lower | upper | lower %}{% endfor %}{% endfor %}",
    "texts joined in one expression": GROWN + "{{ (" + " ~ ".join(["a"] * 3000) + ") | length }}",
    "texts replaced": GROWN + "{{ a | replace(from='x', to=a) | replace(from='x', to=a) | length }}",
    "a comprehension within another": "{{ [x for x in [y for y in range(end=100000)] if [z for z in range(end=100000)]] | length }}",
    "comparing long lists": "{% set a = range(end=100000) %}{% for i in a %}{% if a == a %}{% endif %}{% endfor %}",
    "looking into long lists": "{% set a = range(end=100000) %}{% for i in a %}{% if 100001 in a %}{% endif %}{% endfor %}",
    "a filter section": GROWN + "{% filter upper %}{% for i in range(end=100000) %}{{ a }}{% endfor %}{% endfilter %}",
    "a section that is set": GROWN + "{% set b %}{% for i in range(end=100000) %}{{ a }}{% endfor %}{% endset %}",
    "much output": "{% for i in range(end=100000) %}{% for j in range(end=100) %}Isi lembar yang panjang sekali. {% endfor %}{% endfor %}",
}
MODEST = ("a list within a list within a list", "texts joined in one expression", "a comprehension within another", "comparing long lists")
SYNTAX = {
    "many elif": "{% if false %}" + "{% elif false %}" * 20_000 + "{% endif %}",
    "deep parentheses": "{{ " + "(" * 200_000 + "1" + ")" * 200_000 + " }}",
    "deep lists": "{{ " + "[" * 200_000 + "]" * 200_000 + " }}",
    "open parentheses": "{{ " + "(" * 500_000,
    "deep conditions": "{% if true %}" * 20_000 + "{% endif %}" * 20_000,
    "many signs before a number": "{{ " + "-" * 200_000 + "1 }}",
    "many negations": "{{ " + "not " * 100_000 + "true }}",
    "a long chain of filters": "{{ 'a'" + "|upper" * 100_000 + " }}",
    "a long chain of fields": "{{ a" + ".b" * 100_000 + " }}",
    "a long sum": "{{ 1" + " + 1" * 100_000 + " }}",
    "a long chain of choices": "{{ 1 if true else " * 20_000 + "1 }}",
}


def everywhere(place, ends=(1,)):
    """Every command that meets the template of the document ends; those that render it have findings."""
    place.run("render", "x", "-o", "-", "--format", "md", seconds=SECONDS, megabytes=MEGABYTES, ends=ends)
    place.run("check", seconds=2 * SECONDS, megabytes=MEGABYTES, ends=ends)
    place.run("list", "documents", seconds=SECONDS, megabytes=MEGABYTES)


@case
def templates_that_work_without_end(place):
    """error[template-render] or error[output-too-large], in every document."""
    for name, body in WORK.items():
        place.write("templates/x.md", FRONT + body + "\n")
        # What is done soon and in little memory is no fault.
        everywhere(place, ends=(0, 1) if name in MODEST else (1,))
    left = subprocess.run(["pgrep", "-f", "--", "--template-worker"], capture_output=True, text=True).stdout.split()
    place.expect(not left, f"processes are left: {left}")


@case
def templates_that_nest_beyond_reason(place):
    """A finding that names the template, from every command that reads templates."""
    for name, body in SYNTAX.items():
        place.write("templates/x.md", FRONT + body + "\n")
        ended = place.run("render", "x", "-o", "-", "--format", "md", seconds=SECONDS, megabytes=MEGABYTES)
        place.expect(ended.status == 0 or "x.md" in ended.errors, f"{name}: the finding does not name the template: {ended.errors[:300]}")
        place.run("render", "pledge", "-o", "-", "--format", "md", seconds=SECONDS, megabytes=MEGABYTES)


@case
def parts_that_include_parts(place):
    """Four includes in each of fifteen, and circles, are findings."""
    for number in range(15):
        place.write(f"templates/_i{number}.md", f'{{% include "_i{number + 1}.md" %}}' * 4)
    place.write("templates/_i15.md", "x")
    place.write("templates/x.md", FRONT + '{% include "_i0.md" %}\n')
    everywhere(place)


@case
def the_page_and_the_index_work_without_end(place):
    """What holds for documents holds for page.html and index.html."""
    place.run("init", ".", ends=(0, 1, 2))
    for name in ("page.html", "index.html"):
        for body in (WORK["loops in loops"], WORK["loops hidden by a raw block"], WORK["spreads"], WORK["a list within a list within a list"], SYNTAX["many elif"]):
            place.write(f"templates/{name}", body)
            place.run("build", "--region", "muara-enim", "--document", "pledge", "--format", "html", "--out", "o", ends=(1, 2), seconds=2 * SECONDS, megabytes=MEGABYTES)
            place.run("check", ends=(1, 2), seconds=2 * SECONDS, megabytes=MEGABYTES)
        (place / f"templates/{name}").unlink()


@case
def a_merge_with_a_template_that_works_without_end(place):
    """It is refused once, not for each person."""
    place.write("templates/x.md", FRONT.replace("per: []", "per: [person]") + WORK["much work in each turn"] + "{{ person.name }}\n")
    place.write("p.csv", roster(*(f"Orang {i};Dinas {i % 5};PHL" for i in range(500))))
    place.run(*merge("o", document="x"), ends=(1, 2), seconds=20, megabytes=MEGABYTES)


@case
def a_template_behind_a_link(place):
    """What a link in the folder leads to, outside of it, is not read."""
    place.write("outside/secret.txt", "TOPSECRET\n")
    place.write("templates/x.md", FRONT + '{% include "_s.md" %}\n')
    (place / "templates/_s.md").symlink_to("../outside/secret.txt")
    ended = place.run("render", "x", "-o", "-", "--format", "md", ends=(1, 2))
    place.expect("TOPSECRET" not in ended.text, "a file outside the folder was printed")


@case
def a_folder_of_huge_templates_or_profiles(place):
    """Refused by size before it is read."""
    for folder, ending in (("templates", "md"), ("regions", "yaml")):
        (place / folder).mkdir()
        for number in range(100):
            with open(place / folder / f"a{number}.{ending}", "wb") as file:
                file.truncate(8 << 20)
        place.run("list", "documents", ends=(1, 2))
        place.run(*build(), ends=(1, 2))
        place.remove(folder)


@case
def a_hundred_thousand_headings(place):
    """In time that grows with their number, in every format."""
    for item in ("## A\n\n", "- a\n", "1. a\n   - b\n", "> a\n\n", "a[^1]\n\n", "**a** [b](https://example.org)\n\n"):
        body = f"{{% for i in range(end=100000) %}}{item}{{% endfor %}}\n\n[^1]: x\n"
        place.write("templates/x.md", FRONT + body)
        for ending in ("pdf", "html", "txt"):
            place.run("render", "x", "-o", f"x.{ending}", seconds=55, megabytes=2500)
