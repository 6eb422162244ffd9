//! `ikrar merge`, `ikrar tally` and `ikrar check` on rosters.

use crate::folder::{Folder, folder};

const ROSTER: &str = "\
Daftar Pegawai;;;;;
No;Nama;NIP;Jabatan;Unit Kerja;Status
1;Siti Aminah, S.Pd.;198701012010012001;Guru;Dinas Pendidikan;PNS
2;Budi *tebal* <b> {{ x }};199002022015021002;Perawat;Dinas Kesehatan;PNS
3;Eko;19900202;Perawat;Dinas Kesehatan;PNS
4;Gita;;Petugas;Dinas  kesehatan;PHL
";

/// A folder with a roster whose third person has a number cut short.
fn office() -> Folder {
    folder().with("pegawai.csv", ROSTER)
}

const MERGE: &str = "merge pledge --region kutai-timur --roster pegawai.csv";

#[test]
fn everybody_gets_a_file_and_rows_with_errors_are_told() {
    let office = office();
    office.runs(MERGE).finds().saying("nip-length").saying("pegawai.csv:5:3").saying("1 row left out for errors: 5");
    let files = office.files("out/kutai-timur/pledge");
    let paths: Vec<&str> = files.keys().map(String::as_str).filter(|path| !path.starts_with('.')).collect();
    assert_eq!(
        paths,
        [
            "dinas-kesehatan/0004-budi-tebal-b-x.pdf",
            "dinas-kesehatan/0006-gita.pdf",
            "dinas-pendidikan/0003-siti-aminah-s-pd.pdf",
            "manifest.json",
            "register.csv",
            "register.xlsx",
        ]
    );
    let told = format!("{}{}", office.runs(MERGE).stderr(), paths.join(" "));
    assert!(!told.contains("19870101") && !told.contains("19900202"), "{told}");
}

#[test]
fn a_mark_that_swallows_people_stops_the_merge() {
    let office = folder().with("p.csv", ROSTER.replace("4;Gita", "4;\"Gita"));
    office.runs("merge pledge --roster p.csv").finds().saying("unclosed-quote").saying("p.csv:6:2");
    assert!(!office.path("out").exists());
    assert!(office.runs("check p.csv").finds().stdout().contains("unclosed-quote"));
}

#[test]
fn units_are_known_by_all_names_of_the_profile() {
    let profile = "units:\n  - name: Dinas Kesehatan\n    also: [Dinkes]\n";
    let own = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/regions/kutai-timur.yaml")).unwrap();
    let office = office().with("regions/kutai-timur.yaml", format!("{own}\n{profile}"));
    let office = office.with("p.csv", ROSTER.replace("Dinas  kesehatan", "DINKES"));
    let line = "merge attendance --region kutai-timur --roster p.csv --format txt";
    let words: Vec<&str> = line.split(' ').chain(["--unit", "Dinkes"]).collect();
    office.runs_words(&words).finds().saying("1 file (");
    let text = office.text("out/kutai-timur/attendance/dinas-kesehatan.txt");
    assert!(text.contains("Gita") && text.contains("Budi"), "{text}");
}

#[test]
fn a_line_break_in_a_cell_is_one_on_the_sheet() {
    let office = folder().with("p.csv", "Nama;Jabatan;Unit;Status\nSiti;\"Kepala Bidang\nGizi\";A;PNS\n");
    office.runs("merge pledge --region kutai-timur --roster p.csv --format md,html,txt,pdf").succeeds();
    let text = |ending: &str| office.text(&format!("out/kutai-timur/pledge/a/0002-siti.{ending}"));
    assert!(text("md").contains("Kepala Bidang\\\n  Gizi"), "{}", text("md"));
    assert!(text("html").contains("Kepala Bidang<br>\nGizi"));
    let plain = text("txt");
    let mut lines = plain.lines().skip_while(|line| !line.ends_with("Kepala Bidang")).skip(1);
    assert_eq!(lines.next().map(str::trim_start), Some("Gizi"), "{plain}");
}

#[test]
fn any_document_merges_and_everybody_gets_the_copy_of_their_audience() {
    let office = office();
    let line = "merge checklist --region kutai-timur --roster pegawai.csv --format txt";
    office.runs(line).finds().saying("3 files");
    let text = |file: &str| office.text(&format!("out/kutai-timur/checklist/dinas-kesehatan/{file}"));
    let (civil_servant, other) = (text("0004-budi-tebal-b-x.txt"), text("0006-gita.txt"));
    assert!(civil_servant.contains("PNS") && civil_servant != other, "{other}");
    office.runs(&line.replace("checklist", "declaration")).finds().saying("3 files");
    assert!(office.path("out/kutai-timur/declaration/register.csv").exists());
    office.runs("merge handout --region kutai-timur --roster pegawai.csv --combine").finds().saying("2 files");
}

