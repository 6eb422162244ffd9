//! What the files and folders of a merge are called.
//!
//! All names are given here, by what is known of all: the units of the whole roster, whether they are meant or not, and the
//! names that files in the folder have already. So no two units, no two volumes and no two selections share a path, in one
//! run or in several, and a run after another finds the same names.

use crate::diag::redacted;
use crate::output::{Hash, safe};
use crate::roster::{Field, Person, plain};
use std::collections::BTreeMap;

/// The name in paths of people without a unit.
const NO_UNIT: &str = "tanpa-unit";

/// So many letters a name has at most that is made up here.
const LONGEST: usize = 80;

/// So many digits could be put together to the shorter one of the personal numbers.
const PERSONAL: usize = 16;

/// The names that files in a folder have.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Held {
    /// Each first part of a path, without what follows a full stop, with the unit whose it is.
    names: BTreeMap<String, String>,
    /// Names of units that are not the usual ones, by unit.
    unusual: BTreeMap<String, String>,
}

impl Held {
    /// Learns of a file of a unit; `slug` is the unit’s name, where it is not the usual one.
    pub fn learn(&mut self, path: &str, unit: &str, slug: Option<&str>) {
        let name = top(path);
        if !self.names.contains_key(name) {
            self.names.insert(name.to_owned(), plain(unit));
        }
        if let Some(slug) = slug.filter(|slug| safe(slug) == *slug) {
            self.unusual.insert(plain(unit), slug.to_owned());
        }
    }
}

/// The first part of a path, without what follows a full stop.
fn top(path: &str) -> &str {
    let first = path.split('/').next().unwrap_or_default();
    first.split('.').next().unwrap_or_default()
}

/// The names of the units of a roster.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Names {
    /// By unit.
    slugs: BTreeMap<String, String>,
    /// All names that there are, with the unit whose they are.
    owners: BTreeMap<String, String>,
}

impl Names {
    /// Names for units, in the order of the roster.
    pub fn of<'u>(units: impl IntoIterator<Item = &'u str>, held: &Held) -> Names {
        let mut names = Names { slugs: BTreeMap::new(), owners: held.names.clone() };
        let mut taken: BTreeMap<String, String> = BTreeMap::new();
        let mut counts: BTreeMap<String, u32> = BTreeMap::new();
        for unit in units {
            let key = plain(unit);
            if names.slugs.contains_key(&key) {
                continue;
            }
            let wish = wish(unit);
            let count = counts.entry(wish.clone()).or_insert(1);
            let is_free = |slug: &str| !taken.contains_key(slug) && held.names.get(slug).is_none_or(|of| *of == key);
            let usual = [held.unusual.get(&key), Some(&wish)].into_iter().flatten().find(|slug| is_free(slug));
            let slug = usual.cloned().unwrap_or_else(|| {
                loop {
                    *count += 1;
                    let slug = numbered(&wish, *count);
                    if is_free(&slug) {
                        break slug;
                    }
                }
            });
            taken.insert(slug.clone(), key.clone());
            names.slugs.insert(key, slug);
        }
        names.owners.extend(taken);
        names
    }

    /// The name of a unit in paths.
    pub fn slug(&self, unit: &str) -> &str {
        self.slugs.get(&plain(unit)).map_or(NO_UNIT, String::as_str)
    }

    /// The name of a unit, where it is not the one that it has by itself.
    pub fn unusual(&self, unit: &str) -> Option<String> {
        Some(self.slug(unit)).filter(|slug| *slug != wish(unit)).map(str::to_owned)
    }

    /// Whether no other unit has a name.
    pub fn is_free(&self, name: &str, unit: &str) -> bool {
        self.owners.get(name).is_none_or(|owner| *owner == plain(unit))
    }

    /// What stands between the name of a print run and the number of a volume, so that no volume is called as something of
    /// another unit: a dash, if it can be.
    pub fn volume_mark(&self, stem: &str, unit: &str) -> String {
        let unit = plain(unit);
        let is_free = |mark: &String| {
            let prefix = format!("{stem}{mark}");
            let is_volume = |name: &str| name[prefix.len()..].bytes().all(|byte| byte.is_ascii_digit());
            let mut alike = self.owners.range(prefix.clone()..).take_while(|(name, _)| name.starts_with(&prefix));
            let whole = prefix.trim_end_matches('-');
            let of_other = self.owners.get(whole).is_some_and(|owner| *owner != unit);
            !of_other && !alike.any(|(name, owner)| *owner != unit && is_volume(name))
        };
        let further = (2_u32..).map(|number| format!("-vol{}-", letters(number)));
        let mut marks = ["-".to_owned(), "-vol-".to_owned()].into_iter().chain(further);
        marks.find(is_free).unwrap_or_default()
    }
}

