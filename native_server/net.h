// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// The Boost namespaces under the names we use for them, nothing else: include what you use from
// Boost beside it.

#ifndef TANDEM_NATIVE_SERVER_NET_H_
#define TANDEM_NATIVE_SERVER_NET_H_

namespace boost {
namespace asio {
namespace ip {
class tcp;
}
}  // namespace asio
namespace beast {
namespace http {}
namespace websocket {}
}  // namespace beast
namespace system {
class error_code;
}
}  // namespace boost

namespace tandem::native {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
namespace websocket = boost::beast::websocket;
using tcp = boost::asio::ip::tcp;
using error_code = boost::system::error_code;

}  // namespace tandem::native

#endif  // TANDEM_NATIVE_SERVER_NET_H_
