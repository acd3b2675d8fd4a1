// Log lines as JSON on standard error: time, level, message, request and trace id, fields.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

namespace kontor::platform::log {

using Value = std::variant<std::int64_t, double, bool, std::string>;
using Fields = std::initializer_list<std::pair<std::string_view, Value>>;

enum class Level { debug, info, warning, error };

// Thread-safe. Before start() lines go out synchronously; afterwards through a queue that drops
// the oldest line rather than wait. Never pass a secret or a personal value as a field.
void start(Level least);
void stop();  // writes what is queued

void debug(std::string_view message, Fields fields = {});
void info(std::string_view message, Fields fields = {});
void warning(std::string_view message, Fields fields = {});
// An info whatever the least level is: what is kept as evidence.
void always(std::string_view message, Fields fields = {});
void error(std::string_view message, Fields fields = {});

}  // namespace kontor::platform::log
