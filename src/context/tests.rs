//! The variables of sheets of the shipped rulebook.
