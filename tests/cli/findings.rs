//! Findings that no other test asks for, each raised once as a person would meet it.

use crate::folder::{Folder, Outcome, folder};

const HEAD: &str = "---\nname: { id: S, en: L }\ndescription: { id: S, en: L }\nper: [region]\n---\n# S\n\n";

/// A folder with a roster of these rows.
fn roster(rows: &str) -> Folder {
    folder().with("p.csv", format!("Nama;NIP;Jabatan;Unit Kerja;Status\n{rows}"))
}

fn checks(rows: &str) -> Outcome {
    roster(rows).runs("check p.csv")
}

#[test]
fn days_and_a_phase_do_not_go_together() {
    let outcome = folder().runs("diff --from 2024-10-04 --to 2024-11-25 --phase kampanye");
    outcome.refuses().saying("error[date-and-days]");
}

#[test]
fn one_roster_is_corrected_at_a_time() {
    folder().runs("check --fixed b.xlsx").refuses().saying("error[no-roster]");
    let two = roster("Siti;;Guru;Dinas;PHL\n").with("q.csv", "Nama;Unit Kerja\nAni;Dinas\n");
    two.runs("check p.csv q.csv --fixed b.xlsx").refuses().saying("error[many-rosters]");
}

#[test]
fn a_command_that_does_not_exist_has_no_page() {
    folder().runs("man bulid").refuses().saying("error[unknown-command]").saying("did you mean `build`?");
}

#[test]
fn what_is_no_register_is_not_counted() {
    roster("Siti;;Guru;Dinas;PHL\n").runs("tally p.csv").refuses().saying("error[no-register]");
}

#[test]
fn nobody_may_be_meant() {
    let outcome = folder().runs("build --region muara-enim --document checklist --audience tk2d");
    outcome.refuses().saying("error[nothing-to-do]");
}

#[test]
fn a_file_that_nothing_reads_is_told() {
    let outcome = folder().with("templates/pag.html", "x").runs("check");
    outcome.printing("warning[unused-file]").printing("did you mean `page.html`?");
}

#[test]
fn a_list_item_needs_a_rule() {
    let list = format!("{HEAD}<!-- prohibition -->\n- Sesuatu yang tidak ada aturannya\n");
    folder().with("templates/letter.md", list).runs("check").printing("warning[line-without-rule]");
}

#[test]
fn a_test_that_templates_do_not_know_is_found() {
    let template = format!("{HEAD}{{% if region is nosuch %}}x{{% endif %}}\n");
    folder().with("templates/letter.md", template).runs("check").finds().printing("error[unknown-name]");
}

#[test]
fn rosters_say_what_is_wrong_with_numbers() {
    checks("Siti;198713202014022003;Guru;Dinas;PNS\n").finds().printing("error[nip-birth-date]");
    checks("Siti;19870620201402200X;Guru;Dinas;PNS\n").finds().printing("error[nip-not-digits]");
    checks("Siti;198706202014029003;Guru;Dinas;PNS\n").printing("[nip-sex]");
    checks("").finds().printing("error[empty-roster]");
    let rows = "Siti;;Guru;Dinas Kesehatan;PHL\nAni;;Guru;;PHL\nAdi;;Guru;;PHL\n";
    checks(rows).printing("warning[unit-from-above]");
    roster(rows).runs("check p.csv --sheet Data").refuses().saying("error[unknown-sheet]");
}

#[test]
fn a_pdf_without_structure_cannot_be_traced() {
    let pdf = "%PDF-1.4\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n2 0 obj\n<</Type/Pages/Kids[]/Count 0>>\nendobj\n\
               trailer\n<</Root 1 0 R>>\n%%EOF\n";
    folder().with("scan.pdf", pdf).runs("trace scan.pdf").refuses().saying("error[untagged-pdf]");
}

#[test]
fn each_language_tells_the_same_finding() {
    let folder = folder();
    folder
        .runs("render pledge --region bogr --locale id")
        .refuses()
        .saying("kesalahan[unknown-region]")
        .saying("saran:");
    folder.runs("render pledge --region bogr --locale en").refuses().saying("error[unknown-region]").saying("help:");
    let indonesian = folder.with_env("IKRAR_LOCALE", "id-ID");
    indonesian.runs("check").succeeds().saying("tidak ada temuan");
    indonesian.runs("check --locale en").succeeds().saying("no findings");
    let system = indonesian.with_env("IKRAR_LOCALE", "").with_env("LC_ALL", "id_ID.UTF-8").with_env("LANG", "en_US");
    system.runs("check").succeeds().saying("tidak ada temuan");
}

#[test]
fn the_line_of_a_finding_is_shown_with_a_caret() {
    let folder = folder().with("regions/muara-enim.yaml", "region: \"16.03\"\nletterheda: []\n");
    let outcome = folder.runs("check").finds();
    outcome.printing("--> regions/muara-enim.yaml:2:1").printing("2 | letterheda: []").printing("  | ^");
}
