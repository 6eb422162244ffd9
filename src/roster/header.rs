//! The header: one row of titles, or two if titles span several columns, and what each column holds.

use super::field::{COUNTS, Field, known, plain};
use super::place::SheetPlace;
use crate::diag::{Code, Diagnostic, Message, excerpt, hidden, redacted, say};
use crate::workbook::{Cell, Row};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::ops::RangeInclusive;

/// What the columns of a sheet hold.
#[derive(Debug, Clone)]
pub(super) struct Header {
    /// The last row of the header.
    pub(super) row: u32,
    /// The column of each field, from 0.
    columns: BTreeMap<Field, usize>,
    /// The columns that are no field, from 0, with their titles.
    extras: Vec<(usize, String)>,
    /// Columns, from 0, that suggest a field which another column has.
    seconds: Vec<(usize, Field)>,
    /// The title of each column, on one line.
    titles: Vec<String>,
    /// The cells of each header row, normalised as by [`plain`].
    written: Vec<Vec<String>>,
}

/// The title of a column.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Title {
    /// On one line, after the title that spans it, if any.
    text: String,
    /// The field that it names.
    field: Option<Field>,
    /// The field that it may mean, if no other column names it.
    perhaps: Option<Field>,
}

/// Words in titles above columns that are about other people.
const OTHERS: [&str; 5] = ["atasan", "suami", "istri", "orang tua", "anak"];

impl Header {
    /// The row or pair of rows with the most fields, as indices into `rows`, and its header. `given` are the titles of columns
    /// that the user named. A header has a name, at least one more field, and all columns that were named.
    pub(super) fn find(rows: &[Row], given: &[(Field, String)]) -> Option<(RangeInclusive<usize>, Header)> {
        let candidates = (0..rows.len()).flat_map(|at| {
            let pair = rows.get(at + 1).and_then(|lower| Header::pair(&rows[at], lower, given));
            let pair = pair.map(|header| (at..=at + 1, header));
            pair.into_iter().chain([(at..=at, Header::single(&rows[at], given))])
        });
        let enough = candidates.filter(|(_, header)| {
            let all_given = given.iter().all(|(field, _)| header.columns.contains_key(field));
            header.columns.contains_key(&Field::Name) && header.columns.len() >= 2 && all_given
        });
        // The first of equals: long lists often repeat the titles after a page break.
        enough.rev_max(|(_, header)| header.columns.len())
    }

    fn single(row: &Row, given: &[(Field, String)]) -> Header {
        let titles = row.cells.iter().map(|cell| Title::of(&cell.text())).collect();
        Header::of(row.number, titles, vec![plains(row)], given)
    }

    /// The header of two rows, if the lower one continues the titles.
    fn pair(upper: &Row, lower: &Row, given: &[(Field, String)]) -> Option<Header> {
        let (above, below) = (plains(upper), plains(lower));
        let at = |plains: &[String], column: usize| plains.get(column).cloned().unwrap_or_default();
        let mut goes_on = false;
        for column in
            (0..below.len()).filter(|column| !below[*column].is_empty() && below[*column] != at(&above, *column))
        {
            let title = at(&above, column);
            // A title that spans columns has an empty cell beside it; that of names or numbers spans none.
            let spans = at(&above, column + 1).is_empty() && !at(&below, column + 1).is_empty();
            let is_of_one = matches!(known(&title, &title), Some(Field::Name | Field::Number));
            if is_of_one || !(title.is_empty() || spans) || !matches!(lower.cells[column], Cell::Text(_)) {
                return None;
            }
            goes_on = true;
        }
        let is_known = above.iter().any(|title| known(title, title).is_some());
        if !goes_on || !is_known || upper.number + 1 != lower.number {
            return None;
        }
        let text = |row: &Row, column: usize| one_line(&row.cells.get(column).map(Cell::text).unwrap_or_default());
        let mut group = String::new();
        let titles = (0..above.len().max(below.len())).map(|column| {
            let (high, low) = (text(upper, column), text(lower, column));
            if !high.is_empty() {
                group.clone_from(&high);
            }
            let is_same = plain(&high) == plain(&low);
            if low.is_empty() || is_same { Title::of(&high) } else { Title::below(&group, &low) }
        });
        let titles = titles.collect();
        Some(Header::of(lower.number, titles, vec![above, below], given))
    }

