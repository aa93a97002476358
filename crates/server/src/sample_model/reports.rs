//! What an instance tells the backend that started it: lines of JSON on standard output. A thread of its own
//! prints them, so that a reader that is slow or gone holds up no answer.

use std::io::{self, Write};
use std::net::SocketAddr;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

/// Between two lines with the number of requests in flight: at most five a second.
const LOAD_PAUSE: Duration = Duration::from_millis(200);

/// Starts the thread that prints.
pub(super) fn start() -> io::Result<(Reports, Printer)> {
    let (sender, receiver) = mpsc::channel();
    let (printing, ended) = mpsc::channel();
    thread::Builder::new().name("reports".to_owned()).spawn(move || {
        let _printing = printing;
        print(&receiver, &mut io::stdout().lock());
    })?;
    Ok((Reports { sender }, Printer { ended }))
}

/// Where reports go in.
#[derive(Debug)]
pub(super) struct Reports {
    sender: Sender<Report>,
}

#[derive(Debug)]
enum Report {
    Line(Value),
    RequestBegun,
    RequestEnded,
}

impl Reports {
    /// The instance takes requests at this address.
    pub(super) fn listening(&self, address: SocketAddr) {
        self.send(Report::Line(json!({"listening": format!("http://{address}")})));
    }

    /// A completion was answered, or as much of it as was taken.
    pub(super) fn tokens(&self, id: &str, input: usize, output: usize) {
        let tokens = json!({"id": id, "input": input, "cached_input": 0, "output": output});
        self.send(Report::Line(json!({"tokens": tokens})));
    }

    /// A request is being answered until what this gives is dropped.
    pub(super) fn request(&self) -> InFlight {
        self.send(Report::RequestBegun);
        InFlight { sender: self.sender.clone() }
    }

    fn send(&self, report: Report) {
        // The thread that prints outlives every sender.
        let _ = self.sender.send(report);
    }
}

/// A request that is being answered.
#[derive(Debug)]
pub(super) struct InFlight {
    sender: Sender<Report>,
}

impl Drop for InFlight {
    fn drop(&mut self) {
        let _ = self.sender.send(Report::RequestEnded);
    }
}

/// The thread that prints.
#[derive(Debug)]
pub(super) struct Printer {
    ended: Receiver<()>,
}

impl Printer {
    /// Waits until everything is printed, once nobody reports any more, but no longer than this: whoever
    /// should read may have stopped doing so.
    pub(super) fn wait(self, most: Duration) {
        let _ = self.ended.recv_timeout(most);
    }
}

/// Prints until nobody is left who could report.
fn print(reports: &Receiver<Report>, out: &mut impl Write) {
    let mut in_flight: usize = 0;
    let mut printed = in_flight;
    let mut next_load_at = Instant::now();
    loop {
        let received = if in_flight == printed {
            reports.recv().map_err(RecvTimeoutError::from)
        } else {
            reports.recv_timeout(next_load_at.saturating_duration_since(Instant::now()))
        };
        match received {
            Ok(Report::Line(line)) => print_line(out, &line),
            Ok(Report::RequestBegun) => in_flight = in_flight.saturating_add(1),
            Ok(Report::RequestEnded) => in_flight = in_flight.saturating_sub(1),
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => break,
        }
        if in_flight != printed && Instant::now() >= next_load_at {
            print_load(out, in_flight);
            printed = in_flight;
            next_load_at = Instant::now() + LOAD_PAUSE;
        }
    }
    if in_flight != printed {
        print_load(out, in_flight);
    }
}

fn print_load(out: &mut impl Write, requests_in_flight: usize) {
    print_line(out, &json!({"requests_in_flight": requests_in_flight}));
}

fn print_line(out: &mut impl Write, line: &Value) {
    // Whoever started the instance may be gone; that is for the guard to notice.
    let _ = writeln!(out, "{line}").and_then(|()| out.flush());
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;
    use std::thread;

    use serde_json::{Value, json};

    use super::{LOAD_PAUSE, Reports, print};

    /// What is printed of what is reported, from the first report to the last.
    fn printed(report: impl FnOnce(Reports) + Send + 'static) -> Vec<Value> {
        let (sender, receiver) = mpsc::channel();
        let reporting = thread::spawn(move || report(Reports { sender }));
        let mut out = Vec::new();
        print(&receiver, &mut out);
        reporting.join().unwrap();
        let text = String::from_utf8(out).unwrap();
        text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }

    #[test]
    fn tokens_and_load_are_lines() {
        let lines = printed(|reports| {
            let in_flight = reports.request();
            reports.tokens("a-1", 3, 5);
            drop(in_flight);
        });
        let tokens = json!({"tokens": {"id": "a-1", "input": 3, "cached_input": 0, "output": 5}});
        assert_eq!(lines, [json!({"requests_in_flight": 1}), tokens, json!({"requests_in_flight": 0})]);
    }

    #[test]
    fn many_changes_are_few_lines_and_the_last_number_is_printed() {
        let lines = printed(|reports| {
            let mut requests: Vec<_> = (0..100).map(|_| reports.request()).collect();
            thread::sleep(LOAD_PAUSE * 2);
            requests.truncate(7);
            thread::sleep(LOAD_PAUSE * 2);
            // The senders of the seven are all that is left.
            drop(reports);
            drop(requests);
        });
        let loads: Vec<u64> = lines.iter().filter_map(|line| line["requests_in_flight"].as_u64()).collect();
        assert!(loads.len() <= 8, "{loads:?}");
        assert!(loads.contains(&100) && loads.contains(&7), "{loads:?}");
        assert_eq!(loads.last(), Some(&0));
    }
}
