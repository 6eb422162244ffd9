//! Where the slides of a document begin.

use super::tree::Block;

/// The slides of a document: each begins with a heading of level 1 or 2, the first perhaps without one.
pub(crate) fn slides(blocks: &[Block]) -> impl Iterator<Item = &[Block]> {
    let mut rest = blocks;
    std::iter::from_fn(move || {
        let begins = |block: &Block| matches!(block, Block::Heading { level: 1 | 2, .. });
        let end = rest.iter().skip(1).position(begins).map_or(rest.len(), |at| at + 1);
        let (slide, after) = rest.split_at(end);
        rest = after;
        (!slide.is_empty()).then_some(slide)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slide_begins_at_each_heading_of_the_upper_levels() {
        let heading = |level| Block::Heading { level, id: String::new(), content: Vec::new() };
        let lengths = |blocks: &[Block]| slides(blocks).map(<[Block]>::len).collect::<Vec<_>>();
        assert!(lengths(&[]).is_empty());
        assert_eq!(lengths(&[heading(1), Block::Rule, heading(2), heading(3), heading(2)]), [2, 2, 1]);
        assert_eq!(lengths(&[Block::Rule, Block::Rule, heading(2)]), [2, 1]);
    }
}
