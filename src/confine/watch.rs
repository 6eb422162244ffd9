//! The watchdog of a child process: ends it when a piece of work takes too much time or memory.
//!
//! A thread looks every millisecond at the CPU time of the process, which does not depend on the load of the machine, and
//! at its resident memory. The limits grow with the bytes of input, so that a list of 100,000 people is rendered as well.

use super::fault::Abort;
use cpu_time::ProcessTime;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering::SeqCst};
use std::thread::{self, Thread};
use std::time::{Duration, Instant};

/// Time between two looks.
const TICK: Duration = Duration::from_millis(1);
/// Looks without work after which the watchdog sleeps until there is some.
const IDLE_TICKS: u32 = 100;
/// CPU time for any work, and for each byte of its input: a hundred times what documents take.
const TIME: Duration = Duration::from_millis(250);
const NANOS_A_BYTE: u64 = 100;
/// How many times slower a debug build may be.
const SLOWNESS: u32 = if cfg!(debug_assertions) { 4 } else { 1 };
/// Memory for any work, and for each byte of its input, on top of what was in use before.
const MEMORY: usize = 32 * 1024 * 1024;
const MEMORY_A_BYTE: usize = 8;
/// Wall-clock limit, against work that waits instead of computing.
const LONGEST: Duration = Duration::from_secs(60);

/// Exit code when work takes too long.
const TOO_LONG: i32 = 3;
/// Exit code when work takes too much memory.
const TOO_LARGE: i32 = 4;

/// Incremented when work begins and when it ends: odd while there is work.
static EPOCH: AtomicU64 = AtomicU64::new(0);
/// Bytes of input of the current work.
static GIVEN: AtomicUsize = AtomicUsize::new(0);
/// Whether the watchdog sleeps.
static SLEEPS: AtomicBool = AtomicBool::new(false);
static WATCH: OnceLock<Thread> = OnceLock::new();

/// The reason behind the exit code of a child; a child that crashed had too little stack or memory.
pub(super) fn reason(code: Option<i32>) -> Abort {
    if code == Some(TOO_LONG) { Abort::Work } else { Abort::Memory }
}

/// Runs work on so many bytes of input under the watchdog.
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

/// Starts the watchdog.
pub(super) fn start() -> std::io::Result<()> {
    let handle = thread::Builder::new().name("watch".to_owned()).spawn(watch)?;
    let _ = WATCH.set(handle.thread().clone());
    Ok(())
}

/// Time and memory when the current work began.
struct Baseline {
    epoch: u64,
    cpu: ProcessTime,
    at: Instant,
    memory: usize,
}

fn watch() {
    let (mut baseline, mut idle) = (Baseline::new(0), 0);
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
        if baseline.epoch != epoch {
            baseline = Baseline::new(epoch);
        }
        if let Some(code) = baseline.exceeded(GIVEN.load(SeqCst)).filter(|_| EPOCH.load(SeqCst) == epoch) {
            std::process::exit(code);
        }
    }
}

fn sleep() {
    SLEEPS.store(true, SeqCst);
    // Work that began before this line has not woken the watchdog.
    if EPOCH.load(SeqCst).is_multiple_of(2) {
        thread::park();
    }
    SLEEPS.store(false, SeqCst);
}

impl Baseline {
    fn new(epoch: u64) -> Self {
        Baseline { epoch, cpu: ProcessTime::now(), at: Instant::now(), memory: memory() }
    }

    /// The exit code where a limit is exceeded.
    fn exceeded(&self, given: usize) -> Option<i32> {
        let time = (TIME + Duration::from_nanos(NANOS_A_BYTE * given as u64)) * SLOWNESS;
        if self.cpu.elapsed() > time || self.at.elapsed() > LONGEST.max(time) {
            return Some(TOO_LONG);
        }
        let most = self.memory + MEMORY + MEMORY_A_BYTE * given;
        (memory() > most).then_some(TOO_LARGE)
    }
}

/// Resident memory in bytes; 0 where the system does not tell.
fn memory() -> usize {
    memory_stats::memory_stats().map_or(0, |stats| stats.physical_mem)
}
