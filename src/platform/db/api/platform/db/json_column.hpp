// A described struct kept whole in a jsonb column: frozen addresses, payloads, snapshots.
#pragma once

#include "platform/db/values.hpp"
#include "platform/json/json.hpp"

namespace kontor::platform {

template <class T>
struct JsonColumn {
    T value;
};

template <class T>
struct db::Codec<JsonColumn<T>> {
    static Parameter encode(const JsonColumn<T>& column) { return json::write(column.value); }
    static JsonColumn<T> decode(std::string_view column) {
        auto value = json::read<T>(column);
        if (!value) throw_column_error("JSON of the expected shape", column);
        return {*std::move(value)};
    }
};

}  // namespace kontor::platform
