//! The console's program, which Trunk builds and starts.

fn main() {
    tiermeter_page::start_console();
}
