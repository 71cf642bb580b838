// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "native_server/http_session.h"

#include <netinet/in.h>
#include <netinet/tcp.h>

#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>

#include <boost/asio/buffer.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http/error.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/websocket/rfc6455.hpp>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "native_server/error_page.h"
#include "native_server/http_date.h"
#include "native_server/http_endpoint.h"
#include "native_server/http_message.h"
#include "native_server/request_target.h"
#include "native_server/unique_fd.h"
#include "native_server/websocket_session.h"

namespace tandem::native {
namespace {

// What the system takes of a peer that does not read. What is on its way is not limited by that,
// and what has not left can still be made of newer values.
using UnsentLimit = asio::detail::socket_option::integer<IPPROTO_TCP, TCP_NOTSENT_LOWAT>;
constexpr int kMaxUnsentBytes = 128 << 10;

using BeastRequest = http::request<http::string_body>;

// Big enough to keep a fast reader busy, small enough not to keep others waiting.
constexpr size_t kFileChunk = size_t{64} << 10;

// How much an ill-behaved client may still send while it is being told off.
constexpr size_t kLingerBytes = size_t{1} << 20;

// Between looks at a session that is busy.
constexpr auto kRetryPeriod = std::chrono::milliseconds(5);

absl::string_view View(beast::string_view text) { return {text.data(), text.size()}; }

HttpRequest ToPlain(const BeastRequest& request) {
  HttpRequest plain;
  plain.method = std::string(request.method_string());
  plain.target = std::string(request.target());
  for (const auto& field : request) {
    plain.headers.emplace_back(View(field.name_string()), View(field.value()));
  }
  return plain;
}

class HttpSession : public Connection {
 public:
  HttpSession(ConnectionHome& home, tcp::socket socket, beast::flat_buffer buffer)
      : home_(home), stream_(std::move(socket)), buffer_(std::move(buffer)), retry_(home.io()) {
    // What fits in it is what a client can have us hold at once.
    buffer_.max_size(home.limits().header_bytes + home.limits().body_bytes);
    home_.Add(*this);
  }
  ~HttpSession() override { home_.Remove(*this); }

  void Read();
  void Handle(BeastRequest request);

  // Connection. A request that has not arrived whole is not under way.
  void Drain() override {
    if (!is_answering_) Abort();
  }
  void Abort() override {
    patience_ = std::chrono::steady_clock::time_point::min();
    retry_.cancel();
    stream_.close();
  }

 private:
  // What becomes of the connection after a response.
  enum class After { kKeepAlive, kClose };

  void OnRead(const error_code& error);
  bool MoveElsewhere(BeastRequest& request);
  void Upgrade(const BeastRequest& request, const UpgradeDecision& decision);
  bool HandleLater(BeastRequest& request);
  void Respond(HttpResponse response, const BeastRequest& request);
  void Refuse(int status, absl::string_view text);
  void Write(HttpResponse response, bool is_head, After after);
  void WriteFile();
  void OnWritten();
  void Linger();
  void SetTimeout() {
    stream_.expires_after(absl::ToChronoMilliseconds(home_.limits().http_timeout));
  }

  std::shared_ptr<HttpSession> self() {
    return std::static_pointer_cast<HttpSession>(shared_from_this());
  }

  ConnectionHome& home_;
  beast::tcp_stream stream_;
  beast::flat_buffer buffer_;

  // The request being read.
  std::optional<http::request_parser<http::string_body>> parser_;

  // From when a request has arrived until its response is out.
  bool is_answering_ = false;
  // Until when its session may be busy; and when it is looked at again.
  std::optional<std::chrono::steady_clock::time_point> patience_;
  asio::steady_timer retry_;

