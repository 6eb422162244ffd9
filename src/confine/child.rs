//! A process that parses and renders for another, until that one closes its standard input.

use super::message::{self, Answer, Kept, Received, Request};
use super::{Fault, Flavour, Shelf, render, watch};
use std::io::{self, BufReader, Write, stdin, stdout};
use std::process::ExitCode;
use std::thread;
use tera::{Context, Tera};

/// Room for templates that nest, far more than any needs; those that fill it end the process.
const STACK: usize = 2 * 1024 * 1024;

/// Serves the process that started this one.
pub(crate) fn serve(flavours: &'static [Flavour]) -> ExitCode {
    let served = || -> io::Result<()> {
        leave_no_core();
        watch::start()?;
        let work = move || Desk::new(flavours).work();
        let worker = thread::Builder::new().name("template".to_owned()).stack_size(STACK).spawn(work)?;
        worker.join().unwrap_or_else(|_| Err(io::ErrorKind::Other.into()))
    };
    // Nothing is to be put in order, and what is kept may take a while to be taken apart.
    std::process::exit(i32::from(served().is_err()))
}

/// The end of this process is a finding, and nobody is to find its memory in a file.
fn leave_no_core() {
    #[cfg(unix)]
    let _ = rlimit::setrlimit(rlimit::Resource::CORE, 0, 0);
}

/// What is at hand.
struct Desk {
    flavours: &'static [Flavour],
    sets: Shelf<Result<Tera, Fault>>,
    shared: Shelf<Context>,
}

impl Desk {
    fn new(flavours: &'static [Flavour]) -> Self {
        Desk { flavours, sets: Shelf::new(), shared: Shelf::new() }
    }

    fn work(&mut self) -> io::Result<()> {
        let mut input = BufReader::new(stdin().lock());
        let mut output = stdout().lock();
        loop {
            match message::read(&mut input, usize::MAX) {
                Ok((message::KEEP, message)) => self.keep(message::decode(&message)?, message.len())?,
                Ok((_, message)) => {
                    let answer = self.answer(message::decode(&message)?, message.len())?;
                    let answer = message::encode(&answer).map_err(|_| io::ErrorKind::OutOfMemory)?;
                    message::write(&mut output, message::ANSWER, &answer)?;
                    output.flush()?;
                }
                Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => return Ok(()),
                Err(error) => return Err(error),
            }
        }
    }

    fn keep(&mut self, kept: Kept<'_, Received<'_>>, bytes: usize) -> io::Result<()> {
        match kept {
            Kept::Templates { id, flavour, texts } => {
                let known = self.flavours.iter().find(|known| known.name == flavour);
                let mut tera = (known.ok_or(io::ErrorKind::InvalidData)?.tera)();
                let added = watch::watched(bytes, || tera.add_raw_templates(texts).map_err(Fault::from));
                self.sets.put(id, bytes, added.map(|()| tera));
            }
            Kept::Variables { id, values } => self.shared.put(id, bytes, message::with(Context::new(), values)),
        }
        Ok(())
    }

    fn answer(&self, request: Request<'_, Received<'_>>, bytes: usize) -> io::Result<Result<Answer, Fault>> {
        let tera = |set| self.sets.get(set).map(|(_, _, tera)| tera).ok_or(io::ErrorKind::NotFound);
        Ok(match request {
            Request::Try { set } => tera(set)?.as_ref().map(|_| Answer::default()).map_err(Clone::clone),
            Request::Names { set, name } => tera(set)?.as_ref().map_err(Clone::clone).and_then(|tera| {
                let names = watch::watched(bytes, || render::names(tera, name))?;
                Ok(Answer { names, ..Answer::default() })
            }),
            Request::Render { set, name, shared, own, most } => {
                let (_, given, shared) = self.shared.get(shared).ok_or(io::ErrorKind::NotFound)?;
                let context = message::with(shared.clone(), own);
                tera(set)?.as_ref().map_err(Clone::clone).and_then(|tera| {
                    let text = watch::watched(given + bytes, || render::render(tera, name, &context, most))?;
                    Ok(Answer { text, ..Answer::default() })
                })
            }
        })
    }
}
