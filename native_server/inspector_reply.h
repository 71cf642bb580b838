// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// What the debug paths of a session answer in development mode: /SESSION/variables is the
// inspector's page, /SESSION/variables.json what other tools read (S-46 … S-52). As a WebSocket the
// first is the inspector's own (inspector.h).

#ifndef TANDEM_NATIVE_SERVER_INSPECTOR_REPLY_H_
#define TANDEM_NATIVE_SERVER_INSPECTOR_REPLY_H_

#include "core/base/ids.h"
#include "native_server/http_message.h"
#include "native_server/inspector.h"
#include "native_server/request_target.h"
#include "native_server/static_files.h"

namespace tandem::native {

// Whether a target whose first segment is a session is one of the debug paths.
bool NamesInspector(const RequestTarget& target);
// As a WebSocket there is only one.
bool NamesInspectorSocket(const RequestTarget& target);

// For such a target and a session that exists.
HttpResponse InspectorReply(const RequestTarget& target, const SessionId& session,
                            const StaticFiles& assets, Inspector& inspector);

}  // namespace tandem::native

#endif  // TANDEM_NATIVE_SERVER_INSPECTOR_REPLY_H_
