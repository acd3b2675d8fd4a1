#pragma once

#include "platform/db/database.hpp"
#include "rule_book.hpp"

namespace kontor::pricing::store {

RuleBook rule_book(platform::Reader& reader);

std::string secret(platform::Reader& reader);

}  // namespace kontor::pricing::store
