#include "platform/db/rows.hpp"

#include <libpq-fe.h>

namespace kontor::platform::db {

namespace {

const PGresult* result(const std::shared_ptr<void>& answer) {
    return static_cast<const PGresult*>(answer.get());
}

}  // namespace

Rows::Rows(std::shared_ptr<void> answer)
    : answer_(std::move(answer)),
      size_(static_cast<std::size_t>(PQntuples(result(answer_)))),
      width_(static_cast<std::size_t>(PQnfields(result(answer_)))) {}

std::int64_t Rows::affected() const {
    const std::string_view count = PQcmdTuples(static_cast<PGresult*>(answer_.get()));
    return count.empty() ? 0 : Codec<std::int64_t>::decode(count);
}

std::string_view Rows::column_name(std::size_t column) const {
    const char* name = PQfname(result(answer_), static_cast<int>(column));
    return name ? name : "";
}

std::optional<std::string_view> Rows::cell(std::size_t row, std::size_t column) const {
    if (row >= size_ || column >= width_) throw ColumnError("the statement has too few columns");
    const int i = static_cast<int>(row);
    const int j = static_cast<int>(column);
    if (PQgetisnull(result(answer_), i, j)) return std::nullopt;
    return std::string_view(PQgetvalue(result(answer_), i, j),
                            static_cast<std::size_t>(PQgetlength(result(answer_), i, j)));
}

void check_column_name(const Rows& rows, std::size_t column, std::string_view expected) {
    const auto found = rows.column_name(column);
    if (found == expected) return;
    throw ColumnError("column " + std::to_string(column + 1) + " should be " +
                      std::string(expected) + " but is " +
                      (found.empty() ? "missing" : std::string(found)));
}

}  // namespace kontor::platform::db
