#include "platform/http/counted_paging.hpp"

#include "platform/db/row_count.hpp"

namespace kontor::platform::http {

Result<std::size_t> CountedPaging::counted(const Length& length) {
    RowCount counting;
    const auto read = length(most_counted + 1);
    if (!read) return read.error();
    return counting.value().value_or(*read);
}

}  // namespace kontor::platform::http
