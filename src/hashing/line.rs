//! Who waits for a hash, who has one in hand, and whose turn it is.

use std::collections::VecDeque;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use super::idle_thread::IdleThread;
use super::task::Task;
use crate::aside::Busy;

/// How many may wait in each lane.
pub(super) const QUEUE: usize = 64;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Lane {
    Making,
    Verifying,
}

pub(super) struct Line {
    places: Mutex<Places>,
    /// For the patient threads: something waits.
    arrival: Condvar,
    /// For the urgent thread: something waits where nothing did.
    first_arrival: Condvar,
}

impl Line {
    pub fn new() -> Self {
        let places = Places {
            making: Places::lane(),
            verifying: Places::lane(),
            last_taken: Lane::Verifying,
            last_urgent: Lane::Verifying,
            stands_since: Instant::now(),
            patient: Vec::new(),
            closed: false,
        };
        Self { places: Mutex::new(places), arrival: Condvar::new(), first_arrival: Condvar::new() }
    }

    pub fn queue(&self, lane: Lane, task: Task) -> Result<(), Busy> {
        let mut places = self.lock();
        let first = !places.is_wanted();
        let waiting = &mut places.tasks(lane).waiting;
        waiting.retain(|waiting| waiting.is_wanted());
        if waiting.len() >= QUEUE {
            return Err(Busy);
        }
        waiting.push_back(Arc::new(task));
        if first {
            places.stands_since = Instant::now();
            self.first_arrival.notify_one();
        }
        self.arrival.notify_one();
        Ok(())
    }

    /// The next task for a patient thread, lane by lane; `None` when the line closes.
    pub fn next(&self) -> Option<Arc<Task>> {
        let mut places = self.lock();
        loop {
            if let Some(task) = places.take() {
                return Some(task);
            }
            if places.closed {
                return None;
            }
            places = self.arrival.wait(places).unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// The calling thread, which takes from the line, may be told to hurry until what this gives is dropped.
    pub fn enlist(&self, thread: IdleThread) -> Enlisted<'_> {
        self.lock().patient.push(Patient { thread, is_hurried: false });
        Enlisted { line: self, thread }
    }

    /// What the urgent thread is to do itself, once somebody has been waiting so long without an answer to anybody and no patient
    /// thread can be told to hurry; `None` when the line closes.
    pub fn next_overdue(&self, overdue: Duration) -> Option<Arc<Task>> {
        let mut places = self.lock();
        while !places.closed {
            let left = places.due(overdue).map(|due| due.saturating_duration_since(Instant::now()));
            if left == Some(Duration::ZERO) {
                if places.hurry() {
                    places.stands_since = Instant::now();
                    continue;
                }
                if let Some(task) = places.take_urgent() {
                    return Some(task);
                }
            }
            places = match left {
                Some(left) => self.first_arrival.wait_timeout(places, left).unwrap_or_else(PoisonError::into_inner).0,
                None => self.first_arrival.wait(places).unwrap_or_else(PoisonError::into_inner),
            };
        }
        None
    }

    /// The task is no longer in hand. `answered`: somebody got the answer, so that the line moves.
    pub fn finish(&self, task: &Arc<Task>, answered: bool) {
        let mut places = self.lock();
        for lane in [Lane::Making, Lane::Verifying] {
            places.tasks(lane).begun.retain(|begun| !Arc::ptr_eq(begun, task));
        }
        if answered {
            places.stands_since = Instant::now();
        }
    }

    pub fn close(&self) {
        self.lock().closed = true;
        self.arrival.notify_all();
        self.first_arrival.notify_all();
    }

    fn lock(&self) -> MutexGuard<'_, Places> {
        self.places.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A thread that takes from the line and may be told to hurry.
pub(super) struct Enlisted<'a> {
    line: &'a Line,
    thread: IdleThread,
}

impl Enlisted<'_> {
    /// Ends the hurry, if there was one. For the thread itself, between two tasks.
    pub fn rest(&self) {
        let mut places = self.line.lock();
        let patient = places.patient.iter_mut().find(|patient| patient.thread == self.thread);
        if patient.is_some_and(|patient| std::mem::take(&mut patient.is_hurried)) {
            self.thread.rest();
        }
    }
}

impl Drop for Enlisted<'_> {
    fn drop(&mut self) {
        self.line.lock().patient.retain(|patient| patient.thread != self.thread);
    }
}

struct Places {
    making: Tasks,
    verifying: Tasks,
    /// The lane that a patient thread took from last, and the urgent one: the other one's turn is next.
    last_taken: Lane,
    last_urgent: Lane,
    /// Since when somebody has been waiting without an answer to anybody.
    stands_since: Instant,
    /// All of them live: a thread leaves before it ends.
    patient: Vec<Patient>,
    closed: bool,
}

struct Patient {
    thread: IdleThread,
    is_hurried: bool,
}

/// One lane's, the oldest first.
struct Tasks {
    waiting: VecDeque<Arc<Task>>,
    begun: Vec<Arc<Task>>,
}

impl Places {
    fn lane() -> Tasks {
        Tasks { waiting: VecDeque::new(), begun: Vec::new() }
    }

    fn tasks(&mut self, lane: Lane) -> &mut Tasks {
        match lane {
            Lane::Making => &mut self.making,
            Lane::Verifying => &mut self.verifying,
        }
    }

    fn is_wanted(&self) -> bool {
        [&self.making, &self.verifying].iter().any(|tasks| tasks.all().any(|task| task.is_wanted()))
    }

    /// When somebody is to be answered urgently, if anybody waits.
    fn due(&self, overdue: Duration) -> Option<Instant> {
        self.is_wanted().then(|| self.stands_since + overdue)
    }

