#pragma once

#include <string>
#include <string_view>

namespace kontor::platform {

// What ties together the log lines, events and outgoing calls of one request. Kept per thread.
struct TraceContext {
    std::string request_id;
    std::string traceparent;  // W3C trace context, version 00
};

const TraceContext& current_trace();

// Makes a context current on this thread for as long as it lives.
class TraceScope {
public:
    explicit TraceScope(TraceContext context);
    ~TraceScope();
    TraceScope(const TraceScope&) = delete;

private:
    TraceContext before_;
};

// A fresh traceparent, or the child of the one given when that is well formed.
std::string child_traceparent(std::string_view incoming);

}  // namespace kontor::platform