/// A number in letters (b, c, …, z, aa and so on), which the number of a volume does not lengthen.
fn letters(number: u32) -> String {
    let letter = char::from(b'a' + ((number - 1) % 26) as u8);
    letter.to_string().repeat(1 + (number as usize - 1) / 26)
}

/// The name that a unit has by itself, without digits of personal numbers.
fn wish(unit: &str) -> String {
    let name = harmless(unit);
    if plain(&name).is_empty() { NO_UNIT.to_owned() } else { safe(&name) }
}

/// A name with a number, no longer than others.
fn numbered(name: &str, number: u32) -> String {
    let number = format!("-{number}");
    // A safe name has one byte a letter.
    let kept = &name[..name.len().min(LONGEST - number.len())];
    format!("{}{number}", kept.trim_end_matches('-'))
}

/// A text from which nobody can put together a personal number: without long numbers, and without any digit where there are
/// enough for one, whatever stands between them.
fn harmless(text: &str) -> String {
    let is_many = text.chars().filter(|c| c.is_numeric()).count() >= PERSONAL;
    let text = redacted(text);
    if is_many { text.chars().map(|c| if c.is_numeric() { ' ' } else { c }).collect() } else { text.into_owned() }
}

/// The name of a person's file: the row and the name, never the number, not even one in the column of names. The row
/// alone where nothing of the name is left.
pub fn file_stem(person: &Person) -> String {
    let name = harmless(person.get(Field::Name));
    match plain(&name).is_empty() {
        true => format!("{:04}", person.row),
        false => format!("{:04}-{}", person.row, safe(&name)),
    }
}

/// What follows the name of a unit in that of a file for some of its people: the first and the last of their rows; `number`
/// tells it from others with the same rows at its ends.
pub fn rows_mark(rows: (u32, u32), number: u32) -> String {
    let mark = format!("-rows-{}-{}", rows.0, rows.1);
    if number == 1 { mark } else { format!("{mark}-no-{number}") }
}

/// What follows the name of a unit in that of a file for all of its people; `number` tells it from others that somebody
/// changed.
pub fn whole_mark(number: u32) -> String {
    if number == 1 { String::new() } else { format!("-no-{number}") }
}

/// The name of a unit with what follows it. Where that is too long, letters of a hash stand for the end of the unit’s name,
/// so that it stays one that no other unit has.
pub fn joined(slug: &str, mark: &str) -> String {
    if slug.len() + mark.len() <= LONGEST {
        return format!("{slug}{mark}");
    }
    let letters = letters_of(slug);
    let kept = LONGEST.saturating_sub(mark.len() + letters.len() + 1);
    format!("{}-{letters}{mark}", slug[..slug.len().min(kept)].trim_end_matches('-'))
}

/// Eight letters that tell a name from others; no digits, which could be taken for those of a person.
fn letters_of(name: &str) -> String {
    let half = Hash::of(name.as_bytes()).half();
    half[..8].iter().map(|byte| char::from(b'a' + byte % 26)).collect()
}