    /// Whether any patient thread hurries now: even one that has no task is the next to have one.
    fn hurry(&mut self) -> bool {
        for patient in &mut self.patient {
            patient.is_hurried = patient.is_hurried || patient.thread.hurry();
        }
        self.patient.iter().any(|patient| patient.is_hurried)
    }

    fn take(&mut self) -> Option<Arc<Task>> {
        let (lane, task) = turns(self.last_taken).into_iter().find_map(|it| Some((it, self.tasks(it).begin()?)))?;
        self.last_taken = lane;
        Some(task)
    }

    fn take_urgent(&mut self) -> Option<Arc<Task>> {
        let (lane, task) = turns(self.last_urgent).into_iter().find_map(|it| Some((it, self.tasks(it).oldest()?)))?;
        self.last_urgent = lane;
        Some(task)
    }
}

impl Tasks {
    fn all(&self) -> impl Iterator<Item = &Arc<Task>> {
        self.begun.iter().chain(&self.waiting)
    }

    /// The first that waits.
    fn begin(&mut self) -> Option<Arc<Task>> {
        self.waiting.retain(|task| task.is_wanted());
        let task = self.waiting.pop_front()?;
        self.begun.push(Arc::clone(&task));
        Some(task)
    }

    /// The first that somebody else has begun and cannot go on with, or that waits.
    fn oldest(&mut self) -> Option<Arc<Task>> {
        let begun = self.begun.iter().find(|task| task.is_wanted()).cloned();
        begun.or_else(|| self.begin())
    }
}

/// Both lanes, the other one first.
fn turns(last: Lane) -> [Lane; 2] {
    match last {
        Lane::Making => [Lane::Verifying, Lane::Making],
        Lane::Verifying => [Lane::Making, Lane::Verifying],
    }
}

#[cfg(test)]
mod tests {
    use tokio::sync::oneshot::{Receiver, channel};

    use super::*;
    use crate::hashing::task::Answer;
    use crate::secret::SecretText;

    /// Somebody who waits, in this lane.
    fn asks(line: &Line, lane: Lane) -> Receiver<bool> {
        let (asker, waits) = channel();
        let task = Task::Verify { password: SecretText::new("x".to_owned()), phc: None, answer: Answer::to(asker) };
        line.queue(lane, task).unwrap();
        waits
    }

    fn takes_urgently(line: &Line) -> Option<Arc<Task>> {
        line.lock().take_urgent()
    }

    /// Who is answered now, by number.
    fn answers(line: &Line, task: &Arc<Task>, waiting: &mut [Receiver<bool>]) -> Option<usize> {
        let Task::Verify { answer, .. } = &**task else { return None };
        line.finish(task, answer.give(true));
        waiting.iter_mut().position(|it| it.try_recv().is_ok())
    }

    #[test]
    fn the_lanes_take_turns_and_within_one_the_oldest_is_first() {
        let line = Line::new();
        let lanes = [Lane::Verifying, Lane::Verifying, Lane::Verifying, Lane::Making, Lane::Making];
        let mut waiting = lanes.map(|lane| asks(&line, lane));
        let order = lanes.map(|_| answers(&line, &line.next().unwrap(), &mut waiting).unwrap());
        assert_eq!(order, [3, 0, 4, 1, 2]);
    }

    #[test]
    fn in_a_storm_of_sign_ons_a_set_that_is_asked_for_is_the_next_thing_urgent() {
        let line = Line::new();
        let mut waiting = [Lane::Verifying; 5].map(|lane| asks(&line, lane)).into_iter().collect::<Vec<_>>();
        // Patient threads have begun the first two, and get no core.
        let _held = [line.next(), line.next()];
        assert_eq!(answers(&line, &takes_urgently(&line).unwrap(), &mut waiting), Some(0));
        waiting.push(asks(&line, Lane::Making));
        waiting.push(asks(&line, Lane::Making));
        let order = [5, 1, 6, 2, 3, 4].map(|_| answers(&line, &takes_urgently(&line).unwrap(), &mut waiting).unwrap());
        assert_eq!(order, [5, 1, 6, 2, 3, 4]);
        assert!(takes_urgently(&line).is_none());
    }

    #[test]
    fn the_urgent_thread_does_the_work_itself_only_where_no_patient_one_can_hurry() {
        std::thread::scope(|threads| {
            // A thread that has become idle may not always come back.
            let done = threads.spawn(|| {
                let line = Line::new();
                let _waits = asks(&line, Lane::Making);
                let thread = IdleThread::become_one();
                let enlisted = line.enlist(thread);
                let may_hurry = thread.hurry();
                assert_eq!(line.lock().hurry(), may_hurry);
                assert_eq!(line.lock().patient[0].is_hurried, may_hurry);
                enlisted.rest();
                assert!(!line.lock().patient[0].is_hurried);
                drop(enlisted);
                assert!(!line.lock().hurry(), "a thread that has left is told to hurry");
                assert!(line.next_overdue(Duration::ZERO).is_some());
            });
            done.join().unwrap();
        });
    }

    #[test]
    fn every_answer_puts_off_what_is_urgent_and_nothing_is_when_nobody_waits_any_more() {
        let line = Line::new();
        let due = || line.lock().due(Duration::ZERO);
        assert_eq!(due(), None);
        let mut waiting = vec![asks(&line, Lane::Making), asks(&line, Lane::Making), asks(&line, Lane::Verifying)];
        let first = due().unwrap();
        assert_eq!(answers(&line, &line.next().unwrap(), &mut waiting), Some(0));
        let second = due().unwrap();
        assert!(second > first);
        // An answer that nobody gets puts off nothing.
        line.finish(&line.next().unwrap(), false);
        assert_eq!(due(), Some(second));
        drop(waiting);
        assert_eq!(due(), None);
        assert!(takes_urgently(&line).is_none());
    }
}
