#pragma once

#include "platform/core/id.hpp"

namespace kontor::notifications {

struct MessageTag {
    static constexpr std::string_view prefix = "msg";
};
using MessageId = platform::Id<MessageTag>;

}  // namespace kontor::notifications
