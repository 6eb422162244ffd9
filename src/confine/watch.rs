//! Ends this process when the work it was given takes too long or too much memory.
//!
//! A thread looks every millisecond at the time that the processor has spent, which a busy machine does not lengthen, and at
//! the memory in use. How much is allowed grows with what the work was given, so that a list of 100,000 people has its time.

use super::Refusal;
use cpu_time::ProcessTime;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering::SeqCst};
use std::thread::{self, Thread};
use std::time::{Duration, Instant};

/// How often it looks.
const TICK: Duration = Duration::from_millis(1);
/// After so many looks without work it sleeps until there is some.
const IDLE_TICKS: u32 = 100;
/// The time of the processor for any work, and for each byte that it was given: a hundred times what sheets take.
const TIME: Duration = Duration::from_millis(250);
const NANOS_A_BYTE: u64 = 100;
/// Code that was not optimised takes so many times as long.
const SLOWNESS: u32 = if cfg!(debug_assertions) { 4 } else { 1 };
/// The memory for any work, and for each byte that it was given, beside what was in use before.
const MEMORY: usize = 32 * 1024 * 1024;
const MEMORY_A_BYTE: usize = 8;
/// Whatever the processor does meanwhile, no work takes so long.
const LONGEST: Duration = Duration::from_secs(60);

/// How the process ends when its work takes too long.
const TOO_LONG: i32 = 3;
/// How it ends when its work takes too much memory.
const TOO_LARGE: i32 = 4;

/// Grows by one when work begins and when it ends: odd while there is some.
static EPOCH: AtomicU64 = AtomicU64::new(0);
/// How many bytes the work was given.
static GIVEN: AtomicUsize = AtomicUsize::new(0);
/// Whether the watch sleeps.
static SLEEPS: AtomicBool = AtomicBool::new(false);
static WATCH: OnceLock<Thread> = OnceLock::new();

/// What it means that a process ended in this way.
pub(super) fn refusal(code: Option<i32>) -> Refusal {
    if code == Some(TOO_LONG) { Refusal::Work } else { Refusal::Memory }
}

/// Does work that was given so many bytes.
pub(super) fn watched<T>(given: usize, work: impl FnOnce() -> T) -> T {
    GIVEN.store(given, SeqCst);
    EPOCH.fetch_add(1, SeqCst);
    if SLEEPS.swap(false, SeqCst)
        && let Some(watch) = WATCH.get()
    {
        watch.unpark();
    }
    let done = work();
    EPOCH.fetch_add(1, SeqCst);
    done
}

/// Begins to watch.
pub(super) fn start() -> std::io::Result<()> {
    let handle = thread::Builder::new().name("watch".to_owned()).spawn(watch)?;
    let _ = WATCH.set(handle.thread().clone());
    Ok(())
}

/// What there was when the work began.
struct Before {
    epoch: u64,
    cpu: ProcessTime,
    at: Instant,
    memory: usize,
}

fn watch() {
    let (mut before, mut idle) = (Before::new(0), 0);
    loop {
        thread::sleep(TICK);
        let epoch = EPOCH.load(SeqCst);
        if epoch.is_multiple_of(2) {
            idle += 1;
            if idle > IDLE_TICKS {
                sleep();
                idle = 0;
            }
            continue;
        }
        idle = 0;
        if before.epoch != epoch {
            before = Before::new(epoch);
        }
        if let Some(code) = before.exceeded(GIVEN.load(SeqCst)).filter(|_| EPOCH.load(SeqCst) == epoch) {
            std::process::exit(code);
        }
    }
}

fn sleep() {
    SLEEPS.store(true, SeqCst);
    // Work that began before that has not woken the watch.
    if EPOCH.load(SeqCst).is_multiple_of(2) {
        thread::park();
    }
    SLEEPS.store(false, SeqCst);
}

impl Before {
    fn new(epoch: u64) -> Self {
        Before { epoch, cpu: ProcessTime::now(), at: Instant::now(), memory: memory() }
    }

    /// How the process is to end, if it is.
    fn exceeded(&self, given: usize) -> Option<i32> {
        let time = (TIME + Duration::from_nanos(NANOS_A_BYTE * given as u64)) * SLOWNESS;
        if self.cpu.elapsed() > time || self.at.elapsed() > LONGEST.max(time) {
            return Some(TOO_LONG);
        }
        let most = self.memory + MEMORY + MEMORY_A_BYTE * given;
        (memory() > most).then_some(TOO_LARGE)
    }
}

/// The bytes of memory in use; none where the system does not tell.
fn memory() -> usize {
    memory_stats::memory_stats().map_or(0, |stats| stats.physical_mem)
}
