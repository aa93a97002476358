//! Asks an instance whether it is ready.

use std::net::SocketAddr;
use std::time::Duration;

use http_body_util::Empty;
use hyper::body::Bytes;
use hyper::client::conn::http1;
use hyper::{Request, StatusCode, header};
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;

const ANSWER_TIME: Duration = Duration::from_secs(2);

/// Whether the instance answers 200 at its health path.
pub(super) async fn is_ready(address: SocketAddr, path: &str) -> bool {
    tokio::time::timeout(ANSWER_TIME, ask(address, path)).await.unwrap_or(false)
}

async fn ask(address: SocketAddr, path: &str) -> bool {
    let Ok(stream) = TcpStream::connect(address).await else {
        return false;
    };
    let Ok((mut sender, connection)) = http1::handshake(TokioIo::new(stream)).await else {
        return false;
    };
    let connection = tokio::spawn(connection);
    let request = Request::get(path)
        .header(header::HOST, address.to_string())
        .header(header::CONNECTION, "close")
        .body(Empty::<Bytes>::new());
    let ready = match request {
        Ok(request) => {
            let answer = sender.send_request(request).await;
            answer.is_ok_and(|answer| answer.status() == StatusCode::OK)
        }
        Err(_) => false,
    };
    connection.abort();
    ready
}
