//! Child processes, as their parent sees them.

use super::cache::BoundedCache;
use super::fault::{Abort, Fault};
use super::message::{self, Response, SentValue, WorkerRequest};
use super::remote::RemoteTemplates;
use super::setup::WORKER;
use super::variables::SharedVariables;
use super::watch;
use std::env;
use std::io::{self, BufReader, BufWriter, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};

/// The most bytes of a response: the largest page and a margin.
const MAX_RESPONSE: usize = 80 * 1024 * 1024;

static ENABLED: AtomicBool = AtomicBool::new(false);
/// Children without work.
static IDLE: Mutex<Vec<Worker>> = Mutex::new(Vec::new());

/// A child process, which ends when this is dropped.
struct Worker {
    child: Child,
    /// Its standard input and output.
    pipes: Option<(BufWriter<ChildStdin>, BufReader<ChildStdout>)>,
    /// Ids of what it has stored.
    sets: BoundedCache<()>,
    shared: BoundedCache<()>,
}

/// From now on, foreign templates run in child processes. Only for a program that calls [`serve`](super::serve) and
/// nothing else when it is started with [`WORKER`] as its first argument.
pub(crate) fn enable() {
    ENABLED.store(true, Ordering::Relaxed);
}

pub(super) fn is_enabled() -> bool {
    ENABLED.load(Ordering::Relaxed)
}

/// Ends the idle children and waits for them.
pub(crate) fn end() {
    idle().clear();
}

fn idle() -> std::sync::MutexGuard<'static, Vec<Worker>> {
    IDLE.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Asks a child, which first gets the templates and variables that it does not have.
pub(super) fn ask(
    set: &RemoteTemplates,
    shared: Option<&SharedVariables>,
    request: &WorkerRequest<'_, SentValue<'_>>,
) -> Result<Response, Fault> {
    let request = message::encode(request)?;
    let mut worker = Worker::idle(shared)?;
    // Texts that cannot be encoded are a fault; the child has not seen them.
    let stored = worker.prepare(set, shared)?;
    match stored.and_then(|()| worker.exchange(&request)) {
        Ok(answer) => {
            let answer: Result<Response, Fault> =
                message::decode(&answer).map_err(|error| Fault::Aborted(Abort::NoProcess(error.to_string())))?;
            idle().push(worker);
            answer
        }
        Err(_) => Err(Fault::Aborted(worker.why_it_ended())),
    }
}

impl Worker {
    /// An idle child, preferably one that has the variables; otherwise a new one.
    fn idle(shared: Option<&SharedVariables>) -> Result<Worker, Fault> {
        let mut idle = idle();
        let knows = |worker: &Worker| shared.is_some_and(|shared| worker.shared.get(shared.id()).is_some());
        if let Some(known) = idle.iter().position(knows) {
            return Ok(idle.swap_remove(known));
        }
        let any = idle.pop();
        drop(idle);
        any.map_or_else(|| Worker::start().map_err(|error| Fault::Aborted(Abort::NoProcess(error.to_string()))), Ok)
    }

    fn start() -> io::Result<Worker> {
        let mut command = Command::new(env::current_exe()?);
        command.arg(WORKER).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).env_clear();
        // Windows does not start every program without it.
        command.envs(env::var_os("SystemRoot").map(|root| ("SystemRoot", root)));
        detach_from_terminal(&mut command);
        let mut child = command.spawn()?;
        let (Some(input), Some(output)) = (child.stdin.take(), child.stdout.take()) else {
            return Err(io::ErrorKind::BrokenPipe.into());
        };
        let pipes = Some((BufWriter::new(input), BufReader::new(output)));
        Ok(Worker { child, pipes, sets: BoundedCache::new(), shared: BoundedCache::new() })
    }

    /// Sends what the child has not stored yet. The outer error is a fault of the input, the inner one of the pipe.
    fn prepare(&mut self, set: &RemoteTemplates, shared: Option<&SharedVariables>) -> Result<io::Result<()>, Fault> {
        if self.sets.get(set.id).is_none() {
            let bytes = set.encoded()?;
            self.sets.put(set.id, bytes.len(), ());
            if let Err(error) = self.write(message::STORE, &bytes) {
                return Ok(Err(error));
            }
        }
        let Some(shared) = shared.filter(|shared| self.shared.get(shared.id()).is_none()) else { return Ok(Ok(())) };
        let bytes = shared.encoded()?;
        self.shared.put(shared.id(), bytes.len(), ());
        Ok(self.write(message::STORE, bytes))
    }

    fn exchange(&mut self, request: &[u8]) -> io::Result<Vec<u8>> {
        self.write(message::REQUEST, request)?;
        let (input, output) = self.pipes.as_mut().ok_or(io::ErrorKind::BrokenPipe)?;
        input.flush()?;
        match message::read(output, MAX_RESPONSE)? {
            (message::RESPONSE, answer) => Ok(answer),
            _ => Err(io::ErrorKind::InvalidData.into()),
        }
    }

    fn write(&mut self, kind: u8, message: &[u8]) -> io::Result<()> {
        let (input, _) = self.pipes.as_mut().ok_or(io::ErrorKind::BrokenPipe)?;
        message::write(input, kind, message)
    }

    /// Why the child ended.
    fn why_it_ended(mut self) -> Abort {
        watch::reason(self.end())
    }

    /// Waits for the child, which ends when its input is closed, and returns its exit code.
    fn end(&mut self) -> Option<i32> {
        let (input, _) = self.pipes.take()?;
        // Without flushing what is still buffered.
        let _ = input.into_parts();
        self.child.wait().ok()?.code()
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        self.end();
    }
}

/// Ctrl-C must reach only the process that the user started, which then finishes the sheets in progress.
#[cfg(unix)]
fn detach_from_terminal(command: &mut Command) {
    use std::os::unix::process::CommandExt;
    command.process_group(0);
}

/// As on Unix; and without a console window.
#[cfg(windows)]
fn detach_from_terminal(command: &mut Command) {
    use std::os::windows::process::CommandExt;
    const CREATE_NEW_PROCESS_GROUP: u32 = 0x200;
    const CREATE_NO_WINDOW: u32 = 0x0800_0000;
    command.creation_flags(CREATE_NEW_PROCESS_GROUP | CREATE_NO_WINDOW);
}

#[cfg(not(any(unix, windows)))]
fn detach_from_terminal(_: &mut Command) {}
