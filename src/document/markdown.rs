//! Markdown → [`super::Document`].
