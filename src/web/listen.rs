//! Where the program listens: a network address, or a Unix socket for a proxy on the same machine.

use std::fmt;
use std::io;
use std::net::{Ipv4Addr, SocketAddr};
#[cfg(unix)]
use std::path::{Path, PathBuf};
use std::pin::Pin;
use std::str::FromStr;
use std::task::{Context, Poll};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpStream};
#[cfg(unix)]
use tokio::net::{UnixListener, UnixStream};

/// What an address of a socket begins with.
const UNIX: &str = "unix:";
/// For the owner and the group, in which the proxy is.
#[cfg(unix)]
const SOCKET_MODE: u32 = 0o660;

/// An address to listen on: `127.0.0.1:3000`, `localhost:3000` or `unix:/path`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Address {
    /// A host and a port.
    Network(String),
    /// A file.
    #[cfg(unix)]
    Socket(PathBuf),
}

impl FromStr for Address {
    type Err = String;

    /// Refuses what has no port, and a socket whose path depends on where the program is started.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        #[cfg(unix)]
        if let Some(path) = text.strip_prefix(UNIX) {
            let path = PathBuf::from(path);
            if !path.is_absolute() || path.file_name().is_none() {
                return Err(format!(
                    "name the socket by its whole path, for example {UNIX}/run/ogp-tracker/http.sock"
                ));
            }
            return Ok(Self::Socket(path));
        }
        let port = text.rsplit_once(':').map(|(_, port)| port.parse::<u16>());
        if text.starts_with(UNIX) || !matches!(port, Some(Ok(_))) {
            return Err(
                "expected a host and a port, for example 127.0.0.1:3000 or localhost:3000, or unix:/path"
                    .to_owned(),
            );
        }
        Ok(Self::Network(text.to_owned()))
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Network(address) => write!(f, "{address}"),
            #[cfg(unix)]
            Self::Socket(path) => write!(f, "{UNIX}{}", path.display()),
        }
    }
}

/// What connections come from.
#[derive(Debug)]
pub enum Listener {
    /// The network.
    Network(TcpListener),
    /// A socket's file, which is removed at the end.
    #[cfg(unix)]
    Socket(UnixListener, SocketFile),
}

impl From<TcpListener> for Listener {
    fn from(listener: TcpListener) -> Self {
        Self::Network(listener)
    }
}

impl Listener {
    /// Listens. A socket's file that is left over from a program that has ended is replaced; one that
    /// somebody answers on, or any other file of that name, is refused.
    pub async fn bind(address: &Address) -> io::Result<Self> {
        match address {
            Address::Network(address) => TcpListener::bind(address).await.map(Self::Network),
            #[cfg(unix)]
            Address::Socket(path) => {
                let (listener, file) = SocketFile::bind(path).await?;
                Ok(Self::Socket(listener, file))
            }
        }
    }

    /// The network address; none of a socket.
    pub fn network_address(&self) -> io::Result<Option<SocketAddr>> {
        match self {
            Self::Network(listener) => listener.local_addr().map(Some),
            #[cfg(unix)]
            Self::Socket(..) => Ok(None),
        }
    }

    /// The next connection, and the other end of it. Who comes through a socket's file is on this machine and
    /// counts as its loopback address.
    pub(super) async fn accept(&self) -> io::Result<(Stream, SocketAddr)> {
        match self {
            Self::Network(listener) => {
                let (stream, peer) = listener.accept().await?;
                // Small answers are not held back for more to come.
                let _ = stream.set_nodelay(true);
                Ok((Stream::Network(stream), peer))
            }
            #[cfg(unix)]
            Self::Socket(listener, _) => {
                let (stream, _) = listener.accept().await?;
                let peer = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
                Ok((Stream::Socket(stream), peer))
            }
        }
    }
}

/// A socket's file; removed when dropped, unless it is another's by then.
#[cfg(unix)]
#[derive(Debug)]
pub struct SocketFile {
    path: PathBuf,
    identity: Option<(u64, u64)>,
}

