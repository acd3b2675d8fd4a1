// Many rows as the parameters of one statement.
#pragma once

#include "platform/db/values.hpp"

#include <functional>
#include <ranges>
#include <tuple>

namespace kontor::platform {

// One member of each row, a member of that member, or what a function makes of each, as the array
// that unnest() takes apart again. It refers to the rows, and is made where it is passed on:
//     tx.run("... unnest($1::uuid[], $2::bigint[])", ColumnOf(lines, &Line::id),
//            ColumnOf(lines, &Line::price, &Money::amount));
template <std::ranges::input_range Range, class... Path>
class ColumnOf {
public:
    explicit ColumnOf(const Range& rows, Path... path) : rows_(rows), path_(path...) {}

    db::Parameter parameter() const {
        std::vector<db::Parameter> elements;
        for (const auto& row : rows_)
            elements.push_back(
                std::apply([&](const auto&... path) { return element(row, path...); }, path_));
        return db::array_literal(elements);
    }

private:
    template <class First, class... Rest>
    static db::Parameter element(const auto& row, const First& first, const Rest&... rest) {
        if constexpr (sizeof...(rest) == 0)
            return db::encode(std::invoke(first, row));
        else
            return element(std::invoke(first, row), rest...);
    }

    const Range& rows_;
    std::tuple<Path...> path_;
};

template <class Range, class... Path>
struct db::Codec<ColumnOf<Range, Path...>> {
    static Parameter encode(const ColumnOf<Range, Path...>& column) { return column.parameter(); }
};

}  // namespace kontor::platform
