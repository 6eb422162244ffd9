//! Moodle's XML format.

use super::bank::{Bank, category, plain};
use crate::quiz::{Item, ItemOption};
use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};
use std::io;

type Xml = Writer<Vec<u8>>;

/// The questions, each under its category, in the order of the quiz.
pub(super) fn write(bank: &Bank) -> io::Result<Vec<u8>> {
    let mut xml = Writer::new_with_indent(Vec::new(), b' ', 2);
    xml.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    xml.create_element("quiz").write_inner_content(|xml| {
        let mut before = String::new();
        for item in &bank.items {
            let category = category(bank, item);
            if category != before {
                group(xml, &category)?;
                before = category;
            }
            question(xml, item)?;
        }
        Ok(())
    })?;
    let mut bytes = xml.into_inner();
    bytes.push(b'\n');
    Ok(bytes)
}

fn group(xml: &mut Xml, category: &str) -> io::Result<()> {
    let question = xml.create_element("question").with_attribute(("type", "category"));
    question.write_inner_content(|xml| text(xml, "category", None, category))?;
    Ok(())
}

fn question(xml: &mut Xml, item: &Item) -> io::Result<()> {
    let question = xml.create_element("question").with_attribute(("type", "multichoice"));
    question.write_inner_content(|xml| {
        text(xml, "name", None, &item.id)?;
        text(xml, "questiontext", PLAIN, &item.prompt())?;
        text(xml, "generalfeedback", PLAIN, &item.explanation())?;
        let settings = [
            ("defaultgrade", "1"),
            ("penalty", "0"),
            ("hidden", "0"),
            ("idnumber", item.id.as_str()),
            ("single", "true"),
            ("shuffleanswers", "false"),
            ("answernumbering", "ABCD"),
        ];
        for (name, value) in settings {
            xml.create_element(name).write_text_content(BytesText::new(&plain(value)))?;
        }
        item.options.iter().try_for_each(|option| answer(xml, option))
    })?;
    Ok(())
}

fn answer(xml: &mut Xml, option: &ItemOption) -> io::Result<()> {
    let fraction = if option.right { "100" } else { "0" };
    let answer = xml.create_element("answer").with_attributes([("fraction", fraction), ("format", "plain_text")]);
    answer.write_inner_content(|xml| {
        xml.create_element("text").write_text_content(BytesText::new(&plain(&option.text)))?;
        text(xml, "feedback", PLAIN, &option.feedback)
    })?;
    Ok(())
}

/// How Moodle is to take a text: as text, not as HTML.
const PLAIN: Option<&str> = Some("plain_text");

/// An element with a text in an element of its own, as Moodle has them.
fn text(xml: &mut Xml, name: &str, format: Option<&str>, words: &str) -> io::Result<()> {
    let element = xml.create_element(name).with_attributes(format.map(|format| ("format", format)));
    element.write_inner_content(|xml| {
        xml.create_element("text").write_text_content(BytesText::new(&plain(words)))?;
        Ok(())
    })?;
    Ok(())
}
