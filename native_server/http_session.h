// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// One socket speaking HTTP: read a request, have it answered, write the response, again. Requests
// are taken one at a time, however many a client sends at once. A request that names a session
// is handled on that session's shard: the whole connection moves there, with what was read of it,
// so nobody ever waits for another thread.
//
// Lives on its home's thread; kept alive by the operation in flight, of which there is always one.

#ifndef TANDEM_NATIVE_SERVER_HTTP_SESSION_H_
#define TANDEM_NATIVE_SERVER_HTTP_SESSION_H_

#include <memory>

#include <boost/asio/ip/tcp.hpp>

#include "native_server/connection.h"
#include "native_server/net.h"

namespace tandem::native {

// Serves a freshly accepted socket of `home`'s io_context; closes it if the server is stopping.
void StartHttpSession(ConnectionHome& home, tcp::socket socket);

}  // namespace tandem::native

#endif  // TANDEM_NATIVE_SERVER_HTTP_SESSION_H_
