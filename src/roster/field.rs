//! The fields of a roster and the titles of columns by which they are recognised.

use crate::diag::nearest;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// A field of a roster: what a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Field {
    /// Name, with academic titles.
    Name,
    /// Personnel number: NIP or NI PPPK.
    Number,
    /// Rank (pangkat), alone or with its grade.
    Rank,
    /// Grade (golongan ruang).
    Grade,
    /// Position (jabatan).
    Position,
    /// Unit (unit kerja, OPD).
    Unit,
    /// Status: PNS, PPPK, honorer, …
    Status,
    /// Village.
    Village,
    /// Number of a contract or decree.
    Contract,
    /// Name of the direct superior.
    SuperiorName,
    /// Personnel number of the direct superior.
    SuperiorNumber,
    /// Rank of the direct superior.
    SuperiorRank,
    /// Position of the direct superior.
    SuperiorPosition,
    /// Academic titles before the name, in a column of their own.
    TitleBefore,
    /// Academic titles after the name, in a column of their own.
    TitleAfter,
}

impl Field {
    /// All fields.
    pub const ALL: [Field; 15] = [
        Field::Name,
        Field::Number,
        Field::Rank,
        Field::Grade,
        Field::Position,
        Field::Unit,
        Field::Status,
        Field::Village,
        Field::Contract,
        Field::SuperiorName,
        Field::SuperiorNumber,
        Field::SuperiorRank,
        Field::SuperiorPosition,
        Field::TitleBefore,
        Field::TitleAfter,
    ];

    /// Its name on the command line.
    pub fn id(self) -> &'static str {
        SPELLINGS[self as usize].0
    }
}

/// The name of each field on the command line, and the titles by which it is recognised, normalised as by [`plain`].
const SPELLINGS: [(&str, &[&str]); 15] = [
    (
        "name",
        &[
            "nama",
            "nama lengkap",
            "nama pegawai",
            "nama asn",
            "nama pns",
            "nama pppk",
            "nama dan gelar",
            "nama lengkap dan gelar",
            "nama lengkap dengan gelar",
            "nama lengkap gelar",
            "nama lengkap beserta gelar",
            "nama dengan gelar",
            "nama gelar",
            "nama tanpa gelar",
            "nama lengkap tanpa gelar",
            "nama lengkap pegawai",
            "nama pegawai lengkap",
            "nama pegawai dan gelar",
            "nama pegawai gelar",
            "nama lengkap asn",
            "nama pejabat",
            "nama staf",
            "nama karyawan",
            "nama peserta",
            "nama nip",
            "nama dan nip",
            "nama pegawai nip",
            "nama lengkap nip",
            "nama gelar nip",
            "name",
            "full name",
            "employee name",
        ],
    ),
    (
        "nip",
        &[
            "nip",
            "nip baru",
            "nip pegawai",
            "nip ni pppk",
            "nip nipppk",
            "nip pns",
            "nip pppk",
            "ni pppk",
            "nipppk",
            "ni p3k",
            "nip p3k",
            "nomor induk pegawai",
            "no induk pegawai",
            "nomor induk",
            "nomor induk pppk",
            "nomor induk pegawai nip",
            "nip nomor induk pegawai",
            "nomor induk pegawai negeri sipil",
            "nip asn",
            "nip ni p3k",
            "no nip",
            "nomor nip",
            "employee number",
            "employee no",
            "employee id",
        ],
    ),
    (
        "rank",
        &[
            "pangkat",
            "nama pangkat",
            "pangkat gol",
            "pangkat golongan",
            "pangkat gol ruang",
            "pangkat golongan ruang",
            "gol pangkat",
            "pangkat terakhir",
            "pangkat gol ruang tmt",
            "pangkat golongan ruang tmt",
            "pangkat gol tmt",
            "pangkat golongan tmt",
            "pangkat tmt",
            "pangkat dan golongan",
            "pangkat dan gol ruang",
            "pangkat dan golongan ruang",
            "pangkat golru",
            "pangkat nama",
            "gol ruang pangkat",
            "golongan pangkat",
            "golongan ruang pangkat",
            "rank",
        ],
    ),
    (
        "grade",
        &[
            "gol",
            "golongan",
            "gol ruang",
            "golongan ruang",
            "golru",
            "gol terakhir",
            "gol akhir",
            "gol akhir nama",
            "gol ruang akhir",
            "golongan akhir",
            "golongan terakhir",
            "golongan nama",
            "grade",
        ],
    ),
    (
        "position",
        &[
            "jabatan",
            "nama jabatan",
            "jabatan terakhir",
            "jabatan sekarang",
            "jabatan fungsional",
            "jabatan struktural",
            "jabatan struktural fungsional",
            "jabatan eselon",
            "jabatan dan eselon",
            "jabatan tmt",
            "jabatan nama",
            "jabatan saat ini",
            "jabatan asn",
            "position",
            "job title",
        ],
    ),
    (
        "unit",
        &[
            "unit kerja",
            "unit",
            "opd",
            "skpd",
            "nama opd",
            "perangkat daerah",
            "nama perangkat daerah",
            "instansi",
            "satuan kerja",
            "satker",
            "unit organisasi",
            "unor",
            "unor induk",
            "unit kerja opd",
            "opd unit kerja",
            "unit kerja instansi",
            "unit kerja nama",
            "unit kerja skpd",
            "unit kerja satuan kerja",
            "nama unit",
            "nama unit kerja",
            "nama instansi",
            "nama satuan kerja",
            "nama satker",
            "nama skpd",
            "nama unor",
            "nama unor induk",
            "unor nama",
            "unor induk nama",
            "skpd opd",
            "opd skpd",
            "skpd unit kerja",
            "instansi unit kerja",
            "unit organisasi induk",
            "satuan organisasi",
            "tempat bertugas",
            "unit penempatan",
            "penempatan",
            "dinas",
            "tempat tugas",
            "tempat kerja",
            "office",
            "department",
        ],
    ),
    (
        "status",
        &[
            "status",
            "status kepegawaian",
            "status pegawai",
            "jenis pegawai",
            "jenis kepegawaian",
            "jenis asn",
            "status kepegawaian nama",
            "jenis pegawai nama",
            "kedudukan hukum",
            "kedudukan hukum nama",
            "status asn",
        ],
    ),
    ("village", &["desa", "nama desa", "desa kelurahan", "village"]),
    (
        "contract",
        &["no kontrak", "nomor kontrak", "no sk", "nomor sk", "nomor kontrak sk", "no kontrak sk", "contract"],
    ),
    ("superior-name", &["nama atasan", "atasan", "atasan langsung", "nama atasan langsung", "superior"]),
    ("superior-nip", &["nip atasan", "nip atasan langsung"]),
    ("superior-rank", &["pangkat atasan", "pangkat atasan langsung", "pangkat gol atasan"]),
    ("superior-position", &["jabatan atasan", "jabatan atasan langsung"]),
    ("title-before", &["gelar depan", "gelar di depan", "gelar depan nama"]),
    ("title-after", &["gelar belakang", "gelar di belakang", "gelar belakang nama"]),
];

