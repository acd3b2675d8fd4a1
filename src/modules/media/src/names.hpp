// Under what names things lie in the storage and are asked for: all made from what we computed.
#pragma once

#include "media/media.hpp"
#include "store.hpp"

namespace kontor::media {

std::string_view file_ending(ImageFormat format);   // "webp"
std::string_view content_type(ImageFormat format);  // "image/webp"

std::string file_name(ImageFormat format, std::int64_t width);  // "640.webp"
// ab/abcdef.../640.webp: so no folder has more than its 256th part of all pictures.
std::string storage_key(std::string_view sha256, const std::string& file);
std::string storage_key(const UploadId& upload);

// The format of what may be asked for, or nothing: 64 digits, and a width and an ending of ours.
std::optional<ImageFormat> format_of(std::string_view sha256, std::string_view file);

LeftoverRow objects_of(const std::string& sha256, const std::vector<StoredRendition>& renditions);

// public_url: "" or where the storage's keys are served.
Asset to_asset(const AssetRow& row, const std::string& public_url);

}  // namespace kontor::media
