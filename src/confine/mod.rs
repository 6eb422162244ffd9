//! Templates that may be those of anybody: parsed and rendered where they can do no harm.
//!
//! Tera reads no file but the templates it is given, and knows neither environment nor clock. But nothing in it bounds what
//! a template does: a page of text can loop for years, take all memory, or nest until the stack overflows, which no program
//! survives. So a [`Set`] with a template of somebody else lives in a process of its own, the same program started with
//! [one argument](WORKER), whose [watch](watch) ends it in time; its end is a [`Refusal`], and the next set gets a fresh one.
//! The built-in templates have been tried, and stay here.
//!
//! 1. [`message`]: what the two processes say to each other.
//! 2. [`pool`]: the processes, one for each thread that renders, kept for the whole run.
//! 3. [`child`]: what such a process does.
//!
//! A program that embeds ikrar is not one that can be started like that; there every set is rendered in place, bounded by
//! the size of what it writes and by nothing else, until [`enable`] is called.

mod child;
mod fault;
mod message;
mod pool;
mod render;
mod watch;

pub(crate) use child::serve;
pub(crate) use fault::{Fault, Place, Refusal, too_long};
pub(crate) use pool::{enable, end};
pub(crate) use render::fields;

use message::{Answer, Kept, Request, Sent};
use std::collections::BTreeSet;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, OnceLock};
use tera::{Context, Tera, Value};

/// The first argument of a process that renders for another.
pub(crate) const WORKER: &str = "--template-worker";

/// So many sets are refused for what they do before the rest are refused untried.
const PATIENCE: usize = 8;

