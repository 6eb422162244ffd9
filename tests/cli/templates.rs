//! Templates of others: what they must not reach, and where they end.

use crate::folder::{Folder, folder};
use std::time::{Duration, Instant};

/// A folder with a document of its own.
fn with_template(body: &str) -> Folder {
    let front = "---\nname: { id: Surat, en: Letter }\ndescription: { id: x, en: x }\nper: [region]\n---\n";
    folder().with("templates/surat.md", format!("{front}{body}")).with("rahasia.txt", "RAHASIA")
}

const RENDER: &str = "render surat --format md";

#[test]
fn no_template_reaches_files_environment_or_clock() {
    for body in [
        "{% include \"../rahasia.txt\" %}",
        "{% include \"/etc/passwd\" %}",
        "{% include \"labels.yaml\" %}",
        "{% extends \"../rahasia.txt\" %}",
        "{{ get_env(name=\"HOME\") }}",
        "{{ now() }}",
        "{{ get_random(start=0, end=9) }}",
        "{{ load_data(path=\"rahasia.txt\") }}",
        "{{ HOME }}",
    ] {
        let outcome = with_template(body).with_env("HOME", "/RAHASIA").runs(RENDER).finds();
        assert!(!outcome.stderr().contains("RAHASIA"), "{}", outcome.stderr());
    }
}

const LONG: &str = "this takes longer than any document needs";
const LARGE: &str = "this nests too deeply or takes more memory than any document needs";

/// Loops within loops.
fn loops(count: usize, inner: &str) -> String {
    (0..count)
        .fold(inner.to_owned(), |inner, level| format!("{{% for v{level} in range(end=1000) %}}{inner}{{% endfor %}}"))
}

/// A line that makes what it keeps twice as large, many times.
fn doubled(line: &str) -> String {
    format!("{{% set s = \"0123456789\" %}}{{% set a = [1] %}}{}", line.repeat(60))
}

/// Each of these ends with a finding of these words, and leaves no process behind.
#[track_caller]
fn assert_ended(folder: &Folder, line: &str, words: &[&str], beginning: &str) {
    let started = Instant::now();
    let outcome = folder.runs(line).finds();
    // `check` prints its findings as a result.
    let told = outcome.stderr().to_owned() + &outcome.stdout();
    assert!(words.iter().any(|words| told.contains(words)), "{beginning}: {told}");
    assert!(started.elapsed() < Duration::from_secs(120), "{beginning}: {:?}", started.elapsed());
}

#[test]
fn a_template_that_does_not_end_is_ended() {
    let hidden = "{% raw %}endraw %} {# {% endraw %}".to_owned() + &loops(3, "") + " #}";
    let chain = "{% if false %}".to_owned() + &"{% elif false %}".repeat(3000) + "{% endif %}";
    let spread = |count| format!("{{% set r = range(end=100000) %}}{{{{ [{}] | length }}}}", "...r, ".repeat(count));
    let nested = "{% set a = [] %}{% for i in range(end=90000) %}{% set_global a = [a] %}{% endfor %}x";
    let filters = "{% set t = range(end=40000) | join(sep=\"0123456789\") %}".to_owned()
        + &loops(2, "{% set u = t | upper | lower | replace(from=\"0\", to=\"1\") | title %}");
    for (body, words) in [
        (loops(30, ""), [LONG].as_slice()),
        (hidden, &[LONG]),
        (filters, &[LONG]),
        (loops(2, "0123456789"), &["grows beyond 8 MB"]),
        ("{% for a in range(end=1000000000) %}{% endfor %}".to_owned(), &["exceeds the limit"]),
        ("{% set r = range(end=100000) %}{{ [[b for b in r] for a in r] | length }}".to_owned(), &[LONG, LARGE]),
        (doubled("{% set s = s ~ s %}"), &[LARGE]),
        (doubled("{% set a = [...a, ...a] %}"), &[LARGE]),
        (doubled("{% set s = s | replace(from=\"0\", to=s) %}"), &[LARGE]),
        (doubled("{% set s = [s, s] | join(sep=s) %}"), &[LARGE]),
        (doubled("{% set a = [a, a] %}") + "{{ a }}", &[LONG, LARGE, "grows beyond 8 MB"]),
        (spread(4000), &[LARGE]),
        (nested.to_owned(), &[LARGE]),
        (loops(1, "{% set_global t = range(end=1000) | join(sep=\"xxxxxxxxxx\") %}{{ t }}"), &["grows beyond 8 MB"]),
        ("{% include \"_a.md\" %}".to_owned(), &["template-circle"]),
        ("{% component a() %}{{ <a /> }}{% endcomponent a %}{{ <a /> }}".to_owned(), &["recursion depth", LARGE]),
        ("{% filter upper %}".to_owned() + &loops(3, "a") + "{% endfilter %}", &[LONG, LARGE]),
        ("{% if true %}".repeat(500), &["nesting is too deep", LARGE]),
        (chain, &["template-syntax"]),
        (format!("{{{{ {}1{} }}}}", "(".repeat(5000), ")".repeat(5000)), &["template-syntax"]),
        (format!("{{{{ {}1 }}}}", "not ".repeat(90_000)), &["template-syntax"]),
        (format!("{{{{ 1{} }}}}", " ~ 1".repeat(90_000)), &["template-syntax", LARGE, LONG]),
    ] {
        let folder = with_template(&body).with("templates/_a.md", "{% include \"surat.md\" %}");
        let folder = if words == ["template-circle"] { folder } else { folder.with("templates/_a.md", "") };
        assert_ended(&folder, RENDER, words, body.get(..60).unwrap_or(&body));
    }
}

