// What is kept whole in a jsonb column: frozen addresses, payloads, snapshots, translations.
#pragma once

#include "platform/db/values.hpp"
#include "platform/json/json.hpp"

#include <map>

namespace kontor::platform {

// For a type that every table of a module keeps so:
//     template <> struct platform::db::Codec<Seo> : platform::JsonCodec<Seo> {};
template <class T>
struct JsonCodec {
    static db::Parameter encode(const T& value) { return json::write(value); }
    static T decode(std::string_view column) {
        auto value = json::read<T>(column);
        if (!value) db::throw_column_error("JSON of the expected shape", column);
        return *std::move(value);
    }
};

template <class T>
struct db::Codec<std::map<std::string, T>> : JsonCodec<std::map<std::string, T>> {};

// For one column of a type that other columns keep otherwise.
template <class T>
struct JsonColumn {
    T value;
};

template <class T>
struct db::Codec<JsonColumn<T>> {
    static Parameter encode(const JsonColumn<T>& column) {
        return JsonCodec<T>::encode(column.value);
    }
    static JsonColumn<T> decode(std::string_view column) { return {JsonCodec<T>::decode(column)}; }
};

}  // namespace kontor::platform