/// Titles of columns that only number the rows.
pub(super) const COUNTS: [&str; 5] = ["no", "nomor", "no urut", "nomor urut", "nr"];

/// On the command line, a field is given by its id or by a title by which it is recognised: `--column nip="NIP Baru"`.
impl std::str::FromStr for Field {
    type Err = String;

    fn from_str(typed: &str) -> Result<Field, String> {
        let typed_plain = plain(typed);
        let known = |field: &Field| field.id() == typed || titles(*field).contains(&typed_plain.as_str());
        Field::ALL.into_iter().find(known).ok_or_else(|| {
            let ids = Field::ALL.map(Field::id);
            let near = nearest(typed, ids).map(|near| format!("; did you mean `{near}`?")).unwrap_or_default();
            format!("`{typed}` is no field of a roster{near} There are: {}", ids.join(", "))
        })
    }
}

fn titles(field: Field) -> &'static [&'static str] {
    SPELLINGS[field as usize].1
}

/// Normalises a title or value for comparison: lower case, without diacritics, punctuation and repeated spaces.
pub fn plain(title: &str) -> String {
    if title.is_ascii() {
        // Same result without Unicode tables; most values of a million rows are ASCII.
        let mut out = String::with_capacity(title.len());
        for word in title.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty()) {
            if !out.is_empty() {
                out.push(' ');
            }
            out.extend(word.chars().map(|c| c.to_ascii_lowercase()));
        }
        return out;
    }
    let letters = title.nfkd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase);
    let spaced: String = letters.map(|c| if c.is_alphanumeric() { c } else { ' ' }).collect();
    spaced.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A title with spaced letters, as in `N A M A` and `N.I.P.`, with the spaces removed; `None` for other titles.
fn closed_up(plain: &str) -> Option<String> {
    let mut words = plain.split(' ');
    let is_apart = plain.len() > 2 && words.all(|word| word.chars().nth(1).is_none());
    is_apart.then(|| plain.replace(' ', ""))
}

/// The field that a title names, with or without the part in brackets.
pub(super) fn known(title: &str, written: &str) -> Option<Field> {
    let without = written.split(['(', '[']).next().map(plain).unwrap_or_default();
    let of = |title: &str| Field::ALL.into_iter().find(|field| titles(*field).contains(&title));
    let spaced = |title: &str| {
        let letters = closed_up(title)?;
        Field::ALL.into_iter().find(|field| titles(*field).iter().any(|known| known.replace(' ', "") == letters))
    };
    of(title).or_else(|| of(&without)).or_else(|| spaced(title)).or_else(|| spaced(&without))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_are_known_in_the_spellings_of_offices() {
        for (title, field) in [
            ("N A M A", Field::Name),
            ("N A M A  L E N G K A P", Field::Name),
            ("Nama Lengkap & Gelar", Field::Name),
            ("N I P", Field::Number),
            ("N.I.P.", Field::Number),
            ("Pangkat, Gol. Ruang/TMT", Field::Rank),
            ("Jabatan/Eselon", Field::Position),
            ("JABATAN STRUKTURAL/FUNGSIONAL", Field::Position),
            ("jabatan_nama", Field::Position),
            ("unor_nama", Field::Unit),
            ("Unit Kerja (OPD)", Field::Unit),
            ("Gelar Depan", Field::TitleBefore),
        ] {
            assert_eq!(known(&plain(title), title), Some(field), "{title}");
        }
        for title in ["No", "N", "NIP Lama", "Nama Ayah", ""] {
            assert_eq!(known(&plain(title), title), None, "{title}");
        }
    }
}
