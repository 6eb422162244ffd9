//! Quizzes: sheets that match their key, and files for other systems.

use crate::folder::folder;

/// Ids of the questions of a sheet, in their order.
fn questions(sheet: &str) -> Vec<&str> {
    let marked = sheet.split("\n## ").next().unwrap_or_default();
    let asked = marked.lines().filter(|line| line.starts_with(|c: char| c.is_ascii_digit()));
    asked.map(|line| line.rsplit('`').nth(1).unwrap()).collect()
}

#[test]
fn a_quiz_and_its_key_have_the_same_questions() {
    let folder = folder();
    for flags in
        ["", "--questions 9 --seed 5", "--questions all --lang en", "--audience camat --phase kampanye --seed 1"]
    {
        let quiz = folder.runs(&format!("render quiz --region prabumulih {flags}")).succeeds().stdout();
        let key = folder.runs(&format!("render quiz-key --region prabumulih {flags}")).succeeds().stdout();
        assert_eq!(questions(&quiz), questions(&key), "{flags}");
        assert!(questions(&quiz).len() >= 9, "{flags}");
        assert!(!quiz.contains("[x]") && key.contains("[x]"), "{flags}");
    }
}

#[test]
fn a_seed_gives_an_order_and_a_number_so_many() {
    let folder = folder();
    let quiz = |flags: &str| folder.runs(&format!("render quiz {flags}")).succeeds().stdout();
    assert_eq!(quiz("--seed 7 --questions 10"), quiz("--seed 7 --questions 10"));
    assert_ne!(quiz("--seed 7 --questions 10"), quiz("--seed 8 --questions 10"));
    assert_eq!(questions(&quiz("--seed 7 --questions 10")).len(), 10);
    assert!(questions(&quiz("--topic voting")).iter().all(|id| ["Q-22", "Q-23", "Q-31"].contains(id)));
    folder.runs("render quiz --questions 0").refuses().saying("number from 1");
    folder.runs("render quiz --topic votng").refuses().saying("unknown-topic").saying("voting");
}

#[test]
fn the_questions_go_into_files_of_other_systems() {
    let folder = folder();
    for (name, start) in
        [("quiz.gift", "$CATEGORY: "), ("quiz.xml", "<?xml"), ("quiz.csv", "Question Text,"), ("quiz.xlsx", "PK")]
    {
        folder.runs(&format!("render quiz --region muara-enim --seed 3 -o {name}")).succeeds().printing_nothing();
        let bytes = std::fs::read(folder.path(name)).unwrap();
        assert!(bytes.starts_with(start.as_bytes()), "{name}");
        let format = name.replace("quiz.", "").replace("xml", "moodle-xml");
        let piped = folder.runs(&format!("render quiz --region muara-enim --seed 3 --format {format}")).succeeds();
        assert_eq!(piped.bytes(), bytes, "{name}");
    }
    folder.runs("render quiz -o quiz.xlsx").succeeds().saying("too-long-for-kahoot").saying("N-14");
    folder.runs("render quiz --format gift -o quiz.xml").refuses().saying("format-mismatch");
}

#[test]
fn what_has_no_questions_says_what_to_do_instead() {
    let outcome = folder().runs("render pledge --format gift").refuses();
    outcome.saying("not-a-quiz").saying("ikrar render quiz --format gift");
    folder().runs("render checklist -o list.csv").refuses().saying("not-a-quiz");
}
