//! The program of `/check`, which Trunk builds and starts; the page starts it once more in a worker.

fn main() {
    tiermeter_page::start_check();
}
