#include "platform/db/row_count.hpp"

#include <stdexcept>

namespace kontor::platform {
namespace {

thread_local RowCount* wanted = nullptr;

}  // namespace

RowCount::RowCount() {
    if (wanted != nullptr) throw std::logic_error("a thread counts one list at a time");
    wanted = this;
}

RowCount::~RowCount() {
    wanted = nullptr;
}

bool counted(Reader& reader, std::string_view sql, std::vector<db::Parameter> parameters) {
    if (wanted == nullptr || wanted->value_) return false;
    const auto rows = reader.execute("select count(*) from (" + std::string(sql) + ") counted",
                                     std::move(parameters));
    wanted->value_ = static_cast<std::size_t>(db::read_row<std::int64_t>(rows, 0));
    return true;
}

}  // namespace kontor::platform