/// Variables by name.
pub type Values = Vec<(&'static str, Value)>;

/// How Tera is set up: its escape and its filters.
#[derive(Clone, Copy)]
pub(crate) struct Flavour {
    /// What the two processes call it.
    pub(crate) name: &'static str,
    /// Tera without templates.
    pub(crate) tera: fn() -> Tera,
}

/// As Tera comes: for pages of HTML.
pub(crate) const PAGE: Flavour = Flavour { name: "page", tera: Tera::new };

/// A template with its name.
pub(crate) type Text = (Arc<str>, Arc<str>);

/// How many sets of one folder have been refused for what they do.
#[derive(Debug, Clone, Default)]
pub(crate) struct Patience(Arc<AtomicUsize>);

/// Templates that know each other, parsed.
pub(crate) enum Set {
    /// In this process.
    Here(Box<Tera>),
    /// In processes of their own.
    Apart(Apart),
}

/// A set in processes of their own.
pub(crate) struct Apart {
    id: u64,
    flavour: Flavour,
    texts: Vec<Text>,
    patience: Patience,
    /// Why it is not tried again.
    refused: OnceLock<Refusal>,
}

/// Variables that many renderings share.
pub(crate) struct Shared {
    id: u64,
    values: Values,
    /// The same for Tera in this process.
    context: OnceLock<Context>,
    /// The same as it is told to another.
    told: OnceLock<Result<Vec<u8>, Fault>>,
}

/// What no two sets and no two shared variables of a process have in common.
fn fresh_id() -> u64 {
    static NEXT: AtomicU64 = AtomicU64::new(0);
    NEXT.fetch_add(1, Ordering::Relaxed)
}

impl Shared {
    pub(crate) fn new(values: Values) -> Self {
        Shared { id: fresh_id(), values, context: OnceLock::new(), told: OnceLock::new() }
    }

    /// Those of these variables whose names are wanted.
    pub(crate) fn of(&self, is_wanted: impl Fn(&str) -> bool) -> Shared {
        Shared::new(self.values.iter().filter(|(name, _)| is_wanted(name)).cloned().collect())
    }

    fn told(&self) -> Result<&[u8], Fault> {
        let told = || message::encode(&Kept::Variables { id: self.id, values: message::told(&self.values) });
        self.told.get_or_init(told).as_ref().map(Vec::as_slice).map_err(Clone::clone)
    }
}

impl Set {
    /// Parses templates, apart from this process if one of them `is_foreign` and that has been [enabled](enable).
    ///
    /// # Errors
    /// What Tera finds wrong; more work or memory than parsing takes.
    pub(crate) fn parse(
        flavour: Flavour,
        texts: Vec<Text>,
        is_foreign: bool,
        patience: &Patience,
    ) -> Result<Set, Fault> {
        if is_foreign && pool::is_enabled() {
            let (id, refused) = (fresh_id(), OnceLock::new());
            let apart = Apart { id, flavour, texts, patience: patience.clone(), refused };
            apart.ask(None, &Request::Try { set: id })?;
            return Ok(Set::Apart(apart));
        }
        let mut tera = (flavour.tera)();
        tera.add_raw_templates(texts.iter().map(|(name, text)| (&**name, &**text)))?;
        Ok(Set::Here(Box::new(tera)))
    }

    /// Renders a template with shared variables and further ones, into no more than so many bytes.
    ///
    /// # Errors
    /// What Tera finds wrong; more output, work or memory than a document takes.
    pub(crate) fn render(&self, name: &str, shared: &Shared, own: &Values, most: usize) -> Result<String, Fault> {
        match self {
            Set::Here(tera) => {
                let context = shared.context.get_or_init(|| render::with(Context::new(), &shared.values));
                match own.is_empty() {
                    true => render::render(tera, name, context, most),
                    false => render::render(tera, name, &render::with(context.clone(), own), most),
                }
            }
            Set::Apart(apart) => {
                let request = Request::Render { set: apart.id, name, shared: shared.id, own: message::told(own), most };
                apart.ask(Some(shared), &request).map(|answer| answer.text)
            }
        }
    }

    /// The variables that a template names and does not set.
    ///
    /// # Errors
    /// More work or memory than that takes.
    pub(crate) fn names(&self, name: &str) -> Result<BTreeSet<String>, Fault> {
        match self {
            Set::Here(tera) => Ok(render::names(tera, name)?),
            Set::Apart(apart) => apart.ask(None, &Request::Names { set: apart.id, name }).map(|answer| answer.names),
        }
    }

    /// Refuses from now on what is asked of a set, as another made from the same template was.
    pub(crate) fn refuse(&self, refusal: &Refusal) {
        if let Set::Apart(apart) = self {
            let _ = apart.refused.set(refusal.clone());
        }
    }
}

impl Apart {
    /// Asks a process, which is told of this set and of the variables before, if it does not know them.
    fn ask(&self, shared: Option<&Shared>, request: &Request<'_, Sent<'_>>) -> Result<Answer, Fault> {
        if let Some(refusal) = self.refused.get() {
            return Err(Fault::Refused(refusal.clone()));
        }
        if self.patience.0.load(Ordering::Relaxed) >= PATIENCE {
            return Err(Fault::Refused(Refusal::Untried));
        }
        let answer = pool::ask(self, shared, request);
        if let Err(Fault::Refused(refusal)) = &answer {
            self.patience.0.fetch_add(1, Ordering::Relaxed);
            let _ = self.refused.set(refusal.clone());
        }
        answer
    }

    /// What a process is told of this set.
    fn told(&self) -> Result<Vec<u8>, Fault> {
        let texts = self.texts.iter().map(|(name, text)| (&**name, &**text)).collect();
        let kept: Kept<'_, Sent<'_>> = Kept::Templates { id: self.id, flavour: self.flavour.name, texts };
        message::encode(&kept)
    }
}

/// What a process keeps of one kind, the oldest first, within a number of bytes. Both processes go by the same rule.
#[derive(Debug)]
struct Shelf<T> {
    kept: Vec<(u64, usize, T)>,
}

impl<T> Shelf<T> {
    /// More bytes of one kind are not kept, but for the newest.
    const MOST: usize = 8 * 1024 * 1024;
    /// Nor are more things.
    const MANY: usize = 64;

    fn new() -> Self {
        Shelf { kept: Vec::new() }
    }

    fn get(&self, id: u64) -> Option<&(u64, usize, T)> {
        self.kept.iter().rev().find(|(known, _, _)| *known == id)
    }

    fn put(&mut self, id: u64, bytes: usize, thing: T) {
        let mut total = self.kept.iter().map(|(_, bytes, _)| bytes).sum::<usize>() + bytes;
        while !self.kept.is_empty() && (total > Self::MOST || self.kept.len() >= Self::MANY) {
            total -= self.kept.remove(0).1;
        }
        self.kept.push((id, bytes, thing));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shelf_keeps_the_newest_within_its_bounds() {
        let mut shelf = Shelf::new();
        for (id, bytes) in [(1, 10), (2, Shelf::<()>::MOST - 10), (3, 1), (4, 2 * Shelf::<()>::MOST)] {
            shelf.put(id, bytes, ());
            assert!(shelf.get(id).is_some());
        }
        assert!([1, 2, 3].iter().all(|id| shelf.get(*id).is_none()));
        (5..200).for_each(|id| shelf.put(id, 0, ()));
        assert_eq!((shelf.kept.len(), shelf.kept[0].0), (Shelf::<()>::MANY, 136));
    }

    #[test]
    fn a_refused_set_is_not_asked_again() {
        let (id, texts, refused, patience) = Default::default();
        let set = Set::Apart(Apart { id, flavour: PAGE, texts, patience, refused });
        set.refuse(&Refusal::Work);
        let refused = set.render("a", &Shared::new(Vec::new()), &Vec::new(), 10);
        assert_eq!(refused, Err(Fault::Refused(Refusal::Work)));
    }

    #[test]
    fn after_many_refusals_no_other_set_of_the_folder_is_tried() {
        let patience = Patience::default();
        patience.0.store(PATIENCE, Ordering::Relaxed);
        let (id, texts, refused) = Default::default();
        let set = Set::Apart(Apart { id, flavour: PAGE, texts, patience, refused });
        assert_eq!(set.names("a"), Err(Fault::Refused(Refusal::Untried)));
    }
}
