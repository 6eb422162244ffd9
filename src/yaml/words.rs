//! The Indonesian words for what granit-parser refuses. Its own are English.

use granit_parser::ErrorKind;

/// What is wrong with the syntax, in Indonesian; none for what hardly ever occurs in a file that a person writes.
pub(super) fn syntax(kind: &ErrorKind) -> Option<&'static str> {
    Some(match kind {
        ErrorKind::UnexpectedEof
        | ErrorKind::UnexpectedEofBlockSequence
        | ErrorKind::UnexpectedEofBlockMapping
        | ErrorKind::UnexpectedEofImplicitFlowMapping => "berkas berakhir sebelum isinya lengkap",
        ErrorKind::UnexpectedEofFlowSequence | ErrorKind::ExpectedFlowSequenceSeparator => {
            "daftar dalam kurung siku kurang `,` atau `]`"
        }
        ErrorKind::UnexpectedEofFlowMapping | ErrorKind::ExpectedFlowMappingSeparator => {
            "kelompok isian dalam kurung kurawal kurang `,` atau `}`"
        }
        ErrorKind::ExpectedNodeContent => "di sini seharusnya ada nilai",
        ErrorKind::ExpectedBlockMappingKey => "di sini seharusnya ada kunci",
        ErrorKind::ExpectedBlockSequenceEntry => "di sini seharusnya ada butir daftar yang diawali `-`",
        ErrorKind::ExpectedDocumentStart | ErrorKind::InvalidDocumentEnd => "di sini dokumen seharusnya sudah berakhir",
        ErrorKind::SimpleKeyExpected => "sesudah kunci seharusnya ada `:`",
        ErrorKind::InvalidSimpleKey => "kunci ini tidak diikuti `:` pada baris yang sama",
        ErrorKind::InvalidIndentation
        | ErrorKind::InvalidFlowScalarIndent
        | ErrorKind::InvalidQuotedScalarIndent
        | ErrorKind::InvalidBlockScalarIndent => "indentasinya salah",
        ErrorKind::TabNotAllowed
        | ErrorKind::TabInBlockIndentation
        | ErrorKind::TabInIndentation
        | ErrorKind::TabAtBlockScalarStart
        | ErrorKind::TabInPlainScalar => "di sini tidak boleh ada tab; pakai spasi",
        ErrorKind::UnexpectedCharacter { .. } => "ada karakter yang tidak boleh berada di sini",
        ErrorKind::BomInsideDocument => "ada tanda urutan bita (BOM) di tengah berkas",
        ErrorKind::CommentInterceptedScalar => "komentar memotong teks yang lebih dari satu baris",
        ErrorKind::CommentNotSeparated => "sebelum komentar seharusnya ada spasi",
        ErrorKind::MisplacedFlowCollectionEnd => "kurung tutup ini tidak ada pembukanya",
        ErrorKind::MismatchedFlowCollectionEnd { .. } => "kurung pembuka dan penutupnya berbeda",
        ErrorKind::UnclosedFlowCollection { .. } => "kurung ini tidak ditutup",
        ErrorKind::UnclosedQuotedScalar => "tanda kutip ini tidak ditutup",
        ErrorKind::InvalidTrailingSingleQuotedScalar | ErrorKind::InvalidTrailingDoubleQuotedScalar => {
            "sesudah tanda kutip penutup masih ada tulisan"
        }
        ErrorKind::UnknownQuotedScalarEscape => "tanda `\\` di dalam tanda kutip diikuti huruf yang tidak dikenal",
        ErrorKind::InvalidQuotedScalarHexEscape | ErrorKind::InvalidUnicodeEscape => {
            "kode karakter sesudah `\\` tidak benar"
        }
        ErrorKind::BlockEntryInFlowCollection | ErrorKind::BlockSequenceEntryNotAllowed => {
            "butir daftar (`-`) tidak boleh berada di sini"
        }
        ErrorKind::InvalidBlockEntryWhitespace => "sesudah `-` seharusnya ada spasi",
        ErrorKind::InvalidMappingValueWhitespace => "sesudah `:` seharusnya ada spasi",
        ErrorKind::MappingKeyNotAllowed => "kunci tidak boleh berada di sini",
        ErrorKind::MappingValueNotAllowed | ErrorKind::InvalidColonPlacement => {
            "tanda `:` tidak boleh berada di sini; apit teksnya dengan tanda kutip"
        }
        ErrorKind::InvalidBlockScalarHeader => "sesudah `|` atau `>` seharusnya ganti baris",
        ErrorKind::UnknownAnchor => "alias ini tidak ada jangkarnya",
        ErrorKind::UndeclaredTagHandle => "tag ini tidak dikenal",
        _ => return None,
    })
}
