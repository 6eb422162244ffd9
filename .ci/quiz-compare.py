"""Compares the files of one quiz: PREFIX.json (GIFT and Moodle XML as others read them), .csv, .xlsx, .md, its key, and
.context.json, what its template sees.

Usage: quiz-compare.py PREFIX   One difference is enough to fail.
"""

import csv
import json
import re
import sys

import openpyxl

prefix = sys.argv[1]


def question(text, options, right):
    return {"text": text, "options": [option for option in options if option], "right": [int(right)]}


def rows(sheet, first):
    for row in sheet.iter_rows(min_row=first):
        assert all(cell.data_type in "sn" for cell in row), f"{sheet.title}: a cell is a formula"
        yield [cell.value for cell in row]


def unquoted(cell):
    """What was kept from being a formula, as it was."""
    return cell[1:] if cell[:1] == "'" and cell[1:2] in "=+-@" else cell


read = json.load(open(prefix + ".json", encoding="utf-8"))
ids = [entry.pop("id") for entry in read["gift"]]
assert ids == [entry.pop("id") for entry in read["xml"]], "GIFT and XML differ in their ids"
table = list(csv.reader(open(prefix + ".csv", encoding="utf-8", newline="")))[1:]
assert not any(cell[:1] in "=+-@" for row in table for cell in row if cell), "a cell of the CSV is a formula"
read["csv"] = [question(unquoted(row[0]), map(unquoted, row[2:7]), row[7]) for row in table]
book = openpyxl.load_workbook(prefix + ".xlsx")
read["xlsx"] = [question(row[0], row[2:7], row[7]) for row in rows(book["Quizizz"], 2)]
for name, questions in read.items():
    for mine, other in zip(read["csv"], questions, strict=True):
        assert mine == other, f"{name} differs:\n{mine}\n{other}"

# A template sees the same.
context = json.load(open(prefix + ".context.json", encoding="utf-8"))["questions"]
assert [entry["id"] for entry in context] == ids, "a template sees other questions"
for entry, seen in zip(read["csv"], context, strict=True):
    assert entry["options"] == [option["text"] for option in seen["options"]], seen
    assert entry["right"] == [at for at, option in enumerate(seen["options"], 1) if option["right"]], seen

# The key prints the right answer in bold, or ticks it among the options.
key = open(prefix + ".md", encoding="utf-8").read().split("\n## ")[0]
answers = {}
for block in re.split(r"\n(?=\d+\. )", key)[1:]:
    told = re.search(r"^     \*\*(.*?)\.\*\*|^     - \[x\] (.*?) `", block, re.M)
    answers[re.search(r"`([A-Z]+-\d+)`", block)[1]] = (told[1] or told[2]).replace("\\", "")
assert list(answers) == ids, "the key has other questions"
for id, entry in zip(ids, read["csv"], strict=True):
    right = entry["options"][entry["right"][0] - 1]
    assert answers[id] == right, f"{id}: the key says {answers[id]!r}, the files {right!r}"

# Kahoot's sheet: its titles in the eighth row, texts no longer than it takes, the same right answers.
kahoot = book["Kahoot"]
assert kahoot["B8"].value.startswith("Question") and kahoot["H8"].value.startswith("Correct"), "the titles of Kahoot"
by_text = {entry["text"]: entry for entry in read["csv"]}
taken = list(rows(kahoot, 9))
for number, text, *options, seconds, right in taken:
    [whole] = [entry for words, entry in by_text.items() if words.startswith(text)]
    assert len(text) <= 120 and all(len(option or "") <= 75 for option in options), text
    assert seconds in {5, 10, 20, 30, 60, 90, 120, 240} and [right] == whole["right"], text
print(f"{prefix[-1]}: {len(ids)} questions agree in {', '.join(read)} and the key; Kahoot takes {len(taken)}")