    fn of(row: u32, titles: Vec<Title>, written: Vec<Vec<String>>, given: &[(Field, String)]) -> Header {
        let (mut columns, mut seconds) = (BTreeMap::new(), Vec::new());
        for (field, wanted) in given {
            let is_wanted = |title: &String| *title == plain(wanted);
            let by_title = titles.iter().position(|title| is_wanted(&plain(&title.text)));
            let by_row = || written.iter().rev().find_map(|row| row.iter().position(is_wanted));
            if let Some(column) = by_title.or_else(by_row) {
                columns.insert(*field, column);
            }
        }
        let is_taken = |columns: &BTreeMap<Field, usize>, column| columns.values().any(|taken| *taken == column);
        for (column, title) in titles.iter().enumerate() {
            let Some(field) = title.field.filter(|_| !is_taken(&columns, column)) else { continue };
            match columns.entry(field) {
                Entry::Occupied(_) => seconds.push((column, field)),
                Entry::Vacant(new) => {
                    new.insert(column);
                }
            }
        }
        for (column, title) in titles.iter().enumerate() {
            if let Some(field) = title.perhaps {
                columns.entry(field).or_insert(column);
            }
        }
        let titles: Vec<String> = titles.into_iter().map(|title| one_line(&title.text)).collect();
        let is_extra = |(column, title): &(usize, &String)| {
            let title = plain(title);
            !title.is_empty() && !COUNTS.contains(&title.as_str()) && !is_taken(&columns, *column)
        };
        let extras =
            titles.iter().enumerate().filter(is_extra).map(|(column, title)| (column, title.clone())).collect();
        Header { row, columns, extras, seconds, titles, written }
    }

    /// The column of a field, from 0.
    pub(super) fn column(&self, field: Field) -> Option<usize> {
        self.columns.get(&field).copied()
    }

    /// The columns of personnel numbers, from 1.
    pub(super) fn number_columns(&self) -> Vec<u32> {
        let columns = [Field::Number, Field::SuperiorNumber].into_iter().filter_map(|field| self.column(field));
        columns.map(|column| column as u32 + 1).collect()
    }

    /// The column that numbers the people, from 0.
    pub(super) fn counter(&self) -> Option<usize> {
        self.titles.iter().position(|title| COUNTS.contains(&plain(title).as_str()))
    }

    /// The cell of a field in a row, with its column from 1; column 0 if no column has the field.
    pub(super) fn cell<'r>(&self, row: &'r Row, field: Field) -> (u32, &'r Cell) {
        const NOTHING: &Cell = &Cell::Empty;
        match self.columns.get(&field) {
            Some(column) => (*column as u32 + 1, row.cells.get(*column).unwrap_or(NOTHING)),
            None => (0, NOTHING),
        }
    }

    /// The titles of the columns that are no field.
    pub(super) fn extras(&self) -> impl Iterator<Item = &str> {
        self.extras.iter().map(|(_, title)| title.as_str())
    }

    /// The columns that are no field, from 1, with their values in a row.
    pub(super) fn extra_cells<'r>(&self, row: &'r Row) -> impl Iterator<Item = (u32, Cow<'r, str>)> {
        let value = |column: usize| row.cells.get(column).map(Cell::text).unwrap_or_default();
        self.extras.iter().map(move |(column, _)| (*column as u32 + 1, value(*column)))
    }

    /// Whether a row repeats the titles, as at the top of a printed page.
    pub(super) fn is_repeated(&self, row: &Row) -> bool {
        let is_title = |column: usize, cell: &Cell| {
            let text = plain(&cell.text());
            self.written.iter().any(|titles| titles.get(column) == Some(&text))
        };
        let mut cells = row.cells.iter().enumerate().filter(|(_, cell)| !cell.is_empty());
        cells.clone().nth(1).is_some() && cells.all(|(column, cell)| is_title(column, cell))
    }

    /// What was assumed of the columns, a sentence each.
    pub(super) fn assumed(&self) -> Vec<Message> {
        let columns = |within: &str| {
            let of = |(field, column): (&Field, &usize)| {
                format!("{} {within} “{}”", field.id(), excerpt(&self.titles[*column]))
            };
            self.columns.iter().map(of).collect::<Vec<_>>().join(", ")
        };
        let columns = Message::new(columns("di"), columns("in"));
        let (last, before) = (self.row, self.row.saturating_sub(1));
        let rows = match self.written.len() {
            1 => say!("baris {last}", "row {last}"),
            _ => say!("baris {before} dan {last}", "rows {before} and {last}"),
        };
        let mut assumed = vec![say!("judul kolom di {rows}: {columns}", "titles in {rows}: {columns}"; rows, columns)];
        if !self.extras.is_empty() {
            let titles: Vec<String> = self.extras.iter().map(|(_, title)| format!("“{}”", excerpt(title))).collect();
            let titles = titles.join(", ");
            assumed.push(say!("kolom lain, untuk templat: {titles}", "further columns, for templates: {titles}"));
        }
        for (column, field) in &self.seconds {
            let (title, field) = (hidden(&self.titles[*column]), field.id());
            assumed.push(say!(
                "kolom “{title}” juga tampak seperti {field}; pakai --column {field}=\"{title}\" untuk memilihnya",
                "column “{title}” also looks like {field}; use --column {field}=\"{title}\" to take it"
            ));
        }
        assumed
    }
}