#[test]
fn a_template_per_person_has_the_letterhead_of_the_region() {
    let template = "---\nname: { id: Surat, en: Letter }\ndescription: { id: Surat, en: Letter }\nper: [person]\n---\n\
                    {% include \"_letterhead.md\" %}\n\n# {{ signatory.name }}\n\n{{ region.name }}\n";
    let office = office().with("templates/surat.md", template).with("templates/surat.en.md", "# Letter\n");
    office.runs("merge surat --region kutai-timur --roster pegawai.csv --format txt").finds().saying("3 files");
    let text = office.text("out/kutai-timur/surat/dinas-kesehatan/0006-gita.txt");
    assert!(text.to_uppercase().contains("PEMERINTAH KABUPATEN KUTAI TIMUR"), "{text}");
    assert!(text.contains("\nKabupaten Kutai Timur"), "{text}");
}

#[test]
fn the_same_roster_gives_the_same_bytes_on_any_number_of_threads_and_nothing_is_made_twice() {
    let (one, four) = (office().with_env("RAYON_NUM_THREADS", "1"), office().with_env("RAYON_NUM_THREADS", "4"));
    one.runs(MERGE).finds();
    four.runs(MERGE).finds();
    let (first, second) = (one.files("out"), four.files("out"));
    assert!(first == second);
    one.runs(MERGE).finds().saying("3 of them finished before");
    assert!(one.files("out") == first);
    // What is missing is made again, and nothing else.
    std::fs::remove_file(one.path("out/kutai-timur/pledge/dinas-kesehatan/0006-gita.pdf")).unwrap();
    one.runs(MERGE).finds().saying("2 of them finished before");
    assert!(one.files("out") == first);
}

#[test]
fn a_value_comes_out_as_typed() {
    let office = office();
    office.runs(&format!("{MERGE} --format md,txt --rows 4")).finds();
    let text = office.text("out/kutai-timur/pledge/dinas-kesehatan/0004-budi-tebal-b-x.txt");
    // The hair spaces keep what was typed from being emphasis in a messenger.
    assert!(text.contains("Budi *\u{200A}tebal\u{200A}* <b> {{ x }}") && text.contains("199002022015021002"), "{text}");
    office.runs(&format!("{MERGE} --format txt --rows 4 --mask-nip --out masked")).finds();
    let text = office.text("masked/kutai-timur/pledge/dinas-kesehatan/0004-budi-tebal-b-x.txt");
    assert!(!text.contains("199002022015021002") && text.contains("1990••••••••••••02"), "{text}");
}

#[test]
fn who_is_meant_can_be_told() {
    let office = office();
    let words = [&MERGE.split(' ').collect::<Vec<_>>()[..], &["--unit", "dinas kesehatan", "--first", "1"]].concat();
    office.runs_words(&words).finds().saying("1 file (1 page, ").saying(" kB) in");
    office.runs(&format!("{MERGE} --unit Kesehatan")).finds().saying("unknown-unit");
    office.runs(&format!("{MERGE} --rows 9-3")).refuses();
    office.runs("merge tally --roster pegawai.csv").refuses().saying("impersonal");
    office.runs("merge pledge --roster nowhere.csv").refuses();
    let told = office.runs(&format!("{MERGE} --estimate")).succeeds().stdout();
    assert!(told.starts_with("3 files, about 3 pages"), "{told}");
}

#[test]
fn an_attendance_list_is_made_for_each_unit() {
    let office = office();
    office.runs("merge attendance --region kutai-timur --roster pegawai.csv --format txt").finds();
    let text = office.text("out/kutai-timur/attendance/dinas-kesehatan.txt");
    assert!(text.contains("Gita") && text.contains("Budi *\u{200A}tebal\u{200A}*") && !text.contains("Siti"), "{text}");
}

#[test]
fn ticks_are_counted_and_never_overwritten() {
    let office = office();
    office.runs(MERGE).finds();
    let register = office.text("out/kutai-timur/pledge/register.csv");
    let ticked = register.replacen(",,,", ",x,,", 1);
    assert_ne!(ticked, register);
    std::fs::write(office.path("out/kutai-timur/pledge/register.csv"), &ticked).unwrap();
    let tally = "tally out/kutai-timur/pledge/register.csv";
    office.runs(tally).succeeds().printing("1 of 3 sheets signed");
    office.runs(&format!("{tally} --region kutai-timur -o rekap.txt")).succeeds();
    assert!(office.text("rekap.txt").contains("Gita"));
    office.runs(MERGE).finds().saying("register-changed");
    assert_eq!(office.text("out/kutai-timur/pledge/register.csv"), ticked);
    assert_eq!(office.text("out/kutai-timur/pledge/register.new.csv"), register);
}