#[test]
fn parts_that_include_each_other_many_times_are_ended() {
    let part = |next: usize| format!("{{% include \"_{next}.md\" %}}").repeat(8);
    let folder = (0..20).fold(with_template("{% include \"_0.md\" %}"), |folder, part_number| {
        folder.with(&format!("templates/_{part_number}.md"), part(part_number + 1))
    });
    let folder = folder.with("templates/_20.md", "");
    assert_ended(&folder, RENDER, &[LONG], "includes");
    assert_ended(&folder, "check", &[LONG], "includes");
}

#[test]
fn the_frame_of_a_page_and_the_index_are_ended_too() {
    let page = |text: String| folder().with("templates/page.html", text).runs("render pledge --format html").finds();
    page(loops(30, "")).saying(LONG).saying("templates/page.html");
    page("{% if false %}".to_owned() + &"{% elif false %}".repeat(3000) + "{% endif %}").saying(LARGE);
    page("{% if true %}{{ lang }}{{ tiada }}{% endif %}".to_owned()).saying("templates/page.html:1:27");
    let build = "build --region muara-enim --document pledge --format md";
    let index = |text: String| folder().with("templates/index.html", text).runs(build).finds();
    index(loops(30, "")).saying(LONG).saying("templates/index.html");
    index("{{ tiada }}".to_owned()).saying("templates/index.html:1:4");
}

#[test]
fn one_template_that_is_ended_hides_no_other_and_each_is_tried_once() {
    let front = "---\nname: { id: A, en: A }\ndescription: { id: x, en: x }\nper: [region, person]\n---\n";
    let folder = with_template(&loops(30, ""))
        .with("templates/lain.md", format!("{front}{{{{ tiada }}}}"))
        .with("templates/patah.en.md", "x")
        .with("templates/orang.md", format!("{front}{{{{ signatory?.name }}}}{}", loops(30, "{{ signatory?.name }}")))
        .with("pegawai.csv", format!("Nama,Jabatan\n{}", "Siti,Guru\n".repeat(300)));
    folder.runs("check").finds().printing("untranslated");
    std::fs::remove_file(folder.path("templates/patah.en.md")).unwrap();
    let both = folder.runs("check").finds();
    let both = both.printing("templates/surat.md").printing("templates/orang.md").printing(LONG);
    both.printing("templates/lain.md:6:4").printing("variable `tiada` is not defined");
    let merge = "merge orang --roster pegawai.csv --region muara-enim --format md";
    assert_ended(&folder, merge, &[LONG], "merge");
}

#[test]
fn a_template_may_capture_what_it_writes() {
    let body = "{% component sapa(nama) %}Salam, {{ nama }}.{% endcomponent sapa %}\n\
                {% set isi %}{{ region.name }} & {% endset %}{{ isi }}{% filter upper %}kop{% endfilter %} {{ <sapa nama=\"*Siti*\" /> }}";
    let outcome = with_template(body).runs(&format!("{RENDER} --region muara-enim")).succeeds();
    outcome.printing("Kabupaten Muara Enim & KOP Salam, \\*Siti\\*.");
}

#[test]
fn sheets_of_own_templates_read_as_those_of_built_in_ones() {
    let pledge = include_str!("../../templates/pledge.md");
    let same = folder().with("pegawai.csv", "Nama,Jabatan\nSiti *A*,Guru\nBudi,Guru\n");
    let own = folder()
        .with("pegawai.csv", "Nama,Jabatan\nSiti *A*,Guru\nBudi,Guru\n")
        .with("templates/pledge.md", format!("{pledge}\n"))
        .with("templates/page.html", format!("{}\n", include_str!("../../templates/page.html")));
    for line in
        ["merge pledge --roster pegawai.csv --region muara-enim --format md,html --out o", "render handout -o o/h.md"]
    {
        same.runs(line).succeeds();
        own.runs(line).succeeds();
    }
    let sheets = |folder: &Folder| {
        let mut files = folder.files("o");
        files.retain(|path, _| path.ends_with(".md") || path.ends_with(".html"));
        files
    };
    let trimmed = |files: std::collections::BTreeMap<String, Vec<u8>>| -> Vec<(String, String)> {
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap().trim_end().to_owned();
        files.into_iter().map(|(path, bytes)| (path, text(bytes))).collect()
    };
    assert_eq!(trimmed(sheets(&own)), trimmed(sheets(&same)));
    assert_eq!(sheets(&own).len(), 5);
}

#[cfg(unix)]
#[test]
fn a_process_that_cannot_be_started_is_a_finding() {
    // Who may open no further files can start no process.
    let folder = with_template("x");
    let words = ["-c", "ulimit -n 6; exec \"$0\" render surat --format md"];
    let ikrar = folder.command(&[]).get_program().to_owned();
    let output = std::process::Command::new("sh").args(words).arg(ikrar).current_dir(folder.path("")).output().unwrap();
    assert!(String::from_utf8_lossy(&output.stderr).contains("template-process"), "{output:?}");
    assert_eq!(output.status.code(), Some(1));
}

#[test]
fn the_process_that_renders_ends_with_the_one_that_asks() {
    let folder = folder();
    // Nothing to read, and nothing that it understands.
    folder.fed("", "--template-worker").succeeds().printing("");
    folder.fed("\u{1}\u{1}\u{0}\u{0}\u{0}\u{7f}", "--template-worker").finds();
}

#[test]
fn a_finding_has_its_place_behind_a_loop() {
    let body = "{% for a in [1, 2] %}{% set b = [a] %}{{ tiada }}{% endfor %}";
    with_template(body).runs(RENDER).finds().saying("templates/surat.md:6:42");
    with_template(&body.replace("tiada", "a | tiada")).runs(RENDER).finds().saying("templates/surat.md:6:46");
}
