// The rows of one answer, and how a row becomes a described struct.
#pragma once

#include "platform/db/values.hpp"

#include <memory>

namespace kontor::platform::db {

class Rows {
public:
    explicit Rows(std::shared_ptr<void> answer);  // a PGresult

    std::size_t size() const { return size_; }
    std::size_t width() const { return width_; }
    std::int64_t affected() const;
    std::string_view column_name(std::size_t column) const;
    // The bytes live as long as this object; nothing is SQL NULL.
    std::optional<std::string_view> cell(std::size_t row, std::size_t column) const;

private:
    std::shared_ptr<void> answer_;
    std::size_t size_ = 0;
    std::size_t width_ = 0;
};

// Columns are taken in order. A member that is itself a described struct, such as Money, takes
// one column per member of its own, named <member>_<its member>: price_amount, price_currency.
// Names must agree, so that a column added in the middle is noticed at once.
template <class T>
void read_column(const Rows& rows, std::size_t row, std::size_t& column, std::string_view name,
                 T& value);

void check_column_name(const Rows& rows, std::size_t column, std::string_view expected);

template <class T>
concept HasCodec = requires(std::string_view column) { Codec<T>::decode(column); };

template <Described T>
void read_members(const Rows& rows, std::size_t row, std::size_t& column, std::string_view prefix,
                  T& value) {
    for_each_member<T>([&](std::string_view name, auto member) {
        if (prefix.empty())
            read_column(rows, row, column, name, value.*member);
        else
            read_column(rows, row, column, std::string(prefix).append("_").append(name),
                        value.*member);
    });
}

template <class T>
void read_column(const Rows& rows, std::size_t row, std::size_t& column, std::string_view name,
                 T& value) {
    if constexpr (IsOptional<T>::value) {
        check_column_name(rows, column, name);
        const auto cell = rows.cell(row, column++);
        if (cell) value = Codec<typename T::value_type>::decode(*cell);
    } else if constexpr (HasCodec<T>) {
        check_column_name(rows, column, name);
        const auto cell = rows.cell(row, column++);
        if (!cell) throw ColumnError("column " + std::string(name) + " is null");
        value = Codec<T>::decode(*cell);
    } else {
        read_members(rows, row, column, name, value);
    }
}

// Row is a described struct, or one value for a statement of one column.
template <class Row>
Row read_row(const Rows& rows, std::size_t row) {
    Row value{};
    if constexpr (HasCodec<Row>) {
        const auto cell = rows.cell(row, 0);
        if (!cell) throw ColumnError("the only column is null");
        value = Codec<Row>::decode(*cell);
    } else if constexpr (IsOptional<Row>::value) {
        if (const auto cell = rows.cell(row, 0))
            value = Codec<typename Row::value_type>::decode(*cell);
    } else {
        std::size_t column = 0;
        read_members(rows, row, column, "", value);
        if (column != rows.width())
            throw ColumnError("the statement has more columns than the row");
    }
    return value;
}

}  // namespace kontor::platform::db
