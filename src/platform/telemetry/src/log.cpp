#include "platform/telemetry/log.hpp"

#include "platform/core/time.hpp"
#include "platform/telemetry/trace.hpp"

#include <spdlog/async.h>
#include <spdlog/async_logger.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <boost/json.hpp>

#include <memory>
#include <mutex>

namespace kontor::platform::log {
namespace {

constexpr std::size_t queue_lines = 8192;

std::shared_ptr<spdlog::logger> configured(std::shared_ptr<spdlog::logger> logger, Level least) {
    constexpr spdlog::level::level_enum levels[] = {spdlog::level::debug, spdlog::level::info,
                                                    spdlog::level::warn, spdlog::level::err};
    logger->set_pattern("%v");
    logger->set_level(levels[static_cast<std::size_t>(least)]);
    return logger;
}

std::shared_ptr<spdlog::logger> synchronous(Level least) {
    return configured(std::make_shared<spdlog::logger>(
                          "kontor", std::make_shared<spdlog::sinks::stderr_sink_mt>()),
                      least);
}

// The queue's thread ends with the last reference to its pool.
struct Log {
    std::mutex mutex;
    std::shared_ptr<spdlog::details::thread_pool> pool;
    std::shared_ptr<spdlog::logger> logger = synchronous(Level::info);

    std::shared_ptr<spdlog::logger> current() {
        const std::lock_guard lock(mutex);
        return logger;
    }
};

Log& the_log() {
    static Log log;
    return log;
}

boost::json::object line(std::string_view level, std::string_view message) {
    const auto now = SystemClock{}.now();
    boost::json::object fields{{"time", to_rfc3339(now)}, {"level", level}, {"message", message}};
    const auto& trace = current_trace();
    if (!trace.request_id.empty()) fields["request_id"] = trace.request_id;
    if (trace.traceparent.size() == 55) fields["trace_id"] = trace.traceparent.substr(3, 32);
    return fields;
}

void write(spdlog::level::level_enum level, std::string_view name, std::string_view message,
           Fields fields) {
    const auto logger = the_log().current();
    if (!logger->should_log(level)) return;
    auto object = line(name, message);
    for (const auto& [key, value] : fields)
        std::visit([&, &field = key](const auto& content) { object[field] = content; }, value);
    logger->log(level, boost::json::serialize(object));
}

}  // namespace

void start(Level least) {
    auto& log = the_log();
    const std::lock_guard lock(log.mutex);
    log.pool = std::make_shared<spdlog::details::thread_pool>(queue_lines, 1);
    log.logger = configured(std::make_shared<spdlog::async_logger>(
                                "kontor", std::make_shared<spdlog::sinks::stderr_sink_mt>(),
                                log.pool, spdlog::async_overflow_policy::overrun_oldest),
                            least);
}

void stop() {
    auto& log = the_log();
    std::shared_ptr<spdlog::details::thread_pool> pool;
    {
        const std::lock_guard lock(log.mutex);
        log.logger = synchronous(Level::info);
        pool = std::move(log.pool);
    }
    // Outside the lock: its destructor writes what is queued.
    pool.reset();
}

void debug(std::string_view message, Fields fields) {
    write(spdlog::level::debug, "debug", message, fields);
}

void info(std::string_view message, Fields fields) {
    write(spdlog::level::info, "info", message, fields);
}

void warning(std::string_view message, Fields fields) {
    write(spdlog::level::warn, "warning", message, fields);
}

void always(std::string_view message, Fields fields) {
    write(spdlog::level::critical, "info", message, fields);
}

void error(std::string_view message, Fields fields) {
    write(spdlog::level::err, "error", message, fields);
}

}  // namespace kontor::platform::log
