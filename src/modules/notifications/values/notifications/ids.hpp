#pragma once

#include "platform/core/id.hpp"

namespace kontor::notifications {

using MessageId = platform::Id<"msg">;
using TemplateRevisionId = platform::Id<"tmpl">;

}  // namespace kontor::notifications
