//! Any bytes as a printed sheet, and a small PDF with some of its objects, words and streams changed: findings or rules,
//! never a panic.
#![no_main]

use ikrar::diag::Diagnostics;
use ikrar::rulebook::Rulebook;
use ikrar::trace::trace;
use ikrar::workspace::Inputs;
use libfuzzer_sys::fuzz_target;
use std::sync::LazyLock;

static RULEBOOK: LazyLock<Rulebook> = LazyLock::new(|| {
    let rules = Inputs::built_in().rules;
    Rulebook::load(&rules.file, &rules.text, &mut Diagnostics::new()).expect("the built-in rulebook")
});

/// The objects of a tagged sheet, numbered from 1; a stream is what stands after the dictionary.
const OBJECTS: [(&str, &str); 9] = [
    ("<</Type/Catalog/Pages 2 0 R/StructTreeRoot 6 0 R>>", ""),
    ("<</Type/Pages/Kids[3 0 R]/Count 1>>", ""),
    ("<</Type/Page/Parent 2 0 R/Resources<</Font<</F 4 0 R>>/XObject<</X 9 0 R>>>>/Contents 8 0 R>>", ""),
    ("<</Type/Font/Subtype/Type0/Encoding/Identity-H/ToUnicode 5 0 R>>", ""),
    ("<<>>", "1 beginbfrange <0020> <007E> <0020> endbfrange 1 beginbfchar <0001> <00660069> endbfchar"),
    ("<</Type/StructTreeRoot/RoleMap<</Item/LI>>/K 7 0 R>>", ""),
    ("<</S/Item/Pg 3 0 R/K[0<</Type/MCR/Pg 3 0 R/MCID 1>><</S/Figure/Alt(Dilarang)/K 2>>]>>", ""),
    ("<<>>", "/P<</MCID 0>>BDC BT/F 9 Tf 1 0 0 1 0 9 Tm<0041004200430020>Tj T*[<0044>-300<0045>]TJ ET EMC \
      /P<</MCID 1/ActualText(N-05)>>BDC BT/F 9 Tf<0046>Tj ET EMC/X Do"),
    ("<</Subtype/Form/Filter/ASCIIHexDecode>>", "2F582044 6F>"),
];

/// What a word of the file may become.
const WORDS: [&str; 24] = [
    "0 R", "9 0 R", "3 0 R", "4294967295", "-1", "1e9", "[", "]", "<<", ">>", "(", ")", "<", ">", "%", "/K", "/Kids",
    "/Type/ObjStm/N 9/First 3", "/Filter[/FlateDecode/ASCII85Decode]", "/Length 99999", "stream\n", "endstream", "endobj",
    "BI ID EI",
];

/// The sheet with changes: each takes four bytes, which say where (two), how long and what.
fn mutant(changes: &[u8]) -> Vec<u8> {
    let mut bytes = b"%PDF-1.7\n".to_vec();
    for (index, (dict, content)) in OBJECTS.iter().enumerate() {
        let stream = if content.is_empty() { String::new() } else { format!("stream\n{content}\nendstream\n") };
        bytes.extend_from_slice(format!("{} 0 obj\n{dict}{stream}endobj\n", index + 1).as_bytes());
    }
    bytes.extend_from_slice(b"trailer<</Root 1 0 R>>\n");
    for change in changes.chunks_exact(4).take(8) {
        let at = usize::from(u16::from_be_bytes([change[0], change[1]])) % bytes.len();
        let end = (at + usize::from(change[2] % 16)).min(bytes.len());
        let word = match WORDS.get(usize::from(change[3])) {
            Some(word) => word.as_bytes().to_vec(),
            None => vec![change[3]],
        };
        bytes.splice(at..end, word);
    }
    bytes
}

fuzz_target!(|bytes: &[u8]| {
    let day = RULEBOOK.data().rulebook.date;
    let _ = trace("fuzz", bytes, &RULEBOOK, &[], day);
    let _ = trace("fuzz", &mutant(bytes), &RULEBOOK, &[], day);
});
