//! One connection to the server, kept alive, and what is asked on it.

use std::net::SocketAddr;

use http_body_util::{BodyExt, Full};
use hyper::body::{Bytes, Incoming};
use hyper::client::conn::http1::{SendRequest, handshake};
use hyper::header::{AUTHORIZATION, CONTENT_TYPE, HOST, HeaderValue, IF_MATCH};
use hyper::{Method, Request, Response, StatusCode};
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;

use crate::Measured;
use crate::server::API_KEY;

const JSON: HeaderValue = HeaderValue::from_static("application/json");
const ANY_VERSION: HeaderValue = HeaderValue::from_static("*");

/// A connection, on which one request follows the other.
pub(crate) struct Client {
    requests: SendRequest<Full<Bytes>>,
    host: HeaderValue,
    authorization: HeaderValue,
}

impl Client {
    /// Connects to the server.
    pub(crate) async fn connect(address: SocketAddr) -> Measured<Self> {
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        let (requests, connection) = handshake(TokioIo::new(stream)).await?;
        tokio::spawn(async move {
            // What goes wrong with it is told to the request that waits.
            let _ = connection.await;
        });
        Ok(Self {
            requests,
            host: HeaderValue::from_str(&address.to_string())?,
            authorization: HeaderValue::from_str(&format!("Bearer {API_KEY}"))?,
        })
    }

    /// Reads what is at an address.
    pub(crate) async fn get(&mut self, path: &str) -> Measured<Bytes> {
        self.ask(Method::GET, path, Bytes::new()).await
    }

    /// Asks, and takes the answer whole; any other status than 200 is a failure.
    pub(crate) async fn ask(&mut self, method: Method, path: &str, body: Bytes) -> Measured<Bytes> {
        let response = self.send(method, path, body).await?;
        let status = response.status();
        let body = response.into_body().collect().await?.to_bytes();
        if status == StatusCode::OK {
            return Ok(body);
        }
        Err(format!("{path} answered {status}: {}", String::from_utf8_lossy(&body)).into())
    }

    /// Opens an answer that does not end.
    pub(crate) async fn open(&mut self, path: &str) -> Measured<Incoming> {
        let response = self.send(Method::GET, path, Bytes::new()).await?;
        let status = response.status();
        if status == StatusCode::OK {
            return Ok(response.into_body());
        }
        Err(format!("{path} answered {status}").into())
    }

    async fn send(&mut self, method: Method, path: &str, body: Bytes) -> Measured<Response<Incoming>> {
        let mut request = Request::builder()
            .uri(path)
            .header(HOST, self.host.clone())
            .header(AUTHORIZATION, self.authorization.clone());
        if !body.is_empty() {
            request = request.header(CONTENT_TYPE, JSON);
        }
        if method == Method::PATCH {
            request = request.header(IF_MATCH, ANY_VERSION);
        }
        let request = request.method(method).body(Full::new(body))?;
        self.requests.ready().await?;
        Ok(self.requests.send_request(request).await?)
    }
}
