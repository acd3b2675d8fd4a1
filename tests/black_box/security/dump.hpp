// A copy of the database, as whoever gets hold of one has it.
#pragma once

#include "open_shop.hpp"

namespace kontor::test {

// Every row of these, a line each.
inline std::string rows_of(platform::Reader& reader, const std::string& tables) {
    return reader
        .one<std::string>("select coalesce(string_agg(t::text, chr(10)), '') from " + tables + " t")
        .value();
}

inline std::string dump(OpenShop& shop) {
    auto database = shop.database().superuser();
    return database.read([](platform::Reader& reader) {
        std::string rows;
        for (const auto& table : reader.all<std::string>(
                 "select c.oid::regclass::text from pg_class c join pg_namespace n"
                 " on n.oid = c.relnamespace where c.relkind in ('r', 'm')"
                 " and n.nspname not like 'pg\\_%' and n.nspname <> 'information_schema'"))
            rows += rows_of(reader, table);
        return rows;
    });
}

// As columns of bytes are written.
inline std::string hexadecimal(const std::string& bytes) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string text;
    for (const unsigned char byte : bytes) (text += digits[byte >> 4U]) += digits[byte & 15U];
    return text;
}

}  // namespace kontor::test