  // The response being written: first `outbound_`, then what is left of `file_`.
  std::string outbound_;
  std::optional<FileBody> file_;
  After after_ = After::kClose;
  size_t lingered_ = 0;
};

void HttpSession::Read() {
  parser_.emplace();
  parser_->header_limit(static_cast<uint32_t>(home_.limits().header_bytes));
  parser_->body_limit(home_.limits().body_bytes);
  SetTimeout();
  http::async_read(stream_, buffer_, *parser_,
                   [self = self()](const error_code& error, size_t) { self->OnRead(error); });
}

void HttpSession::OnRead(const error_code& error) {
  if (!error) return Handle(parser_->release());
  if (error == http::error::header_limit || error == http::error::buffer_overflow) {
    return Refuse(431, "Request Header Fields Too Large");
  }
  if (error == http::error::body_limit) return Refuse(413, "Content Too Large");
  // Anything else of this category says that it is not HTTP, or that it broke off in the middle.
  const bool is_end = error == http::error::end_of_stream || error == http::error::partial_message;
  if (error.category() == make_error_code(http::error::bad_method).category() && !is_end) {
    return Refuse(400, "Bad Request");
  }
}

void HttpSession::Handle(BeastRequest request) {
  is_answering_ = true;
  if (request.version() >= 11 && request.count(http::field::host) != 1) {
    return Refuse(400, "Bad Request: one Host header is needed");
  }
  if (MoveElsewhere(request)) return;
  const HttpRequest plain = ToPlain(request);
  if (websocket::is_upgrade(request)) {
    UpgradeDecision decision = DecideUpgrade(plain, home_.endpoint());
    if (decision.refusal) return Respond(*std::move(decision.refusal), request);
    // What a client sends before it has the answer cannot be taken along.
    if (buffer_.size() > 0) return Refuse(400, "Bad Request: frames before the handshake");
    return Upgrade(request, decision);
  }
  HttpResponse response = HandleRequest(plain, home_.endpoint());
  if (response.is_premature && HandleLater(request)) return;
  patience_.reset();
  Respond(std::move(response), request);
}

// The socket, what was read ahead, and the request go to the shard of the session they name.
bool HttpSession::MoveElsewhere(BeastRequest& request) {
  const std::optional<SessionId> session = SessionOfTarget(View(request.target()));
  if (!session || home_.IsHomeOf(*session)) return false;
  error_code error;
  const tcp protocol = stream_.socket().local_endpoint(error).protocol();
  if (error) return false;
  struct Luggage {
    UniqueFd fd;
    beast::flat_buffer buffer;
    BeastRequest request;
  };
  auto luggage = std::make_unique<Luggage>();
  luggage->buffer = std::move(buffer_);
  luggage->request = std::move(request);
  luggage->fd = UniqueFd(stream_.release_socket().release(error));
  home_.RunAtHomeOf(*session, [luggage = std::move(luggage), protocol](ConnectionHome& home) {
    tcp::socket socket(home.io());
    error_code failed;
    socket.assign(protocol, luggage->fd.get(), failed);
    if (failed) return;
    luggage->fd.Release();
    std::make_shared<HttpSession>(home, std::move(socket), std::move(luggage->buffer))
        ->Handle(std::move(luggage->request));
  });
  return true;
}

void HttpSession::Upgrade(const BeastRequest& request, const UpgradeDecision& decision) {
  std::make_shared<WebsocketSession>(home_, std::move(stream_), decision.session, *decision.peer)
      ->Accept(request);
}

// Whether the request will be handled again, because its session is in the middle of a turn.
bool HttpSession::HandleLater(BeastRequest& request) {
  const auto now = std::chrono::steady_clock::now();
  if (!patience_) patience_ = now + absl::ToChronoMilliseconds(home_.limits().busy_session);
  if (now >= *patience_) return false;
  retry_.expires_after(kRetryPeriod);
  retry_.async_wait([self = self(), request = std::move(request)](const error_code&) mutable {
    self->Handle(std::move(request));
  });
  return true;
}

void HttpSession::Respond(HttpResponse response, const BeastRequest& request) {
  LogSink& log = home_.endpoint().host.log;
  if (log.Wants(kLogMessages)) {
    log.Write(kLogMessages,
              absl::StrCat("HTTP ", View(request.method_string()), " ",
                           PublicTarget(View(request.target())), " ", response.status));
  }
  const bool is_head = request.method() == http::verb::head;
  const bool keep = request.keep_alive() && !home_.is_draining();
  const After after = keep ? After::kKeepAlive : After::kClose;
  if (!response.tells_of_session || !home_.is_stored()) {
    return Write(std::move(response), is_head, after);
  }
  home_.WhenStored([self = self(), response = std::move(response), is_head, after]() mutable {
    self->Write(std::move(response), is_head, after);
  });
}

void HttpSession::Refuse(int status, absl::string_view text) {
  Write(TextReply(status, text), /*is_head=*/false, After::kClose);
}

// The head is written by hand: it is a few lines, and what Beast would add is its type machinery.
void HttpSession::Write(HttpResponse response, bool is_head, After after) {
  is_answering_ = true;
  after_ = after;
  const uint64_t length = response.file ? response.file->length : response.body.size();
  const beast::string_view reason =
      http::obsolete_reason(static_cast<http::status>(response.status));
  outbound_ = absl::StrCat("HTTP/1.1 ", response.status, " ", View(reason),
                           "\r\nDate: ", FormatHttpDate(absl::Now()), "\r\n");
  for (const auto& [name, value] : response.headers) {
    absl::StrAppend(&outbound_, name, ": ", value, "\r\n");
  }
  // A 304 has the length of what it does not send, or none.
  if (response.status != 304) absl::StrAppend(&outbound_, "Content-Length: ", length, "\r\n");
  absl::StrAppend(&outbound_, "Connection: ", after == After::kKeepAlive ? "keep-alive" : "close",
                  "\r\n\r\n");
  if (!is_head) {
    outbound_ += response.body;
    file_ = std::move(response.file);
  }
  SetTimeout();
  asio::async_write(stream_, asio::buffer(outbound_),
                    [self = self()](const error_code& error, size_t) {
                      if (!error) self->WriteFile();
                    });
}

// The rest of the file, piece by piece. One that got shorter meanwhile cannot be finished, and the
// client learns it from the connection closing early.
void HttpSession::WriteFile() {
  if (!file_ || file_->length == 0) return OnWritten();
  outbound_.resize(std::min<uint64_t>(kFileChunk, file_->length));
  ssize_t count = 0;
  do {
    count = ::pread(file_->fd.get(), outbound_.data(), outbound_.size(),
                    static_cast<off_t>(file_->offset));
  } while (count < 0 && errno == EINTR);
  if (count <= 0) return stream_.close();
  outbound_.resize(static_cast<size_t>(count));
  file_->offset += static_cast<uint64_t>(count);
  file_->length -= static_cast<uint64_t>(count);
  SetTimeout();
  asio::async_write(stream_, asio::buffer(outbound_),
                    [self = self()](const error_code& error, size_t) {
                      if (!error) self->WriteFile();
                    });
}

void HttpSession::OnWritten() {
  is_answering_ = false;
  file_.reset();
  if (after_ == After::kKeepAlive && !home_.is_draining()) return Read();
  error_code ignored;
  stream_.socket().shutdown(tcp::socket::shutdown_send, ignored);
  if (home_.is_draining()) return;
  SetTimeout();
  Linger();
}

// Closing with unread input would reset the connection, and the client might never see the
// response: what it still sends is read and dropped, within limits.
void HttpSession::Linger() {
  outbound_.resize(kFileChunk);
  stream_.async_read_some(asio::buffer(outbound_),
                          [self = self()](const error_code& error, size_t count) {
                            self->lingered_ += count;
                            if (error || self->lingered_ > kLingerBytes) return;
                            self->Linger();
                          });
}

}  // namespace

void StartHttpSession(ConnectionHome& home, tcp::socket socket) {
  if (home.is_draining()) return;
  error_code ignored;
  // Frames and responses are written whole; waiting for more would only delay them.
  socket.set_option(tcp::no_delay(true), ignored);
  socket.set_option(UnsentLimit(kMaxUnsentBytes), ignored);
  std::make_shared<HttpSession>(home, std::move(socket), beast::flat_buffer())->Read();
}

}  // namespace tandem::native
