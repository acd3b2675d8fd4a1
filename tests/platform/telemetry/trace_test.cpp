#include "platform/telemetry/trace.hpp"

#include <doctest/doctest.h>

#include <thread>

using namespace kontor::platform;

namespace {

const std::string parent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

}  // namespace

TEST_CASE("a child keeps the trace and the flags and has an id of its own") {
    const auto child = child_traceparent(parent);
    CHECK(child.size() == 55);
    CHECK(child.substr(0, 36) == parent.substr(0, 36));
    CHECK(child.substr(36, 16) != parent.substr(36, 16));
    CHECK(child.substr(52) == "-01");
    CHECK(child_traceparent(parent) != child);
}

TEST_CASE("what is not well-formed begins a new trace") {
    for (const std::string text :
         {"", "nonsense", "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
          "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
          "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
          "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
          "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01\r\nX: y"}) {
        CAPTURE(text);
        const auto fresh = child_traceparent(text);
        CHECK(fresh.size() == 55);
        CHECK(fresh.find("4bf92f3577b34da6") == std::string::npos);
        CHECK(child_traceparent(fresh).substr(0, 36) == fresh.substr(0, 36));
    }
}

TEST_CASE("a context is current while its scope lives, on its own thread") {
    CHECK(current_trace().request_id.empty());
    {
        const TraceScope outer({"outer", parent});
        {
            const TraceScope inner({"inner", parent});
            CHECK(current_trace().request_id == "inner");
        }
        CHECK(current_trace().request_id == "outer");
        std::thread([] { CHECK(current_trace().request_id.empty()); }).join();
    }
    CHECK(current_trace().request_id.empty());
}
