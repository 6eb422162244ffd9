//! The processes that render, from the side of the one that starts them.

use super::message::{self, Answer, Request, Sent};
use super::{Apart, Fault, Refusal, Shared, Shelf, WORKER, watch};
use std::env;
use std::io::{self, BufReader, BufWriter, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};

/// The longest answer: the largest page, and some more.
const MOST: usize = 80 * 1024 * 1024;

static ENABLED: AtomicBool = AtomicBool::new(false);
/// Processes without work.
static IDLE: Mutex<Vec<Worker>> = Mutex::new(Vec::new());

/// A process that renders. It ends when this is dropped.
struct Worker {
    child: Child,
    /// Its standard input and output.
    pipes: Option<(BufWriter<ChildStdin>, BufReader<ChildStdout>)>,
    /// What it keeps.
    sets: Shelf<()>,
    shared: Shelf<()>,
}

/// From now on, templates of others live in processes of their own. Only for a program that, started with [`WORKER`] as
/// its first argument, does nothing but [`serve`](super::serve).
pub(crate) fn enable() {
    ENABLED.store(true, Ordering::Relaxed);
}

pub(super) fn is_enabled() -> bool {
    ENABLED.load(Ordering::Relaxed)
}

/// Ends the processes without work, and waits until they have ended.
pub(crate) fn end() {
    idle().clear();
}

fn idle() -> std::sync::MutexGuard<'static, Vec<Worker>> {
    IDLE.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Asks a process.
pub(super) fn ask(set: &Apart, shared: Option<&Shared>, request: &Request<'_, Sent<'_>>) -> Result<Answer, Fault> {
    let request = message::encode(request)?;
    let mut worker = Worker::idle(shared)?;
    // Texts that cannot be told are findings; the process knows nothing of them.
    let told = worker.prepare(set, shared)?;
    match told.and_then(|()| worker.exchange(&request)) {
        Ok(answer) => {
            let answer: Result<Answer, Fault> =
                message::decode(&answer).map_err(|error| Fault::Refused(Refusal::NoProcess(error.to_string())))?;
            idle().push(worker);
            answer
        }
        Err(_) => Err(Fault::Refused(worker.why_it_ended())),
    }
}

impl Worker {
    /// A process without work, at best one that knows the variables; else a new one.
    fn idle(shared: Option<&Shared>) -> Result<Worker, Fault> {
        let mut idle = idle();
        let knows = |worker: &Worker| shared.is_some_and(|shared| worker.shared.get(shared.id).is_some());
        if let Some(known) = idle.iter().position(knows) {
            return Ok(idle.swap_remove(known));
        }
        let any = idle.pop();
        drop(idle);
        any.map_or_else(|| Worker::start().map_err(|error| Fault::Refused(Refusal::NoProcess(error.to_string()))), Ok)
    }

    fn start() -> io::Result<Worker> {
        let mut command = Command::new(env::current_exe()?);
        command.arg(WORKER).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).env_clear();
        // Windows does not start every program without it.
        command.envs(env::var_os("SystemRoot").map(|root| ("SystemRoot", root)));
        apart_from_the_terminal(&mut command);
        let mut child = command.spawn()?;
        let (Some(input), Some(output)) = (child.stdin.take(), child.stdout.take()) else {
            return Err(io::ErrorKind::BrokenPipe.into());
        };
        let pipes = Some((BufWriter::new(input), BufReader::new(output)));
        Ok(Worker { child, pipes, sets: Shelf::new(), shared: Shelf::new() })
    }

    /// Tells the process what it does not know yet.
    fn prepare(&mut self, set: &Apart, shared: Option<&Shared>) -> Result<io::Result<()>, Fault> {
        if self.sets.get(set.id).is_none() {
            let told = set.told()?;
            self.sets.put(set.id, told.len(), ());
            if let Err(error) = self.write(message::KEEP, &told) {
                return Ok(Err(error));
            }
        }
        let Some(shared) = shared.filter(|shared| self.shared.get(shared.id).is_none()) else { return Ok(Ok(())) };
        let told = shared.told()?;
        self.shared.put(shared.id, told.len(), ());
        Ok(self.write(message::KEEP, told))
    }

    fn exchange(&mut self, request: &[u8]) -> io::Result<Vec<u8>> {
        self.write(message::ASK, request)?;
        let (input, output) = self.pipes.as_mut().ok_or(io::ErrorKind::BrokenPipe)?;
        input.flush()?;
        match message::read(output, MOST)? {
            (message::ANSWER, answer) => Ok(answer),
            _ => Err(io::ErrorKind::InvalidData.into()),
        }
    }

    fn write(&mut self, kind: u8, message: &[u8]) -> io::Result<()> {
        let (input, _) = self.pipes.as_mut().ok_or(io::ErrorKind::BrokenPipe)?;
        message::write(input, kind, message)
    }

    /// What the end of the process means.
    fn why_it_ended(mut self) -> Refusal {
        watch::refusal(self.end())
    }

    /// Waits for the end of the process, which comes by itself when nobody speaks to it, and says how it ended.
    fn end(&mut self) -> Option<i32> {
        let (input, _) = self.pipes.take()?;
        // What has not been said needs not be said any more.
        let _ = input.into_parts();
        self.child.wait().ok()?.code()
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        self.end();
    }
}

/// Ctrl-C is for the process that the user started, which then finishes the sheets at work.
#[cfg(unix)]
fn apart_from_the_terminal(command: &mut Command) {
    use std::os::unix::process::CommandExt;
    command.process_group(0);
}

/// As on Unix; and no window opens for it.
#[cfg(windows)]
fn apart_from_the_terminal(command: &mut Command) {
    use std::os::windows::process::CommandExt;
    const CREATE_NEW_PROCESS_GROUP: u32 = 0x200;
    const CREATE_NO_WINDOW: u32 = 0x0800_0000;
    command.creation_flags(CREATE_NEW_PROCESS_GROUP | CREATE_NO_WINDOW);
}

#[cfg(not(any(unix, windows)))]
fn apart_from_the_terminal(_: &mut Command) {}