#[cfg(unix)]
impl SocketFile {
    async fn bind(path: &Path) -> io::Result<(UnixListener, Self)> {
        use std::os::unix::fs::{FileTypeExt, PermissionsExt};

        match std::fs::symlink_metadata(path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(error),
            Ok(found) if !found.file_type().is_socket() => {
                return Err(io::Error::new(
                    io::ErrorKind::AlreadyExists,
                    "there is a file of that name that is no socket",
                ));
            }
            Ok(_) if UnixStream::connect(path).await.is_ok() => {
                return Err(io::Error::new(
                    io::ErrorKind::AddrInUse,
                    "another program answers on it",
                ));
            }
            Ok(_) => {}
        }
        // Nobody may connect before its permissions are right: it gets its name last.
        let mut name = path.file_name().unwrap_or_default().to_owned();
        name.push(format!(".{}", std::process::id()));
        let made = path.with_file_name(name);
        let _ = std::fs::remove_file(&made);
        let listener = UnixListener::bind(&made)?;
        let named = std::fs::set_permissions(&made, PermissionsExt::from_mode(SOCKET_MODE))
            .and_then(|()| std::fs::rename(&made, path));
        if let Err(error) = named {
            let _ = std::fs::remove_file(&made);
            return Err(error);
        }
        let file = Self {
            path: path.to_owned(),
            identity: identity(path),
        };
        Ok((listener, file))
    }
}

#[cfg(unix)]
impl Drop for SocketFile {
    fn drop(&mut self) {
        if self.identity.is_some() && identity(&self.path) == self.identity {
            let _ = std::fs::remove_file(&self.path);
        }
    }
}

#[cfg(unix)]
fn identity(path: &Path) -> Option<(u64, u64)> {
    use std::os::unix::fs::MetadataExt;
    let found = std::fs::symlink_metadata(path).ok()?;
    Some((found.dev(), found.ino()))
}

/// One connection.
#[derive(Debug)]
pub(super) enum Stream {
    Network(TcpStream),
    #[cfg(unix)]
    Socket(UnixStream),
}

impl Stream {
    /// Says that there is no room, as far as that can be said at once.
    pub(super) fn turn_away(&self, answer: &[u8]) {
        let _ = match self {
            Self::Network(stream) => stream.try_write(answer),
            #[cfg(unix)]
            Self::Socket(stream) => stream.try_write(answer),
        };
    }
}

/// Does the same with either kind.
macro_rules! either {
    ($stream:expr, $inner:ident => $then:expr) => {
        match $stream.get_mut() {
            Stream::Network($inner) => $then,
            #[cfg(unix)]
            Stream::Socket($inner) => $then,
        }
    };
}

impl AsyncRead for Stream {
    fn poll_read(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        either!(self, inner => Pin::new(inner).poll_read(context, buffer))
    }
}

impl AsyncWrite for Stream {
    fn poll_write(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        either!(self, inner => Pin::new(inner).poll_write(context, bytes))
    }

    fn poll_flush(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        either!(self, inner => Pin::new(inner).poll_flush(context))
    }

    fn poll_shutdown(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        either!(self, inner => Pin::new(inner).poll_shutdown(context))
    }

    fn poll_write_vectored(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        parts: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        either!(self, inner => Pin::new(inner).poll_write_vectored(context, parts))
    }

    fn is_write_vectored(&self) -> bool {
        match self {
            Self::Network(stream) => stream.is_write_vectored(),
            #[cfg(unix)]
            Self::Socket(stream) => stream.is_write_vectored(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_has_a_port_or_is_a_whole_path() {
        for good in ["127.0.0.1:3000", "[::1]:80", "localhost:3000"] {
            assert_eq!(good.parse::<Address>().unwrap().to_string(), good);
        }
        for bad in [
            "127.0.0.1",
            "localhost",
            "localhost:",
            "localhost:http",
            "unix:",
            "",
        ] {
            assert!(bad.parse::<Address>().is_err(), "{bad}");
        }
        #[cfg(unix)]
        {
            let socket = "unix:/run/ogp-tracker/http.sock";
            assert_eq!(socket.parse::<Address>().unwrap().to_string(), socket);
            for bad in ["unix:http.sock", "unix:/", "unix:./a"] {
                assert!(bad.parse::<Address>().is_err(), "{bad}");
            }
        }
    }
}
