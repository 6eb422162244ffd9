//! The child process: parses and renders for its parent until that closes the child's standard input.

use super::cache::BoundedCache;
use super::fault::Fault;
use super::message::{self, ReceivedValue, Response, Stored, WorkerRequest};
use super::setup::TeraSetup;
use super::{render, watch};
use std::io::{self, BufReader, Write, stdin, stdout};
use std::process::ExitCode;
use std::thread;
use tera::{Context, Tera};

/// Stack for nested templates, far more than any document needs. Overflowing it ends the process.
const STACK: usize = 2 * 1024 * 1024;

/// Serves the process that started this one.
pub(crate) fn serve(setups: &'static [TeraSetup]) -> ExitCode {
    let served = || -> io::Result<()> {
        disable_core_dumps();
        watch::start()?;
        let work = move || WorkerState::new(setups).work();
        let worker = thread::Builder::new().name("template".to_owned()).stack_size(STACK).spawn(work)?;
        worker.join().unwrap_or_else(|_| Err(io::ErrorKind::Other.into()))
    };
    // Without destructors: there is nothing to flush, and freeing the caches can take a while.
    std::process::exit(i32::from(served().is_err()))
}

/// An aborted child must not leave its memory, with people's data, in a file.
fn disable_core_dumps() {
    #[cfg(unix)]
    let _ = rlimit::setrlimit(rlimit::Resource::CORE, 0, 0);
}

/// Parsed templates and variables that the parent refers to by id.
struct WorkerState {
    setups: &'static [TeraSetup],
    sets: BoundedCache<Result<Tera, Fault>>,
    shared: BoundedCache<Context>,
}

impl WorkerState {
    fn new(setups: &'static [TeraSetup]) -> Self {
        WorkerState { setups, sets: BoundedCache::new(), shared: BoundedCache::new() }
    }

    fn work(&mut self) -> io::Result<()> {
        let mut input = BufReader::new(stdin().lock());
        let mut output = stdout().lock();
        loop {
            match message::read(&mut input, usize::MAX) {
                Ok((message::STORE, message)) => self.store(message::decode(&message)?, message.len())?,
                Ok((_, message)) => {
                    let response = self.respond(message::decode(&message)?, message.len())?;
                    let response = message::encode(&response).map_err(|_| io::ErrorKind::OutOfMemory)?;
                    message::write(&mut output, message::RESPONSE, &response)?;
                    output.flush()?;
                }
                Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => return Ok(()),
                Err(error) => return Err(error),
            }
        }
    }

    fn store(&mut self, stored: Stored<'_, ReceivedValue<'_>>, bytes: usize) -> io::Result<()> {
        match stored {
            Stored::Templates { id, setup, texts } => {
                let known = self.setups.iter().find(|known| known.name == setup);
                let mut tera = (known.ok_or(io::ErrorKind::InvalidData)?.tera)();
                let added = watch::watched(bytes, || tera.add_raw_templates(texts).map_err(Fault::from));
                self.sets.put(id, bytes, added.map(|()| tera));
            }
            Stored::Variables { id, values } => self.shared.put(id, bytes, message::with(Context::new(), values)),
        }
        Ok(())
    }

    fn respond(
        &self,
        request: WorkerRequest<'_, ReceivedValue<'_>>,
        bytes: usize,
    ) -> io::Result<Result<Response, Fault>> {
        let tera = |set| self.sets.get(set).map(|(_, _, tera)| tera).ok_or(io::ErrorKind::NotFound);
        Ok(match request {
            WorkerRequest::Parse { set } => tera(set)?.as_ref().map(|_| Response::default()).map_err(Clone::clone),
            WorkerRequest::Names { set, name } => tera(set)?.as_ref().map_err(Clone::clone).and_then(|tera| {
                let names = watch::watched(bytes, || render::names(tera, name))?;
                Ok(Response { names, ..Response::default() })
            }),
            WorkerRequest::Render { set, name, shared, own, most } => {
                let (_, given, shared) = self.shared.get(shared).ok_or(io::ErrorKind::NotFound)?;
                let context = message::with(shared.clone(), own);
                tera(set)?.as_ref().map_err(Clone::clone).and_then(|tera| {
                    let text = watch::watched(given + bytes, || render::render(tera, name, &context, most))?;
                    Ok(Response { text, ..Response::default() })
                })
            }
        })
    }
}
