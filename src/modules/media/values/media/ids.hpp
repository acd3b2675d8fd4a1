#pragma once

#include "platform/core/id.hpp"

namespace kontor::media {

using MediaId = platform::Id<"media">;
using UploadId = platform::Id<"upl">;

}  // namespace kontor::media
