#pragma once

#include "platform/core/id.hpp"

namespace kontor::customers {

struct GroupTag {
    static constexpr std::string_view prefix = "group";
};
using GroupId = platform::Id<GroupTag>;

}  // namespace kontor::customers
