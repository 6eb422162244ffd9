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

#[test]
fn a_template_that_does_not_end_is_ended() {
    let loops = |count: usize, inner: &str| {
        (0..count).fold(inner.to_owned(), |inner, level| {
            format!("{{% for v{level} in range(end=1000) %}}{inner}{{% endfor %}}")
        })
    };
    let doubled = |line: &str| format!("{{% set s = \"0123456789\" %}}{{% set a = [1] %}}{}", line.repeat(60));
    for (body, words) in [
        (loops(30, ""), "turn more than"),
        (loops(2, "0123456789"), "grows beyond 8 MB"),
        ("{% for a in range(end=1000000000) %}{% endfor %}".to_owned(), "exceeds the limit"),
        ("{% set r = range(end=100000) %}{{ [[b for b in r] for a in r] | length }}".to_owned(), "turn more than"),
        (doubled("{% set s = s ~ s %}"), "grows beyond what"),
        (doubled("{% set a = [...a, ...a] %}"), "grows beyond what"),
        (doubled("{% set a = [a, a] %}"), "grows beyond what"),
        (doubled("{% set s = s | replace(from=\"0\", to=s) %}"), "grows beyond what"),
        (doubled("{% set s = [s, s] | join(sep=s) %}"), "grows beyond what"),
        (loops(1, "{% set_global t = range(end=1000) | join(sep=\"xxxxxxxxxx\") %}{{ t }}"), "grows beyond 8 MB"),
        ("{% include \"_a.md\" %}".to_owned(), "template-circle"),
        ("{% component a() %}{{ <a /> }}{% endcomponent a %}{{ <a /> }}".to_owned(), "template-capture"),
        ("{% set s %}a{% endset %}{% filter upper %}a{% endfilter %}".to_owned(), "template-capture"),
        ("{% if true %}".repeat(500), "nesting is too deep"),
        (format!("{{{{ {}1{} }}}}", "(".repeat(5000), ")".repeat(5000)), "template-syntax"),
    ] {
        let folder = with_template(&body).with("templates/_a.md", "{% include \"surat.md\" %}");
        let folder = if words == "template-circle" { folder } else { folder.with("templates/_a.md", "") };
        let started = Instant::now();
        let outcome = folder.runs(RENDER);
        let beginning = body.get(..60).unwrap_or(&body);
        assert!(outcome.stderr().contains(words), "{beginning}: {}", outcome.stderr());
        assert!(started.elapsed() < Duration::from_secs(60), "{beginning}: {:?}", started.elapsed());
    }
}

#[test]
fn the_frame_of_a_page_and_the_index_are_ended_too() {
    let endless = |inner: &str| {
        let loops = (0..30).map(|level| format!("{{% for v{level} in range(end=1000) %}}"));
        format!("{}{inner}{}", loops.collect::<String>(), "{% endfor %}".repeat(30))
    };
    let page = |text: String| folder().with("templates/page.html", text).runs("render pledge --format html").finds();
    page(endless("")).saying("turn more than").saying("templates/page.html:1:");
    page("{% filter upper %}{{ content }}{% endfilter %}".to_owned()).saying("template-capture");
    page("{% if true %}{{ lang }}{{ tiada }}{% endif %}".to_owned()).saying("templates/page.html:1:27");
    let build = "build --region muara-enim --document pledge --format md";
    folder().with("templates/index.html", endless("")).runs(build).finds().saying("turn more than");
}

#[test]
fn a_finding_has_its_place_behind_a_loop() {
    let body = "{% for a in [1, 2] %}{% set b = [a] %}{{ tiada }}{% endfor %}";
    with_template(body).runs(RENDER).finds().saying("templates/surat.md:6:42");
    with_template(&body.replace("tiada", "a | tiada")).runs(RENDER).finds().saying("templates/surat.md:6:46");
}