#[test]
fn a_roster_is_checked_and_corrected() {
    let office = folder().with("p.csv", "Nama,NIP\n Siti  Aminah,19870101 201001 2 001\n");
    office.runs("check p.csv").succeeds().printing("hint[stray-spaces]").printing("p.csv:2:1");
    office.runs("check p.csv --fixed p.xlsx").succeeds().saying("2 cells corrected");
    office.runs("check p.xlsx").succeeds().saying("no findings");
    office.runs("check p.csv --fixed p.csv").refuses();
    office.runs("check p.csv --column nam=Nama").refuses().saying("did you mean");
}

#[test]
fn no_personal_number_reaches_a_path_or_a_message() {
    let roster = "Nama;NIP;Pangkat;Status;Unit\n\
                  Siti 198701012010012001;;;PNS;Dinas 199002022015021002\n\
                  198701012010012002;Siti;199002022015021003;199002022015021004;1603010101850001\n\
                  198701012010012003 -;;Gol 199002022015021005;PNS;Dinas A\n";
    let office = folder().with("p.csv", roster);
    let merge = "merge pledge --region kutai-timur --roster p.csv";
    let mut told = String::new();
    for line in ["check p.csv", "check p.csv --format json", merge, &format!("{merge} --report json --out twice")] {
        let outcome = office.runs(line).finds();
        told.push_str(&format!("{}{}", outcome.stdout(), outcome.stderr()));
    }
    told.push_str(office.runs(&format!("{merge} --unit 199002022015021009")).finds().stderr());
    let tally = office.runs("tally out/kutai-timur/pledge/register.csv").succeeds();
    told.push_str(&tally.stdout());
    told.push_str(&office.files("out").into_keys().collect::<Vec<_>>().join("\n"));
    assert!(told.contains("dinas/0002-siti.pdf") && told.contains("number-in-name"), "{told}");
    for part in ["1987", "1990", "1603"] {
        let at = told.find(part);
        assert!(at.is_none(), "{}", &told[at.unwrap_or_default().saturating_sub(200)..]);
    }
}

#[test]
fn rank_and_grade_of_two_columns_are_printed_together() {
    let roster = "Nama;NIP;Pangkat;Gol. Ruang;Status\nSiti;198701012010012001;PENATA;IIIc;PNS\n\
                  Budi;199002022015021002;Penata;III/d;PNS\n";
    let office = folder().with("p.csv", roster);
    office.runs(&format!("{MERGE} --format txt").replace("pegawai", "p")).succeeds().saying("rank-contradiction");
    let text = office.text("out/kutai-timur/pledge/tanpa-unit/0002-siti.txt");
    assert!(text.contains("Penata, III/c"), "{text}");
    assert!(!office.text("out/kutai-timur/pledge/tanpa-unit/0003-budi.txt").contains("III/d"));
}

#[test]
fn what_a_roster_does_not_say_is_told_and_thousands_of_hints_do_not_drown_an_error() {
    let people: String = (0..3000).map(|at| format!(";SITI AMINAH {at};;\n")).collect();
    let text = format!("Instansi : BKPSDM\nNo;Nama;NIP;Jabatan\n{people};Eko;1990;\nJumlah;;;3001\n");
    let office = folder().with("p.csv", text);
    let told = office.runs("check p.csv").finds();
    let told = told.saying("heading above them: row 1").saying("not read as people").printing("error[nip-length]");
    let told = told.printing("hint[name-in-capitals]: 2990 more like this, the last one in row 3002; JSON lists all");
    assert!(told.stdout().lines().count() < 100, "{}", told.stdout());
    let json = office.runs("check p.csv --format json").finds().json();
    assert_eq!((json["findings"].as_array().unwrap().len(), json["hints"].as_u64()), (3001, Some(3000)));
    office.runs("merge pledge --region kutai-timur --roster p.csv --estimate").succeeds().saying("2990 more like this");
}

#[test]
fn a_tally_says_what_was_signed_where_the_folder_of_the_register_tells() {
    let office = folder().with("pegawai.csv", "Nama;Unit Kerja;Status\nSiti;Dinas A;PNS\n");
    office.runs("merge certificate --roster pegawai.csv").succeeds();
    let register = "out/certificate/register.csv";
    office.runs(&format!("tally {register} -o rekap.txt")).succeeds();
    let told = office.text("rekap.txt");
    assert!(told.contains("ertifikat") && !told.contains("akta integritas"), "{told}");
    // A register alone does not tell.
    std::fs::copy(office.path(register), office.path("register.csv")).unwrap();
    office.runs("tally register.csv -o rekap.txt").succeeds();
    assert!(!office.text("rekap.txt").contains("akta integritas"));
}
