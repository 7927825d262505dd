//! A thread that leaves its core to whoever else wants it, and can be told to hurry.

/// Under `SCHED_IDLE` where there is such a thing (Linux), else at the lowest priority.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct IdleThread(system::Id);

/// Pages go first even before a thread that hurries, where the system lets it no more.
pub(super) const NICENESS: i32 = 5;

impl IdleThread {
    /// Makes the calling thread one.
    pub fn become_one() -> Self {
        let this = Self(system::me());
        this.rest();
        this
    }

    /// Back to idleness; for the thread itself.
    pub fn rest(self) {
        system::rest(self.0);
    }

    /// Gives the thread, which must not have ended, its part of a core that pages saturate. False where the system does not let
    /// it: Linux asks for `CAP_SYS_NICE`, or for an `RLIMIT_NICE` that allows at least [`NICENESS`].
    pub fn hurry(self) -> bool {
        system::hurry(self.0)
    }
}

#[cfg(target_os = "linux")]
mod system {
    use thread_priority::unix::{
        NormalThreadSchedulePolicy, ThreadId, ThreadSchedulePolicy, set_thread_priority_and_policy, thread_native_id,
    };
    use thread_priority::{ThreadPriority, ThreadPriorityValue};

    use super::NICENESS;
    use crate::aside;

    pub type Id = ThreadId;

    /// A thread that hurries may as well be done with it: the pages in flight wait for a whole hash, once. At a lower priority
    /// those of each of the kernel's six turns would wait for a part of it.
    pub const AT_ONCE: i32 = -15;
    /// [`NICENESS`] as the crate counts, from 0 to 99 with the best last.
    const PRIORITY: u8 = 35;

    pub fn me() -> Id {
        thread_native_id()
    }

    pub fn rest(thread: Id) {
        let idle = ThreadSchedulePolicy::Normal(NormalThreadSchedulePolicy::Idle);
        let _ = set_thread_priority_and_policy(thread, ThreadPriority::Min, idle);
        // Without effect on an idle thread, and what it is to have when it hurries.
        if rustix::process::setpriority_process(None, AT_ONCE).is_err() {
            aside::yield_to_pages(NICENESS);
        }
    }

    /// The crate makes whoever calls as nice: the urgent thread is so anyway.
    pub fn hurry(thread: Id) -> bool {
        let Ok(priority) = ThreadPriorityValue::try_from(PRIORITY) else { return false };
        let other = ThreadSchedulePolicy::Normal(NormalThreadSchedulePolicy::Other);
        set_thread_priority_and_policy(thread, ThreadPriority::Crossplatform(priority), other).is_ok()
    }
}

#[cfg(not(target_os = "linux"))]
mod system {
    pub type Id = std::thread::ThreadId;

    pub fn me() -> Id {
        std::thread::current().id()
    }

    pub fn rest(_: Id) {
        crate::aside::yield_to_pages(19);
    }

    pub fn hurry(_: Id) -> bool {
        false
    }
}

#[cfg(target_os = "linux")]
#[cfg(test)]
mod tests {
    use std::sync::mpsc;
    use std::thread;

    use thread_priority::unix::{NormalThreadSchedulePolicy, ThreadSchedulePolicy, thread_schedule_policy};

    use super::*;

    fn policy() -> (ThreadSchedulePolicy, i32) {
        (thread_schedule_policy().unwrap(), rustix::process::getpriority_process(None).unwrap())
    }

    #[test]
    fn a_thread_that_hurries_has_its_part_of_the_core_until_it_rests() {
        let (tells, told) = mpsc::channel();
        let (goes_on, go_on) = mpsc::channel();
        let working = thread::spawn(move || {
            let this = IdleThread::become_one();
            tells.send((this, policy())).unwrap();
            go_on.recv().unwrap();
            tells.send((this, policy())).unwrap();
            this.rest();
            policy()
        });
        let (thread, at_first) = told.recv().unwrap();
        let (policy_at_first, niceness) = at_first;
        assert_eq!(policy_at_first, ThreadSchedulePolicy::Normal(NormalThreadSchedulePolicy::Idle));
        assert!([system::AT_ONCE, NICENESS].contains(&niceness), "{niceness}");
        let may = thread::spawn(move || (thread.hurry(), rustix::process::getpriority_process(None).unwrap()));
        let (may, niceness_of_caller) = may.join().unwrap();
        goes_on.send(()).unwrap();
        let other = (ThreadSchedulePolicy::Normal(NormalThreadSchedulePolicy::Other), niceness);
        // Not every system lets it; where one says that it did, it has.
        assert_eq!(told.recv().unwrap().1, if may { other } else { at_first });
        assert!(!may || niceness_of_caller == NICENESS);
        assert_eq!(working.join().unwrap(), at_first);
    }
}
