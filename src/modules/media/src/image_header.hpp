#pragma once

#include "media/media.hpp"

#include <string_view>

namespace kontor::media {

struct ImageHeader {
    ImageFormat format = ImageFormat::jpeg;
    std::int64_t width = 0;
    std::int64_t height = 0;
};

// What a file is by its first bytes, and the size it claims, before anything of it is decoded.
// Refuses media.not_an_image (unsupported_media), naming what it seems to be, and media.damaged
// (invalid).
platform::Result<ImageHeader> read_image_header(std::string_view bytes);

}  // namespace kontor::media
