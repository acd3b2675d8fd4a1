#pragma once

#include "platform/core/id.hpp"

namespace kontor::media {

struct MediaTag {
    static constexpr std::string_view prefix = "media";
};
using MediaId = platform::Id<MediaTag>;

struct UploadTag {
    static constexpr std::string_view prefix = "upl";
};
using UploadId = platform::Id<UploadTag>;

}  // namespace kontor::media
