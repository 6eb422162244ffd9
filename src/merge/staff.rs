//! People of a roster as sheets name them.

use crate::request::{Signatory, Superior};
use crate::roster::{Field, People, Person, Roster};

/// A roster with its further columns named as templates name them.
#[derive(Debug)]
pub struct Staff<'r> {
    roster: &'r Roster,
    /// Names of the further columns, as identifiers; none twice.
    extras: Vec<String>,
}

impl<'r> Staff<'r> {
    /// The people of a roster.
    pub fn of(roster: &'r Roster) -> Staff<'r> {
        let mut extras: Vec<String> = Vec::new();
        for title in &roster.extras {
            let wish = identifier(title);
            let numbered = (2..).map(|number| format!("{wish}_{number}"));
            let free = std::iter::once(wish.clone()).chain(numbered).find(|name| !extras.contains(name));
            extras.push(free.unwrap_or(wish));
        }
        Staff { roster, extras }
    }

    /// The roster.
    pub fn roster(&self) -> &'r Roster {
        self.roster
    }

    /// The people as the roster has them.
    pub fn people(&self) -> &'r People {
        &self.roster.people
    }

    /// The person at a place of the roster.
    pub fn person(&self, place: u32) -> Option<Person<'r>> {
        self.roster.people.get(place as usize)
    }

    /// The person in a row of the roster, by its own number.
    pub fn in_row(&self, row: u32) -> Option<Person<'r>> {
        let people = &self.roster.people;
        let row_at = |place: usize| people.get(place).map_or(u32::MAX, |person| person.row);
        let (mut from, mut to) = (0, people.len());
        while from < to {
            let middle = from + (to - from) / 2;
            if row_at(middle) < row { from = middle + 1 } else { to = middle }
        }
        people.get(from).filter(|person| person.row == row)
    }

    /// A person who signs.
    pub fn signatory<'s>(&'s self, person: &Person<'s>) -> Signatory<'s> {
        let (rank, grade) = (person.get(Field::Rank), person.get(Field::Grade));
        Signatory {
            row: person.row,
            name: person.get(Field::Name),
            number: person.get(Field::Number),
            rank: if rank.is_empty() { grade } else { rank },
            position: person.get(Field::Position),
            unit: person.get(Field::Unit),
            village: person.get(Field::Village),
            contract: person.get(Field::Contract),
            superior: Superior {
                name: person.get(Field::SuperiorName),
                number: person.get(Field::SuperiorNumber),
                rank: person.get(Field::SuperiorRank),
                position: person.get(Field::SuperiorPosition),
            },
            extras: self.extras.iter().map(String::as_str).zip(person.extras().iter().copied()).collect(),
        }
    }
}

/// A title as templates can name it: letters and digits, joined by underscores.
fn identifier(title: &str) -> String {
    let name = crate::output::safe(title).replace('-', "_");
    let name = name.trim_end_matches('_');
    match name.chars().next() {
        None => "kolom".to_owned(),
        Some(first) if first.is_ascii_digit() => format!("kolom_{name}"),
        Some(_) => name.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_become_identifiers() {
        assert_eq!(identifier("Nomor HP"), "nomor_hp");
        assert_eq!(identifier("2024"), "kolom_2024");
        assert_eq!(identifier("?"), "kolom");
    }
}
