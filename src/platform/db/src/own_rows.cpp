#include "platform/db/own_rows.hpp"

#include "rows_in_sight.hpp"

#include <stdexcept>

namespace kontor::platform {
namespace {

thread_local std::string in_sight = db::all_rows;

}  // namespace

const std::string& db::rows_in_sight() {
    return in_sight;
}

OwnRowsOnly::OwnRowsOnly(const std::optional<Uuid>& customer) {
    if (in_sight != db::all_rows)
        throw std::logic_error("a thread acts for one customer at a time");
    in_sight = customer ? to_string(*customer) : "";
}

OwnRowsOnly::~OwnRowsOnly() {
    in_sight = db::all_rows;
}

}  // namespace kontor::platform
