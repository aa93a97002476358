//! The program of `/how-it-is-billed`, which Trunk builds and starts.

fn main() {
    tiermeter_page::start_how_it_is_billed();
}