/// Whether a file of a unit is for some of its people.
pub fn is_for_some(path: &str, slug: &str) -> bool {
    let name = top(path);
    let after = name.strip_prefix(slug).or_else(|| {
        let letters = letters_of(slug);
        name.find(&letters).map(|at| &name[at + letters.len()..])
    });
    after.is_some_and(|after| after.starts_with("-rows-"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::roster::people;
    use std::collections::BTreeSet;

    fn slugs(units: &[&str], held: &Held) -> Vec<String> {
        let names = Names::of(units.iter().copied(), held);
        units.iter().map(|unit| names.slug(unit).to_owned()).collect()
    }

    #[test]
    fn units_that_no_path_can_tell_apart_get_numbers() {
        let alone = Held::default();
        assert_eq!(slugs(&["Unit Ä", "Unit A/ü", "Unit A 2", ""], &alone), ["unit-a", "unit-a-u", "unit-a-2", NO_UNIT]);
        assert_eq!(slugs(&["Unit 王", "Unit 小", "Unit 2"], &alone), ["unit", "unit-2", "unit-2-2"]);
        let many: Vec<String> =
            (0..200).map(|index| format!("{}{index}", "Sekolah Menengah Pertama ".repeat(4))).collect();
        let many: Vec<&str> = many.iter().map(String::as_str).collect();
        let slugs = slugs(&many, &alone);
        assert_eq!(slugs.iter().collect::<BTreeSet<_>>().len(), 200);
        assert!(slugs.iter().all(|slug| slug.len() <= 80 && safe(slug) == *slug));
    }

    #[test]
    fn a_name_that_another_unit_has_in_the_folder_is_not_taken_and_ones_own_is_kept() {
        let mut held = Held::default();
        held.learn("unit/0002-siti.pdf", "Unit 王", None);
        assert_eq!(slugs(&["Unit 小", "Unit 王"], &held), ["unit-2", "unit"]);
        held.learn("unit-2/0003-budi.pdf", "Unit 小", Some("unit-2"));
        assert_eq!(slugs(&["Unit 小"], &held), ["unit-2"]);
        held.learn("smp-negeri-1.pdf", "SMP Negeri", None);
        assert_eq!(slugs(&["SMP Negeri 1", "SMP Negeri"], &held), ["smp-negeri-1-2", "smp-negeri"]);
    }

    #[test]
    fn volumes_are_not_called_as_other_units_are() {
        let mark = |units: &[&str], unit: &str| {
            let names = Names::of(units.iter().copied(), &Held::default());
            names.volume_mark(names.slug(unit), unit)
        };
        assert_eq!(mark(&["SMP Negeri", "SMP Negeri 1 Induk"], "SMP Negeri"), "-");
        assert_eq!(mark(&["SMP Negeri", "SMP Negeri 1"], "SMP Negeri"), "-vol-");
        let nested = ["A", "A 1", "A vol", "A vol 1"];
        assert_eq!((mark(&nested, "A"), mark(&nested, "A vol")), ("-volb-".to_owned(), "-vol-".to_owned()));
        let mut held = Held::default();
        held.learn("a-7.pdf", "A 7", None);
        assert_eq!(Names::of(["A"], &held).volume_mark("a", "A"), "-vol-");
    }

    #[test]
    fn no_path_carries_a_personal_number() {
        let people = people(&[
            (2, "Siti 199001012015031001", "Dinas A"),
            (3, "19900101 201503 1 001", "19900101.201503.1.001"),
            (4, "Budi, NIK 1603010101850001, S.Pd.", "SD Negeri 7 (NPSN 10612345)"),
            (5, "Eko 1987 dan 0620 dan 2014 dan 02 dan 2003", "19870620 dan 201402 dan 2003"),
        ]);
        let stems: Vec<String> = people.iter().map(|person| file_stem(&person)).collect();
        assert_eq!(stems, ["0002-siti", "0003", "0004-budi-nik-s-pd", "0005-eko"]);
        let units: Vec<String> = people.iter().map(|person| wish(person.get(Field::Unit))).collect();
        assert_eq!(units, ["dinas-a", NO_UNIT, "sd-negeri-7-npsn", NO_UNIT]);
    }

    #[test]
    fn what_follows_a_long_name_is_never_cut_off() {
        let long = |last: &str| format!("{}{last}", "a".repeat(79));
        assert_eq!(joined("dinas", &rows_mark((2, 5), 1)), "dinas-rows-2-5");
        assert_eq!([1, 2].map(|number| joined("dinas", &whole_mark(number))), ["dinas", "dinas-no-2"]);
        let names = ["b", "c"].map(|last| joined(&long(last), "-rows-2-5-no-2-17"));
        for name in &names {
            assert!(name.len() <= LONGEST && safe(name) == *name && name.ends_with("-rows-2-5-no-2-17"), "{name}");
        }
        assert_ne!(names[0], names[1]);
        assert!(is_for_some(&format!("{}.pdf", names[0]), &long("b")) && !is_for_some(&long("b"), &long("b")));
        assert!(is_for_some("dinas-rows-2-5.en.pdf", "dinas") && !is_for_some("dinas-1.pdf", "dinas"));
    }
}