impl Title {
    fn of(text: &str) -> Title {
        Title { text: text.to_owned(), field: known(&plain(text), text), perhaps: None }
    }

    /// The title `low` of a column below `group`, which spans several.
    fn below(group: &str, low: &str) -> Title {
        if group.is_empty() {
            return Title::of(low);
        }
        let text = format!("{group} {low}");
        let together = [format!("{low} {group}"), text.clone()];
        let of_group = || known(&plain(group), group).filter(|_| known(&plain(low), low) == Some(Field::Name));
        let field = together.iter().find_map(|phrase| known(&plain(phrase), phrase)).or_else(of_group);
        let is_of_others = OTHERS.iter().any(|other| plain(group).contains(other));
        let perhaps = known(&plain(low), low).filter(|_| field.is_none() && !is_of_others);
        Title { text, field, perhaps }
    }
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn plains(row: &Row) -> Vec<String> {
    row.cells.iter().map(|cell| plain(&cell.text())).collect()
}

/// The error of a sheet without a header.
pub(super) struct NotFound {
    /// The number of fields in the row that looks most like a header, and of its filled cells; to compare sheets.
    pub(super) likeness: (usize, usize),
    pub(super) finding: Box<Diagnostic>,
}

/// The error of a sheet without a header, with advice on the row that looks most like one.
pub(super) fn not_found(rows: &[Row], given: &[(Field, String)], place: &SheetPlace) -> NotFound {
    let written = |row: &Row| row.cells.iter().filter(|cell| !cell.is_empty()).count();
    let likeness = |row: &Row| (Header::single(row, given).columns.len(), written(row));
    let closest = rows.iter().take(20).rev_max(|row| likeness(row));
    let titles: Vec<String> = closest.map_or_else(Vec::new, |row| {
        row.cells
            .iter()
            .filter(|cell| matches!(cell, Cell::Text(_)))
            .map(|cell| one_line(&cell.text()))
            .take(8)
            .collect()
    });
    let line = closest.map_or(0, |row| row.number);
    let finding = Diagnostic::error(
        Code::NoTitles,
        say!(
            "tidak ada baris judul daftar pegawai: paling sedikit nama dan satu kolom lain",
            "no row has the titles of a roster: at least a name and one more"
        ),
    );
    let finding = finding.at(place.cell(line, 1));
    let finding = match likely_name(&titles) {
        Some(title) => finding.help(say!(
            "jika judulnya di baris {line}, sebutkan kolom namanya: --column name=\"{title}\"",
            "if row {line} has them, say which: --column name=\"{title}\""
        )),
        None => finding.help(say!(
            "tulis judul seperti Nama, NIP, Jabatan, Unit kerja di atas kolom-kolomnya",
            "put titles such as Nama, NIP, Jabatan, Unit kerja above the columns"
        )),
    };
    NotFound { likeness: closest.map_or((0, 0), likeness), finding: Box::new(finding) }
}

/// The title that is likely to be that of names: one that contains the word, else the first that names no other field.
fn likely_name(titles: &[String]) -> Option<&String> {
    // A row with a long number is about a person, and titles have no digits.
    if titles.iter().any(|title| matches!(redacted(title), Cow::Owned(_))) {
        return None;
    }
    let mut fit = titles.iter().filter(|title| {
        let words = plain(title);
        let is_other = COUNTS.contains(&words.as_str()) || known(&words, title).is_some_and(|of| of != Field::Name);
        !title.contains(char::is_numeric) && !is_other
    });
    let says_so = |title: &&String| ["nama", "name"].iter().any(|name| plain(title).replace(' ', "").contains(name));
    fit.clone().find(says_so).or_else(|| fit.next())
}

/// The first of the items with the largest key; [`Iterator::max_by_key`] returns the last.
trait FirstMax: Iterator + Sized {
    fn rev_max<K: Ord>(self, key: impl Fn(&Self::Item) -> K) -> Option<Self::Item> {
        self.fold(None, |best: Option<Self::Item>, item| match best {
            Some(best) if key(&best) >= key(&item) => Some(best),
            _ => Some(item),
        })
    }
}

impl<I: Iterator> FirstMax for I {}
