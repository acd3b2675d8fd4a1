#include "platform/telemetry/log.hpp"

#include "platform/telemetry/trace.hpp"

#include <doctest/doctest.h>
#include <unistd.h>
#include <boost/json.hpp>

#include <algorithm>
#include <array>
#include <functional>
#include <string>

using namespace kontor::platform;

namespace {

// What an action writes to standard error.
std::string written_by(const std::function<void()>& action) {
    std::array<int, 2> pipe{};
    REQUIRE(::pipe(pipe.data()) == 0);
    const int before = ::dup(STDERR_FILENO);
    ::dup2(pipe[1], STDERR_FILENO);
    action();
    ::dup2(before, STDERR_FILENO);
    ::close(before);
    ::close(pipe[1]);
    std::string text;
    std::array<char, 4096> bytes{};
    for (auto count = ::read(pipe[0], bytes.data(), bytes.size()); count > 0;
         count = ::read(pipe[0], bytes.data(), bytes.size()))
        text.append(bytes.data(), static_cast<std::size_t>(count));
    ::close(pipe[0]);
    return text;
}

}  // namespace

TEST_CASE("what is kept as evidence is written whatever the level is") {
    const auto text = written_by([] {
        log::start(log::Level::error);
        log::info("news");
        log::always("evidence");
        log::stop();
    });
    CHECK(text.find("news") == std::string::npos);
    CHECK(boost::json::parse(text).as_object().at("message") == "evidence");
    CHECK(boost::json::parse(text).as_object().at("level") == "info");
}

TEST_CASE("a line is one JSON object, whatever is in it") {
    const std::string hostile = "Mozilla\r\n{\"level\":\"error\"}\x1b[31m\"";
    const auto text = written_by([&] {
        const TraceScope trace(
            {"request-1", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"});
        log::warning(
            "hello",
            {{"agent", hostile}, {"count", std::int64_t{3}}, {"share", 0.5}, {"is_new", true}});
    });
    CHECK(text.find('\n') == text.size() - 1);
    const auto line = boost::json::parse(text).as_object();
    CHECK(line.at("level") == "warning");
    CHECK(line.at("message") == "hello");
    CHECK(line.at("agent") == hostile.c_str());
    CHECK(line.at("count") == 3);
    CHECK(line.at("share") == 0.5);
    CHECK(line.at("is_new") == true);
    CHECK(line.at("request_id") == "request-1");
    CHECK(line.at("trace_id") == "4bf92f3577b34da6a3ce929d0e0e4736");
    CHECK(line.contains("time"));
}

TEST_CASE("lines below the least level are left out, and stop writes what is queued") {
    const auto text = written_by([] {
        log::start(log::Level::warning);
        log::info("quiet");
        for (int i = 0; i < 100; ++i) log::error("loud");
        log::stop();
    });
    CHECK(text.find("quiet") == std::string::npos);
    CHECK(std::count(text.begin(), text.end(), '\n') == 100);
    CHECK(written_by([] { log::debug("hidden"); }).empty());
}

TEST_CASE("a line without a request names none") {
    const auto text = written_by([] { log::info("alone"); });
    CHECK(text.find("request_id") == std::string::npos);
}
